"""Locks of an event: they stand over drafts, runs and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from b4h_scheduler.planning.locks import Lock, lock_words
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.content import from_json, to_json
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_edits import LockRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def locks_of(session: Session, event_id: int) -> tuple[Lock, ...]:
    """Return the locks of an event, in the order in which they were set."""
    query = select(LockRow).where(LockRow.event_id == event_id).order_by(LockRow.id)
    rows = session.scalars(query).all()
    if not rows:
        return ()
    zone = ZoneInfo(event_row(session, event_id).content["time_zone"])
    return tuple(Lock.model_validate(from_json(row.content, zone)) for row in rows)


def set_lock(session: Session, event_id: int, lock: Lock, pair: str) -> None:
    """Lock a pair, or change what its lock holds.

    Parameters
    ----------
    pair : str
        The names of the two, for the log.
    """
    row = _row(session, event_id, lock.candidate)
    words = Sentence("{pair}: {lock}", pair=pair, lock=lock_words(lock))
    if row is None:
        row = LockRow(event_id=event_id, key=lock.candidate)
        session.add(row)
    row.words, row.content = words, to_json(lock)


def remove_lock(session: Session, event_id: int, candidate: str) -> str:
    """Unlock a pair, and return what was locked, in words.

    Raises
    ------
    NotFoundError
        It is not locked.
    """
    row = _row(session, event_id, candidate)
    if row is None:
        raise NotFoundError("this pair is not locked (any more)")
    session.delete(row)
    return row.words


def _row(session: Session, event_id: int, candidate: str) -> LockRow | None:
    query = select(LockRow).where(LockRow.event_id == event_id)
    return session.scalar(query.where(LockRow.key == candidate))
