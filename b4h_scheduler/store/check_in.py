"""Who has come to the event, as the desk says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.audit import ACTOR_KEY
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_desk import CheckInRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow


def checked_in(session: Session, event_id: int) -> dict[str, CheckInRow]:
    """Return who is here, by the delegate's key."""
    query = select(CheckInRow).where(
        CheckInRow.event_id == event_id, CheckInRow.is_here.is_(True)
    )
    return {row.delegate_key: row for row in session.scalars(query)}


def check_in_of(session: Session, delegate: DelegateRow) -> CheckInRow | None:
    """Return what was said last about a delegate; None: nothing yet."""
    query = select(CheckInRow).where(
        CheckInRow.event_id == delegate.event_id,
        CheckInRow.delegate_key == delegate.key,
    )
    return session.scalar(query)


def check_in(
    session: Session, delegate: DelegateRow, *, is_here: bool, seen: int
) -> CheckInRow:
    """Say that a delegate has come, or take it back.

    Where two say the same, the first stands, with its time.

    Parameters
    ----------
    seen
        The version that was shown; 0: nothing was said yet.

    Raises
    ------
    RefusedError
        The event is archived, or there is nothing to take back.
    StaleError
        Somebody said the opposite meanwhile.
    """
    require_not_archived(session, delegate.event_id)
    row = check_in_of(session, delegate)
    if row is None:
        if seen:
            raise StaleError(CheckInRow.__name__, seen, None)
        if not is_here:
            raise RefusedError("nobody has checked in here: there is nothing to undo")
        row = CheckInRow(event_id=delegate.event_id, delegate_key=delegate.key)
        session.add(row)
    elif row.is_here == is_here:
        return row
    else:
        require_version(row, seen)
    row.is_here, row.said, row.said_by = is_here, now(), session.info[ACTOR_KEY]
    session.flush()
    return row


def check_out(session: Session, delegate: DelegateRow) -> None:
    """Let a delegate count as not here: somebody else comes instead."""
    row = check_in_of(session, delegate)
    if row is not None and row.is_here:
        row.is_here, row.said, row.said_by = False, now(), session.info[ACTOR_KEY]


def require_not_archived(session: Session, event_id: int) -> None:
    """Refuse what the desk says of an event that is put away.

    Raises
    ------
    RefusedError
        It is.
    """
    if phase_at(event_row(session, event_id), now()) is Phase.ARCHIVED:
        raise RefusedError("the event is archived: nothing is changed any more")
