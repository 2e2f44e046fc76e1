"""The live count of places for meetings, beside every page of the set-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request

from b4h_scheduler.finding.capacity import Capacity, Expected, capacity, usual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event

AGENDAS, EACH, MEETINGS = "expect_agendas", "expect_each", "expect_meetings"
MOST_AGENDAS, MOST_EACH, MOST_MEETINGS = 100_000, 200, 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the count goes by.

    Attributes
    ----------
    guess : Expected
        Of agendas and meetings of each: counts while there are no wishes.
    by_wishes : int, optional
        Meetings that the wishes so far lead one to expect, as on the overview.
    typed : int, optional
        Meetings typed to try another number than that.
    """

    guess: Expected
    by_wishes: int | None
    typed: int | None

    def meetings(self, num_slots: int) -> int:
        """Return the meetings to expect."""
        if self.by_wishes is None:
            return self.guess.meetings(num_slots)
        return self.by_wishes if self.typed is None else self.typed


def counted(
    event: Event, by_wishes: int | None, given: Mapping[str, str]
) -> tuple[Asked, Capacity]:
    """Return what is expected, and how that fits an event."""
    otherwise = usual(event)
    guess = Expected(
        _between(given.get(AGENDAS, ""), otherwise.num_agendas, MOST_AGENDAS),
        _between(given.get(EACH, ""), otherwise.meetings_each, MOST_EACH),
    )
    typed = _between(given.get(MEETINGS, ""), 0, MOST_MEETINGS) or None
    expected = Asked(guess, by_wishes, typed)
    return expected, capacity(event, expected.meetings(len(event.slots)))


def _between(text: str, otherwise: int, most: int) -> int:
    """Return a count that was typed; it only asks, so nonsense asks nothing."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        return otherwise
    return min(max(int(text), 1), most)


def asked() -> dict[str, Any]:
    """Return what was asked of the count, for the address of the next page."""
    return {
        key: request.values[key]
        for key in (AGENDAS, EACH, MEETINGS)
        if request.values.get(key)
    }
