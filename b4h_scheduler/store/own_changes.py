"""Until when delegates change their own profile, trip and order of wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.people import OPEN_TO_DELEGATES
from b4h_scheduler.store.phases import LATE, phase_at
from b4h_scheduler.store.wishes import late_organizations

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow, EventRow


def may_change(session: Session, event: EventRow, delegate: DelegateRow) -> bool:
    """Whether a delegate may change what it told: until closing, latecomers longer.

    Who came after closing would otherwise never have been able to.
    """
    phase = phase_at(event, now())
    if phase in OPEN_TO_DELEGATES:
        return True
    is_late = delegate.organization_key in late_organizations(session, event.id)
    return phase in LATE and is_late


def require_may_change(session: Session, delegate: DelegateRow) -> None:
    """Refuse a delegate's own change after closing.

    Raises
    ------
    RefusedError
        The phase is past closing, and the organization did not come late.
    """
    event = event_row(session, delegate.event_id)
    if not may_change(session, event, delegate):
        raise RefusedError(
            Sentence(
                "this cannot be changed any more (phase: {phase}): ask the organizer",
                phase=phase_at(event, now()),
            )
        )
