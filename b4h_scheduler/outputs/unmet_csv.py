"""``unmet.csv``: every candidate that is not held, with all its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.outputs.replace_file import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Unmet

HEADER = (
    "candidate",
    "first",
    "first delegate",
    "second",
    "second delegate",
    "priority",
    "value",
    "mutual",
    "accepted",
    "promised",
    "ineligible",
    "rules",
    "reasons",
)
BETWEEN_REASONS = " | "


def unmet_csv(lookup: Lookup) -> bytes:
    """Return the file: first what may be held, the most valuable first."""
    return csv_bytes(HEADER, (_row(lookup, unmet) for unmet in in_order(lookup)))


def write_unmet(lookup: Lookup, path: Path) -> None:
    """Write ``unmet.csv``; a reader sees the old or the new file."""
    replace_file(path, unmet_csv(lookup))


def in_order(lookup: Lookup) -> list[Unmet]:
    """Return promised ones first, then eligible ones by value, then the others."""
    return sorted(
        lookup.plan.unmet,
        key=lambda unmet: (
            not unmet.candidate.is_promised,
            unmet.candidate.ineligible is not None,
            -unmet.candidate.value,
            unmet.candidate.priority,
            unmet.candidate.id,
        ),
    )


def _row(lookup: Lookup, unmet: Unmet) -> Iterator[str | int | None]:
    candidate = unmet.candidate
    yield candidate.id
    for side in candidate.sides:
        yield lookup.side_name(side)
        yield lookup.delegate_name[side.delegate] if side.delegate else ""
    yield candidate.priority
    yield candidate.value
    yield "yes" if candidate.is_mutual else "no"
    yield "yes" if candidate.is_accepted else "no"
    yield "yes" if candidate.is_promised else "no"
    yield candidate.ineligible
    yield " ".join(reason.rule for reason in unmet.reasons)
    yield BETWEEN_REASONS.join(reason.text for reason in unmet.reasons)
