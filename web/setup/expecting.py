"""The live count of places for meetings, beside every page of the set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from b4h_scheduler.finding.capacity import Capacity, Expected, capacity, usual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from b4h_scheduler.domain.event import Event

AGENDAS, EACH = "expect_agendas", "expect_each"
MOST_AGENDAS, MOST_EACH = 100_000, 200


def expected_of(given: Mapping[str, str], event: Event) -> Expected:
    """Return what was typed, or what is usual."""
    otherwise = usual(event)
    return Expected(
        _between(given.get(AGENDAS, ""), otherwise.num_agendas, MOST_AGENDAS),
        _between(given.get(EACH, ""), otherwise.meetings_each, MOST_EACH),
    )


def counted(event: Event, given: Mapping[str, str]) -> tuple[Expected, Capacity]:
    """Return what is expected, and how that fits."""
    expected = expected_of(given, event)
    return expected, capacity(event, expected)


def _between(text: str, otherwise: int, most: int) -> int:
    """Return a count that was typed; it only asks, so nonsense asks nothing."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004
        return otherwise
    return min(max(int(text), 1), most)


def asked() -> dict[str, Any]:
    """Return what was asked of the count, for the address of the next page."""
    return {
        key: request.values[key] for key in (AGENDAS, EACH) if key in request.values
    }
