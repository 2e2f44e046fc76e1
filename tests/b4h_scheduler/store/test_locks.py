"""Locks in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.locks import locks_of, remove_lock, set_lock
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import LockRow
from tests.b4h_scheduler.store.small import small

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def test_lock_comes_back_as_it_was_set(database: Database) -> None:
    """One lock a pair: locking again changes what it holds; each is in the log."""
    draft = small(database)
    first, second = (lock_of(m, Holds.TIME) for m in draft.plan.meetings)
    other = lock_of(draft.plan.meetings[0], Holds.ALL)

    def work(session: Session) -> None:
        for lock in (first, second, other):
            set_lock(session, draft.event_id, lock, "A – B")
            session.flush()

    database.write(work)
    with database.read() as session:
        assert locks_of(session, draft.event_id) == (other, second)
        query = select(AuditRow.action).where(
            AuditRow.subject.startswith("meeting_lock")
        )
        assert list(session.scalars(query.order_by(AuditRow.id))) == [
            "created", "created", "changed"
        ]  # fmt: skip


def test_unlocking_twice_is_told(database: Database) -> None:
    """Somebody else may have unlocked it."""
    draft = small(database)
    lock = lock_of(draft.plan.meetings[0], Holds.TABLE)
    database.write(lambda s: set_lock(s, draft.event_id, lock, "Ann – Bob"))
    unlocked: list[str] = []

    def unlock(session: Session) -> None:
        unlocked.append(remove_lock(session, draft.event_id, lock.candidate))

    database.write(unlock)
    assert unlocked[-1] == "Ann – Bob: table hall-1"
    with pytest.raises(NotFoundError, match="not locked"):
        database.write(unlock)
    with database.read() as session:
        assert session.scalars(select(LockRow)).all() == []
