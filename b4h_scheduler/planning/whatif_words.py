"""The difference between two solved events in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, listed, mark, nouns, of_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MISSING = {
    "promised": nouns("promised meeting held", "promised meetings held"),
    "targets": nouns(
        "meeting for travel vouchers",
        "meetings for travel vouchers",
    ),
    "least": nouns(
        "meeting for those with too few",
        "meetings for those with too few",
    ),
}
"""What one and several less missing on a level are."""

Found = tuple[int, "Mapping[str, int]"]
"""Meetings, and levels by name."""


def difference_words(before: Found, after: Found) -> str:
    """Return what changes: ``9 more meetings, 410 more points of wish value``."""
    return listed(_differences(before, after), ", ") or mark("no difference")


def _differences(before: Found, after: Found) -> Iterator[str]:
    for level, (one, many) in _MISSING.items():
        if level in before[1] and level in after[1]:
            gained = before[1][level] - after[1][level]
            if gained:
                yield _more(gained, one, many)
    meetings = after[0] - before[0]
    if meetings:
        yield _more(meetings, *nouns("meeting", "meetings"))
    value = after[1].get("value", 0) - before[1].get("value", 0)
    if value:
        yield _more(value, *nouns("point of wish value", "points of wish value"))


def _more(number: int, one: str, many: str) -> str:
    noun = of_number(abs(number), one, many)
    if number > 0:
        return Sentence("{number:,} more {noun}", number=number, noun=noun)
    return Sentence("{number:,} fewer {noun}", number=-number, noun=noun)
