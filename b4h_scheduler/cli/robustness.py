"""``b4h robustness``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.cli.planning import Search
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.files.load import Loaded
    from b4h_scheduler.planning.robustness import Robustness
    from b4h_scheduler.plans import Plan

MOST_SHOWN = 10
RISK_WORDS = {False: "without the risk level", True: "with the risk level"}


@click.command()
@click.argument("event", type=options.EVENT)
@options.plan_file
@click.option(
    "--draws",
    type=click.IntRange(min=100, max=1_000_000),
    default=10_000,
    show_default=True,
    help="Days that are simulated.",
)
@click.option(
    "--compare",
    is_flag=True,
    help="Plan EVENT twice, without and with the level risk, and compare both.",
)
@options.solving
@options.skip_faulty
@options.as_json
def command(  # noqa: PLR0913  (its options)
    *,
    event: Path,
    plan_file: Path | None,
    draws: int,
    compare: bool,
    time_limit: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Simulate late arrivals: which meetings of a plan would fail, and for whom.

    Arrival points of EVENT say by how many minutes one in ten is late (late_min).

    \b
    Example:
      b4h robustness examples/stuttgart --plan out/stuttgart/plan.json
      b4h robustness examples/stuttgart --compare --time-limit 20
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415
    from b4h_scheduler.cli.planning import Search  # noqa: PLC0415
    from b4h_scheduler.outputs.plan_json import read_plan  # noqa: PLC0415
    from b4h_scheduler.planning.robustness import robustness  # noqa: PLC0415

    path = None if compare else options.find_plan(event, plan_file)
    loaded = load(event, skip_faulty=skip_faulty)
    if path is None:
        search = Search(time_limit, work_limit, seed, workers)
        plans = [_planned(loaded, search, is_on=is_on) for is_on in (False, True)]
    else:
        plans = [read_plan(path)]
    found = [robustness(loaded.event, plan, draws=draws, seed=seed) for plan in plans]
    if as_json:
        click.echo(json.dumps(_content(plans, found), ensure_ascii=False, indent=2))
        return
    lines = comparison_lines(plans, found) if compare else ()
    for line in (*lines, *robustness_lines(loaded.event, found[-1])):
        console.tell(line)


def _planned(loaded: Loaded, search: Search, *, is_on: bool) -> Plan:
    """Plan with or without the risk level."""
    from dataclasses import asdict  # noqa: PLC0415

    from b4h_scheduler.cli.interrupt import stop_on_interrupt  # noqa: PLC0415
    from b4h_scheduler.cli.progress import progress_view  # noqa: PLC0415
    from b4h_scheduler.planning.robustness import with_risk_level  # noqa: PLC0415
    from b4h_scheduler.planning.run import plan_in_child  # noqa: PLC0415

    console.say(f"planning {RISK_WORDS[is_on]}")
    progress = progress_view()
    with stop_on_interrupt() as stop, progress:
        return plan_in_child(
            with_risk_level(loaded.event, is_on=is_on),
            **asdict(search),
            on_progress=progress,
            should_stop=stop,
            input_hash=loaded.input_hash,
        )


def _content(plans: list[Plan], found: list[Robustness]) -> dict[str, Any]:
    if len(found) == 1:
        return {"status": "done", **found[0].model_dump(mode="json")}
    return {
        "status": "done",
        "plans": [
            {
                "has_risk_level": is_on,
                "certificate": [
                    line.model_dump(mode="json") for line in plan.certificate
                ],
                **each.model_dump(mode="json"),
            }
            for is_on, plan, each in zip((False, True), plans, found, strict=True)
        ],
    }


def comparison_lines(plans: list[Plan], found: list[Robustness]) -> Iterator[str]:
    """Yield both plans side by side."""
    from b4h_scheduler.outputs.level_words import level_words  # noqa: PLC0415

    yield f"{'':46}{'without':>10}{'with':>10}  the risk level"
    figures: list[tuple[str, list[float], int]] = [
        ("meetings that fail, on average", [each.missed for each in found], 2),
        ("wish value that fails, on average", [each.value_lost for each in found], 1),
        ("tight first meetings", [len(each.tight) for each in found], 0),
    ]
    for name, (first, second), digits in figures:
        yield f"  {name:44}{first:>10,.{digits}f}{second:>10,.{digits}f}"
    values = [{line.level: line.value for line in plan.certificate} for plan in plans]
    for level in values[0]:
        if level in values[1]:
            yield (
                f"  {level_words(level):44}{values[0][level]:>10,}"
                f"{values[1][level]:>10,}"
            )
    yield ""


def robustness_lines(event: Event, found: Robustness) -> Iterator[str]:
    """Yield what delays would do, line by line."""
    if not found.points:
        yield (
            "No arrival point says by how many minutes one in ten is late: nothing can "
            "be said. Give late_min in event.toml."
        )
        return
    yield f"{found.draws:,} days simulated, seed {found.seed}. Late in one case of ten:"
    for point in found.points:
        yield (
            f"  {point.name}: by {point.late_min} minutes or more "
            f"({point.travelers} travelers)"
        )
    yield (
        f"Of {found.meetings:,} meetings {found.missed:.2f} fail on average, "
        f"{found.missed_in_one_of_ten} or more on one day of ten; wish value lost "
        f"{found.value_lost:.0f} on average"
    )
    yield from _tight_lines(event, found)
    yield from _delegate_lines(event, found)


def _tight_lines(event: Event, found: Robustness) -> Iterator[str]:
    if not found.tight:
        yield "No first meeting is tight (missed in one case of twenty or more)."
        return
    yield f"Tight first meetings ({len(found.tight)}):"
    for each in found.tight[:MOST_SHOWN]:
        name = event.delegate_of[each.delegate].name
        yield (
            f"  {each.start:%a %H:%M}  {name}: {each.slack_min:.0f} minutes to spare, "
            f"missed in {100 * each.chance:.0f} % of cases"
        )
    if len(found.tight) > MOST_SHOWN:
        yield f"  and {len(found.tight) - MOST_SHOWN} more"


def _delegate_lines(event: Event, found: Robustness) -> Iterator[str]:
    if not found.delegates:
        return
    yield "Meetings that fail on average, by delegate:"
    for each in found.delegates[:MOST_SHOWN]:
        name = event.delegate_of[each.delegate].name
        yield f"  {each.missed:6.2f}  {name} ({each.own:.2f} by own delay)"
    if len(found.delegates) > MOST_SHOWN:
        yield f"  and {len(found.delegates) - MOST_SHOWN} more with less"
