"""What changed, which rules were applied, and how to make the plan again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.plans import Change, Meeting

MOST_CHANGES = 300
MOST_WARNINGS = 300


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference to the released plan."""

    kind: str
    is_forced: bool
    sides: str
    before: str
    after: str
    people: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The section's content; counts alone in the public edition."""

    changes: tuple[Changed, ...]
    change_counts: tuple[tuple[str, int], ...]
    num_changes: int
    warnings: tuple[str, ...]
    num_warnings: int
    record: tuple[tuple[str, str], ...]


def notes(context: Context) -> Notes:
    """Return the last sections."""
    lookup = context.lookup
    plan = lookup.plan
    kinds = Counter(change.told for change in plan.changes)
    changes: tuple[Changed, ...] = ()
    warnings: tuple[str, ...] = ()
    if not context.is_public:
        changes = tuple(_changed(lookup, c) for c in plan.changes[:MOST_CHANGES])
        warnings = tuple(printable(text) for text in plan.warnings[:MOST_WARNINGS])
    return Notes(
        changes=changes,
        change_counts=tuple(kinds.most_common()),
        num_changes=len(plan.changes),
        warnings=warnings,
        num_warnings=len(plan.warnings),
        record=tuple(_record(context)),
    )


def _changed(lookup: Lookup, change: Change) -> Changed:
    meeting = change.after or change.before
    sides = meeting.sides if meeting else ()
    return Changed(
        kind=change.told,
        is_forced=change.is_forced,
        sides=" and ".join(lookup.side_name(side) for side in sides),
        before=_when_and_where(lookup, change.before),
        after=_when_and_where(lookup, change.after),
        people=lookup.names(change.delegates),
        reason=one_line(change.reason),
    )


def _when_and_where(lookup: Lookup, meeting: Meeting | None) -> str:
    if meeting is None:
        return "–"
    place = "online"
    if meeting.table is not None:
        place = lookup.place_name[meeting.table]
    start = lookup.local(meeting.start)
    return f"{start:%a} {clock(start)}, {place}"


def _record(context: Context) -> Iterator[tuple[str, str]]:
    run = context.lookup.plan.run
    yield "input (SHA-256)", run.input_hash
    yield "seed", f"{run.seed}"
    yield "workers", f"{run.workers}"
    if run.time_limit_s is not None:
        yield "time limit", f"{run.time_limit_s:g} s"
    if run.work_limit is not None:
        yield "work limit", f"{run.work_limit:,}"
    yield "seconds", f"{run.seconds:.1f}"
    for step, seconds in run.seconds_per_step.items():
        yield f"of these {step}", f"{seconds:.2f}"
    yield from sorted(run.versions.items())
