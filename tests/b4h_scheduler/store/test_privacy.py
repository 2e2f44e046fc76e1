from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.base import Base, now
from b4h_scheduler.store.privacy import purge
from b4h_scheduler.store.schema_event import EventRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def test_purge_leaves_nothing_of_an_event_that_is_due(
    database: Database, event_ids: tuple[int, int]
) -> None:
    """No row of any table refers to it; the other event keeps all of its rows."""
    due, other = event_ids

    def date(session: Session) -> None:
        session.get_one(EventRow, due).delete_after = now() - timedelta(days=1)
        session.get_one(EventRow, other).delete_after = now() + timedelta(days=1)

    def count(event_id: int) -> int:
        tables = [t for t in Base.metadata.tables.values() if "event_id" in t.c]
        with database.read() as session:
            return sum(
                len(session.execute(select(t.c.id).filter_by(event_id=event_id)).all())
                for t in tables
            )

    database.write(date)
    before = count(other)
    assert len(database.write(purge)) == 1
    assert count(due) == 0
    assert count(other) == before > 0
