"""The set-up changed part by part, in both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.setup import changed, edit_setup, setup_version

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.database import Database


def _edit(database: Database, event_id: int, changes: dict, seen: int) -> None:
    database.write(lambda s: edit_setup(s, event_id, changes, seen=seen))


def _seen(database: Database, event_id: int) -> int:
    with database.read() as session:
        return setup_version(session, event_id)


def test_only_what_changed_is_saved(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """The rest of the event, and the other event, stay equal."""
    first, second = event_ids
    with database.read() as session:
        before, other = load_event(session, first), load_event(session, second)
    tables = [
        *(table.model_dump() for table in before.tables[1:]),
        {"id": "new", "zone": before.zones[0].id},
    ]
    changes = {"venue": "Elsewhere", "tables": tables}
    _edit(database, first, changes, _seen(database, first))
    with database.read() as session:
        after = load_event(session, first)
        assert load_event(session, second) == other
    assert after.venue == "Elsewhere"
    assert [t.id for t in after.tables] == [
        *(t.id for t in before.tables[1:]),
        "new",
    ]
    same = after.model_copy(update={"venue": before.venue, "tables": before.tables})
    assert same == before


def test_table_that_goes_changes_no_other(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """The log tells one removal, not a new number for every table behind it."""
    event_id, _ = event_ids
    with database.read() as session:
        before = load_event(session, event_id)
        latest = session.scalar(select(func.max(AuditRow.id))) or 0
    first, *rest = before.tables
    changes = {"tables": [table.model_dump() for table in rest]}
    _edit(database, event_id, changes, _seen(database, event_id))
    with database.read() as session:
        assert load_event(session, event_id).tables == tuple(rest)
        told = session.scalars(select(AuditRow).where(AuditRow.id > latest))
        assert [(each.action, each.subject) for each in told] == [
            ("deleted", f"meeting_table {first.id}")
        ]


def test_tables_in_another_order_stay_in_it(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Numbers that are kept never stand against the order."""
    event_id, _ = event_ids
    with database.read() as session:
        before = load_event(session, event_id).tables
    turned = [table.model_dump() for table in (before[-1], *before[:-1])]
    _edit(database, event_id, {"tables": turned}, _seen(database, event_id))
    with database.read() as session:
        after = load_event(session, event_id).tables
    assert [t.id for t in after] == [t.id for t in (before[-1], *before[:-1])]


def test_two_who_save_are_told(database: Database, event_ids: tuple[int, int]) -> None:
    """Tables and settings are one set-up."""
    event_id, _ = event_ids
    seen = _seen(database, event_id)
    _edit(database, event_id, {"venue": "A"}, seen)
    with pytest.raises(StaleError):
        _edit(database, event_id, {"tables": ()}, seen)


def test_fault_names_its_field(database: Database, event_ids: tuple[int, int]) -> None:
    """Also deep in a list; nothing is saved."""
    event_id, _ = event_ids
    with database.read() as session:
        event = load_event(session, event_id)
    sessions = [each.model_dump() for each in event.sessions]
    sessions[0]["slot_min"] = 2
    with pytest.raises(FieldsError) as caught:
        changed(event, {"sessions": sessions})
    ((where, text),) = caught.value.faults
    assert where == ("sessions", 0, "slot_min")
    assert text == "2 is too small: give at least 5"


def test_arrival_point_of_a_trip_stays(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Who uses it is named; a point that no trip names goes."""
    with database.read() as session:
        event = load_event(session, event_ids[0])
    trips = (each.trip for each in event.delegates)
    used = {p for t in trips for p in (t.arrival_point, t.departure_point) if p}
    assert used
    unused = event.arrival_points[0].model_dump() | {"id": "pier", "name": "Pier"}
    event = changed(event, {"arrival_points": [*_dumped(event), unused]})
    assert changed(event, {"arrival_points": _dumped(event)[:-1]})
    with pytest.raises(FieldsError) as caught:
        changed(event, {"arrival_points": []})
    told = [text for _, text in caught.value.faults]
    assert len(told) == len(used)
    users = {d.name for d in event.delegates if d.trip.arrival_point in used}
    assert any(name in text for name in users for text in told)
    assert all("cannot go while trips name it" in text for text in told)


def _dumped(event: Event) -> list[dict[str, Any]]:
    return [each.model_dump() for each in event.arrival_points]


def test_unknown_time_zone_is_one_fault(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """Not one for each session besides."""
    with database.read() as session:
        event = load_event(session, event_ids[0])
    with pytest.raises(FieldsError) as caught:
        changed(event, {"time_zone": "Mars/Base"})
    assert [where for where, _ in caught.value.faults] == [("time_zone",)]


def test_lunch_without_a_clock_says_how_to_write_it(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """No pattern is shown to people."""
    with database.read() as session:
        event = load_event(session, event_ids[0])
    policy = event.policy.model_dump()
    policy["limits"]["lunch_from"] = "noon"
    with pytest.raises(FieldsError, match="'noon' cannot be: write hours and minutes"):
        changed(event, {"policy": policy})
