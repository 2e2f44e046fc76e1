from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.store.calendar_settings import (
    Floor,
    calendar_setting,
    floor_of_token,
    floor_token,
    require_setting,
    revoke_floor,
    room_of,
    save_setting,
    uid_of,
)
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row

if TYPE_CHECKING:
    from b4h_scheduler.store.database import Database

SECRET = b"s" * 32


def _save(database: Database, event_id: int, **wanted: Any) -> None:
    values = {
        "room_address": "",
        "is_table_feed_on": False,
        "is_event_feed_on": False,
        "shows_pairs": False,
        "seen": None,
    }
    database.write(lambda s: save_setting(s, event_id, **(values | wanted)))


def test_everything_is_off_until_saved(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """There are no settings, and the first have nothing on."""
    first, second = event_ids
    with database.read() as session:
        assert calendar_setting(session, first) is None
    database.write(lambda s: require_setting(s, first))
    with database.read() as session:
        row = calendar_setting(session, first)
        assert calendar_setting(session, second) is None
    on = (row.is_table_feed_on, row.is_event_feed_on, row.shows_pairs)
    assert on == (False, False, False)
    assert row.room_address == ""


def test_two_who_save_are_told(database: Database, event_ids: tuple[int, int]) -> None:
    """The second, who saw the old version, saves nothing."""
    _save(database, event_ids[0], shows_pairs=True)
    _save(database, event_ids[0], is_event_feed_on=True, seen=2)
    with pytest.raises(StaleError):
        _save(database, event_ids[0], seen=2)


@pytest.mark.parametrize(
    "address", ["http://x", "x", "https://", "https://a b", "https://ü", "https://a\n"]
)
def test_rooms_need_an_address_that_fits_a_line(
    database: Database, event_ids: tuple[int, int], address: str
) -> None:
    """https, and nothing that a calendar line or a link could not hold."""
    if address == "https://a\n":  # ends are stripped, as of every form
        _save(database, event_ids[0], room_address=address)
        return
    with pytest.raises(RefusedError, match="must begin with https://"):
        _save(database, event_ids[0], room_address=address)


def test_rooms_differ_by_meeting_event_and_secret(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Nobody who knows one can tell another; without an address there is none."""
    for event_id in event_ids:
        _save(database, event_id, room_address="https://r.example.org/")
    with database.read() as session:
        one, two = (calendar_setting(session, each) for each in event_ids)
    rooms = {
        room_of(SECRET, one, "m-1"),
        room_of(SECRET, one, "m-2"),
        room_of(SECRET, two, "m-1"),
        room_of(b"t" * 32, one, "m-1"),
    }
    assert len(rooms) == 4
    assert all(room.startswith("https://r.example.org/") for room in rooms)
    assert room_of(SECRET, None, "m-1") == ""


def test_identifiers_differ_by_event_meeting_and_delegate(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Two events with the same people have no entry in common."""
    database.write(lambda s: [require_setting(s, each) for each in event_ids])
    with database.read() as session:
        keys = [calendar_setting(session, each).uid_key for each in event_ids]
    found = {
        uid_of(key, meeting, who)
        for key in keys
        for meeting in ("m-1", "")
        for who in ("d-1", "d-2")
    }
    assert len(found) == 8
    assert all(len(uid) < 255 for uid in found)


def test_token_of_the_floor_opens_its_event_until_revoked(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """For its purpose alone, and no table of another event."""
    first, second = event_ids
    database.write(lambda s: [require_setting(s, each) for each in event_ids])

    def token(event_id: int, what: Floor, table: int = 0) -> str:
        with database.read() as session:
            row = calendar_setting(session, event_id)
            event = event_row(session, event_id)
            return floor_token(SECRET, what, event, row.generation, table)

    def opens(what: Floor, given: str) -> int | None:
        with database.read() as session:
            found = floor_of_token(session, SECRET, what, given)
            return None if found is None else found[0].id

    wall = token(first, Floor.WALL)
    assert opens(Floor.WALL, wall) == first
    assert opens(Floor.EVENT, wall) is None
    assert opens(Floor.WALL, f"{second}{wall[wall.index('.') :]}") is None
    with database.read() as session:
        from sqlalchemy import select

        from b4h_scheduler.store.schema_event import TableRow

        tables = [
            session.scalars(
                select(TableRow.id).where(TableRow.event_id == each)
            ).first()
            for each in event_ids
        ]
    assert opens(Floor.TABLE, token(first, Floor.TABLE, tables[0])) == first
    assert opens(Floor.TABLE, token(first, Floor.TABLE, tables[1])) is None
    database.write(lambda s: revoke_floor(s, first))
    assert opens(Floor.WALL, wall) is None
