"""The phase of an event: by date, unless the organizer holds it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.events import event_row

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import EventRow


class Phase(StrEnum):
    """In order of time."""

    SET_UP = "set-up"
    REGISTRATION = "registration"
    WISHES = "wishes"
    CLOSED = "closed"
    RELEASED = "released"
    RUNNING = "running"
    AFTER = "after"
    ARCHIVED = "archived"


LATE = frozenset({Phase.CLOSED, Phase.RELEASED, Phase.RUNNING})
"""Who comes in these is planned only into what is free."""


def phase_at(row: EventRow, moment: datetime) -> Phase:
    """Return the phase: the latest whose date has come, and none before that set."""
    order = list(Phase)
    current = Phase(row.phase)
    if row.is_held:
        return current
    come = [
        Phase(name)
        for name, date in row.phase_dates.items()
        if datetime.fromisoformat(date) <= moment
    ]
    return max([current, *come], key=order.index)


def set_phase(
    session: Session, event_id: int, phase: Phase, *, is_held: bool, seen: int
) -> None:
    """Move an event to a phase, also back; held, dates do not move it on.

    Raises
    ------
    StaleError
        Somebody changed the event since version ``seen``.
    """
    row = event_row(session, event_id)
    require_version(row, seen)
    row.phase, row.is_held = phase.value, is_held


def set_phase_dates(
    session: Session, event_id: int, dates: dict[Phase, datetime], *, seen: int
) -> None:
    """Say when phases begin by themselves.

    Raises
    ------
    StaleError
        Somebody changed the event since version ``seen``.
    """
    row = event_row(session, event_id)
    require_version(row, seen)
    row.phase_dates = {
        phase.value: moment.isoformat() for phase, moment in dates.items()
    }
