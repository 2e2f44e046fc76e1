"""Parts of a stored event, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.parts import PartMemory
from b4h_scheduler.store.people import delegate_row, edit_delegate

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def test_only_what_changed_is_made_anew(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """One delegate is another object, all other parts are those known."""
    event_id, _ = event_ids
    memory = PartMemory()
    with database.read() as session:
        before = load_event(session, event_id, memory)
    who = before.delegates[0].id

    def work(session: Session) -> None:
        row = delegate_row(session, event_id, who)
        edit_delegate(session, row, {"role": "chair"}, seen=row.version)

    database.write(work)
    with database.read() as session:
        after = load_event(session, event_id, memory)
        assert after == load_event(session, event_id)
    assert [a is b for a, b in zip(before.delegates, after.delegates, strict=True)] == [
        False,
        *[True] * (len(before.delegates) - 1),
    ]
    assert all(a is b for a, b in zip(before.wishes, after.wishes, strict=True))


def test_wishes_share_their_sides(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """However many wish for somebody, one object stands for who is wished for."""
    with database.read() as session:
        event = load_event(session, event_ids[0])
    sides = [side for wish in event.wishes for side in (wish.wisher, wish.wished)]
    assert len({id(side) for side in sides}) == len(set(sides)) < len(sides)
