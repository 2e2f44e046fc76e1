"""A late change is done: the person, the log, the proposal, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.late.proposing import propose
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import LateKind, add_change, changes_by
from b4h_scheduler.store.people import edit_delegate
from b4h_scheduler.store.phases import Phase, phase_at

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.late.asking import Asked
    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_late import LateChangeRow

OVER = frozenset({Phase.AFTER, Phase.ARCHIVED})


def change_late(
    session: Session, row: DelegateRow, asked: Asked, *, seen: int, workers: int
) -> LateChangeRow:
    """Change a delegate, and put a proposal before the organizer if need be.

    Parameters
    ----------
    seen
        The version of the delegate that was shown.
    workers
        Threads of the solve.

    Raises
    ------
    RefusedError
        The event is over, or there can be no such delegate.
    StaleError
        Somebody changed the delegate meanwhile.
    """
    require_not_over(session, row.event_id)
    edit_delegate(session, row, asked.changes, seen=seen)
    change = add_change(session, row, asked.kind, asked.told)
    if propose(session, row.event_id, workers=workers) is None:
        change.is_settled = True  # any plan to come will know it
    return change


def require_not_over(session: Session, event_id: int) -> None:
    """Refuse changes once the event is over.

    Raises
    ------
    RefusedError
        It is.
    """
    phase = phase_at(event_row(session, event_id), now())
    if phase in OVER:
        raise RefusedError("the event is over: nothing can be changed any more")


def sessions_before(session: Session, row: DelegateRow) -> list[str] | None:
    """Return which sessions a delegate had chosen before saying "I cannot come"."""
    for change in changes_by(session, row.event_id, row.key):
        if change.kind == LateKind.ABSENT:
            found: list[str] | None = change.told.get("sessions")
            return found
    return None
