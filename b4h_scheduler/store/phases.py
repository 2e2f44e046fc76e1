"""The phase of an event: by date, unless the organizer holds it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import RefusedError
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
    RefusedError
        A later phase's date has come: it would move on at once.
    StaleError
        Somebody changed the event since version ``seen``.
    """
    row = event_row(session, event_id)
    require_version(row, seen)
    row.phase, row.is_held = phase.value, is_held
    come = phase_at(row, now())
    if come is not phase:
        raise RefusedError(
            Sentence(
                "the date of {phase} has come, so the event would move on at once: "
                "hold the phase, or change that date first",
                phase=come,
            )
        )


def set_phase_dates(
    session: Session, event_id: int, dates: dict[Phase, datetime], *, seen: int
) -> None:
    """Say when phases begin by themselves.

    Raises
    ------
    RefusedError
        A phase would begin before the one that comes before it.
    StaleError
        Somebody changed the event since version ``seen``.
    """
    row = event_row(session, event_id)
    require_version(row, seen)
    given = [phase for phase in Phase if phase in dates]
    for before, after in pairwise(given):
        if dates[after] < dates[before]:
            raise RefusedError(
                Sentence(
                    "{after} would begin before {before}: give the dates in their "
                    "order",
                    after=after,
                    before=before,
                )
            )
    row.phase_dates = {
        phase.value: moment.isoformat() for phase, moment in dates.items()
    }
