"""The closing summary of a plan: what it reaches and what is proven."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console
from b4h_scheduler.cli.console import counted
from b4h_scheduler.cli.fairness import shares_json, shares_line
from b4h_scheduler.outputs.certificate_words import Verdict, verdict_of
from b4h_scheduler.outputs.level_words import level_words
from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.planning.past import with_past
from b4h_scheduler.plans import BoundScope
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.outputs.write_all import OutputPaths
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import CertificateLine, Plan

MOST_NAMES = 8
"""More delegates are counted."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of the parts of a run, and whether Ctrl-C ended the search."""

    load_s: float
    plan_s: float
    write_s: float
    was_stopped: bool

    @property
    def total_s(self) -> float:
        """From start to files."""
        return self.load_s + self.plan_s + self.write_s


def show_summary(
    event: Event, plan: Plan, timing: Timing, paths: OutputPaths, *, as_json: bool
) -> None:
    """Write the summary to standard output."""
    found = paths.figures
    event = with_past(event, plan)
    if as_json:
        content = summary_json(plan, found, timing, paths)
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for line in summary_lines(event, plan, found, timing):
        console.tell(line)
    click.echo(f"Files      {_folder(paths)}")


def _folder(paths: OutputPaths) -> str:
    files = [paths.report, paths.workbook, paths.plan, paths.unmet, paths.agendas]
    if paths.public_report is not None:
        files.insert(1, paths.public_report)
    names = ", ".join(path.name + ("/" if path.is_dir() else "") for path in files)
    return f"{paths.plan.parent}: {names}"


def summary_lines(
    event: Event, plan: Plan, found: Figures, timing: Timing
) -> Iterator[str]:
    """Yield the summary, line by line."""
    size = found.size
    yield ""
    yield (
        f"{event.name}: {counted(size.num_meetings, 'meeting')} "
        f"({size.num_mutual:,} wished for by both sides) of {size.num_eligible:,} "
        f"possible ones, {counted(size.num_delegates, 'delegate')} of "
        f"{counted(size.num_organizations, 'organization')}"
    )
    yield ""
    yield from _wishes(found)
    yield from _promises(plan)
    yield from _vouchers(event, plan, found)
    yield f"Empty      {_without(event, found)}"
    yield f"Shares     {shares_line(found)}"
    yield (
        f"Waiting    {counted(found.waiting, 'slot')} between meetings in "
        f"{counted(found.breaks, 'break')}, over all agendas"
    )
    changes = counted(found.table_changes, "change")
    yield f"Tables     {changes} between consecutive meetings"
    yield ""
    yield from proof_lines(plan)
    yield ""
    yield _seconds(plan, timing)


def _wishes(found: Figures) -> Iterator[str]:
    name = "Wishes"
    for row in found.priorities:
        if row.wishes:
            yield (
                f"{name:10} priority {row.priority}: {row.met} of {row.eligible} met "
                f"({percent(row.share)}); {row.wishes - row.eligible} were declined "
                "or not eligible"
            )
            name = ""
    share = found.wishes_bound_share
    if share is not None:
        yield (
            f"{name:10} {percent(share, 2)} of the proven maximum of wish value "
            f"({found.plain_value:,} and {found.bonus:,} of bonuses)"
        )


def _promises(plan: Plan) -> Iterator[str]:
    held = sum(meeting.is_promised for meeting in plan.meetings)
    left = sum(unmet.candidate.is_promised for unmet in plan.unmet)
    if held + left:
        yield f"Promised   {held} of {held + left} held"


def _vouchers(event: Event, plan: Plan, found: Figures) -> Iterator[str]:
    row = found.vouchers
    if not row.holders:
        return
    yield (
        f"Vouchers   {row.target_reached} of {row.holders} holders reach their target, "
        f"{row.least_reached} their least number; {row.missing} meetings missing, "
        f"{row.missing_beyond_wishes} of them beyond their wishes and times"
    )
    short = [v for v in plan.vouchers if v.counting < v.least]
    for voucher in short[:MOST_NAMES]:
        yield (
            f"{'':10} {event.delegate_of[voucher.delegate].name}: {voucher.counting} "
            f"of at least {voucher.least}, {voucher.possible} possible"
        )
    if len(short) > MOST_NAMES:
        yield f"{'':10} and {len(short) - MOST_NAMES} more"


def _without(event: Event, found: Figures) -> str:
    names = [event.delegate_of[who].name for who in found.without_meeting]
    if not names:
        return "nobody is without a meeting"
    more = len(names) - MOST_NAMES
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(names)} without a meeting: {', '.join(names[:MOST_NAMES])}{rest}"


def proof_lines(plan: Plan) -> Iterator[str]:
    """Yield what is proven about each level, given the levels above it."""
    if not plan.certificate:
        yield "Nothing is proven: the search was stopped before its proofs."
        return
    yield "What is proven, each line given those above it:"
    for line in plan.certificate:
        yield f"  {level_words(line.level):45} {line.value:>9,}   {_proof(line)}"


def _proof(line: CertificateLine) -> str:
    over = {
        BoundScope.ALL: "in any plan",
        BoundScope.HELD: "with these meetings",
        BoundScope.TIMETABLE: "with these meetings at these times",
    }[line.scope]
    match verdict_of(line):
        case Verdict.PROVEN:
            return "best possible"
        case Verdict.PARTLY:
            return f"best possible {over}"
        case Verdict.OPEN:
            return "better may be possible"
        case Verdict.BOUNDED:
            side = "at most" if Level(line.level).sense > 0 else "at least"
            return f"{side} {line.bound:,} {over}"


def _seconds(plan: Plan, timing: Timing) -> str:
    steps = ", ".join(f"{k} {v:.1f}" for k, v in plan.run.seconds_per_step.items())
    return (
        f"Seconds    {timing.total_s:.1f} in all: load {timing.load_s:.1f}, plan "
        f"{timing.plan_s:.1f} ({steps}), files {timing.write_s:.1f}"
    )


def summary_json(
    plan: Plan, found: Figures, timing: Timing, paths: OutputPaths
) -> dict[str, Any]:
    """Return the summary as JSON content."""
    return {
        "status": plan.run.status,
        "was_stopped": timing.was_stopped,
        "event": plan.event_name,
        "meetings": len(plan.meetings),
        "wishes": [
            {**row.model_dump(), "share": row.share} for row in found.priorities
        ],
        "plain_value": plan.plain_value,
        "bonus": plan.bonus,
        "share_of_proven_maximum": found.wishes_bound_share,
        "promised": {
            "held": sum(meeting.is_promised for meeting in plan.meetings),
            "not_held": sum(unmet.candidate.is_promised for unmet in plan.unmet),
        },
        "vouchers": found.vouchers.model_dump(),
        "without_meeting": list(found.without_meeting),
        "shares": shares_json(found, plan),
        "waiting": found.waiting,
        "breaks": found.breaks,
        "table_changes": found.table_changes,
        "certificate": [line.model_dump(mode="json") for line in plan.certificate],
        "seconds": {
            "load": round(timing.load_s, 3),
            "plan": round(timing.plan_s, 3),
            "files": round(timing.write_s, 3),
            "steps": plan.run.seconds_per_step,
        },
        "files": {
            "folder": str(paths.plan.parent),
            "plan": str(paths.plan),
            "workbook": str(paths.workbook),
            "report": str(paths.report),
            "public_report": paths.public_report and str(paths.public_report),
            "unmet": str(paths.unmet),
            "agendas": str(paths.agendas),
        },
        "changes": [change.model_dump(mode="json") for change in plan.changes],
        "warnings": list(plan.warnings),
    }
