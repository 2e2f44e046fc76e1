"""How far a registration is, and until when a place is kept for it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.store.base import now

if TYPE_CHECKING:
    from b4h_scheduler.store.schema_registration import ApplicationRow


class State(StrEnum):
    """How far a registration is."""

    UNCONFIRMED = "unconfirmed"
    """The link was not pressed yet."""
    CONFIRMED = "confirmed"
    """Staff decides."""
    WAITING = "waiting"
    """On the waiting list: at the event only once a place is offered."""
    OFFERED = "offered"
    """A place is kept until a day; after it the offer has lapsed, without a job."""
    TURNED_DOWN = "turned-down"
    """The applicant did not want the place that was offered."""
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = frozenset(
    {
        State.CONFIRMED,
        State.WAITING,
        State.OFFERED,
        State.TURNED_DOWN,
        State.DECLINED,
    }
)
"""Staff may approve these."""


def is_kept(row: ApplicationRow) -> bool:
    """Whether a place is kept for a registration: offered, and the day is not over."""
    until = row.offered_until
    return row.state == State.OFFERED and until is not None and now() <= until


def is_lapsed(row: ApplicationRow) -> bool:
    """Whether a place was offered and nobody answered in time."""
    return row.state == State.OFFERED and not is_kept(row)
