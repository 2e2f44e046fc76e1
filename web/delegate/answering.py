"""Which wishes for one's organization can still be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import LATE, Phase, phase_at
from b4h_scheduler.store.wishes import are_wishes_open_at, late_organizations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow, WishRow

_OVER = LATE | {Phase.AFTER, Phase.ARCHIVED}


@dataclass(frozen=True, slots=True)
class Answering:
    """What of the answering is over.

    Attributes
    ----------
    is_over : bool
        Wishes closed for this organization.
    late : frozenset of str
        Organizations that came late, whose wishes it can answer all the same.
    """

    is_over: bool
    late: frozenset[str]

    def counts(self, wishes: Iterable[WishRow]) -> tuple[int, int]:
        """Return how many wait for an answer, and how many closing left open."""
        open_ones = [wish for wish in wishes if wish.answer == Answer.OPEN]
        waiting = sum(
            not self.is_over or wish.wisher_organization in self.late
            for wish in open_ones
        )
        return waiting, len(open_ones) - waiting


def answering(reading: Session, row: DelegateRow) -> Answering:
    """Return what a delegate can still answer."""
    event = event_row(reading, row.event_id)
    phase = phase_at(event, now())
    is_open = are_wishes_open_at(reading, event, row.organization_key)
    late = late_organizations(reading, row.event_id) if phase in LATE else frozenset()
    return Answering(phase in _OVER and not is_open, late)
