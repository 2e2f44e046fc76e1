"""What fairness costs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.planning.fair_shares import FairShares, PlainBest

DEMANDS = {
    "promised": mark("promised meetings"),
    "changes": mark("few changes to the released plan"),
    "targets": mark("travel vouchers"),
    "least": mark("that nobody stays empty"),
    "bonuses": mark("bonuses for first meetings, and what is not proven"),
}


def most_words(found: FairShares) -> str:
    """Return the most plain wish value there could be, nothing else asked."""
    first = found.plain[0]
    if first.is_exact:
        return f"{first.at_most:,}"
    return f"between {first.at_least:,} and {first.at_most:,}"


def given_up(found: FairShares) -> Iterator[tuple[str, str]]:
    """Yield what is given up for each demand, in the organizer's order."""
    before = found.plain[0]
    for each in found.plain[1:]:
        yield DEMANDS[each.demand], _lost(before, each)
        before = each


def in_all(found: FairShares) -> tuple[str, str]:
    """Return what is given up in all, and the share of the most there could be."""
    first = found.plain[0]
    at_least, at_most = found.price
    both = f"{at_most:,}" if at_least == at_most else f"{at_least:,} to {at_most:,}"
    share = percent(at_most / first.at_most, 2) if first.at_most else "0 %"
    return both, share


def _lost(before: PlainBest, after: PlainBest) -> str:
    low = max(0, before.at_least - after.at_most)
    high = max(0, before.at_most - after.at_least)
    return f"{high:,}" if low == high else f"{low:,} to {high:,}"
