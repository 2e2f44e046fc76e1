"""``b4h explain WHO WHOM --out``: a whole new plan in which the two meet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console
from b4h_scheduler.cli.bundle import defect
from b4h_scheduler.cli.interrupt import stop_on_interrupt
from b4h_scheduler.cli.loading import with_file_warnings
from b4h_scheduler.cli.planning import Clock, made, write
from b4h_scheduler.cli.progress import progress_view
from b4h_scheduler.cli.summary import show_summary
from b4h_scheduler.outputs.level_words import level_words
from solver.errors import InvalidPlanError
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from b4h_scheduler.cli.planning import Search
    from b4h_scheduler.cli.stories import PairStory
    from b4h_scheduler.files.load import Loaded
    from b4h_scheduler.plans import Plan


def grant(
    loaded: Loaded,
    before: Plan,
    story: PairStory,
    search: Search,
    out: Path,
    *,
    as_json: bool,
) -> None:
    """Plan anew so that a pair meets; write all files, compare with the plan before.

    Raises
    ------
    click.UsageError
        They meet already, or may not meet at all.
    PlanningError
        The event has changed since the plan was made, or there is no such plan.
    DefectError
        The plan found is not valid; a bundle was written into ``out``.
    """
    from b4h_scheduler.planning import run  # noqa: PLC0415  (heavy)
    from b4h_scheduler.planning.prices import Prices  # noqa: PLC0415

    clock = Clock()
    prices = Prices(loaded.event, before)
    wanted = [each.candidate.id for each in story.unmet]
    wanted = [each for each in wanted if prices.is_priced(each)]
    if not wanted:
        raise click.UsageError(_why_not(story))
    with made(out):
        clock.lap("load")
        progress = progress_view()
        try:
            with stop_on_interrupt() as stop, progress:
                found = prices.granting(
                    wanted[0],
                    run.Search(
                        **asdict(search),
                        on_progress=progress,
                        should_stop=stop,
                        input_hash=loaded.input_hash,
                    ),
                )
        except InvalidPlanError as error:
            raise defect(error, prices.compiled.problem, asdict(search), out) from error
        plan = with_file_warnings(found, loaded)
        clock.lap("plan")
        paths = write(loaded, plan, out, public=False)
    clock.lap("files")
    if not as_json:
        for line in comparison_lines(before, plan):
            console.tell(line)
    timing = clock.timing(was_stopped=stop.is_wanted)
    show_summary(loaded.event, plan, timing, paths, as_json=as_json)


def comparison_lines(before: Plan, after: Plan) -> Iterator[str]:
    """Yield the levels of two plans side by side, and which plan is better."""
    old = {line.level: line.value for line in before.certificate}
    new = {line.level: line.value for line in after.certificate}
    both = [level for level in old if level in new]
    yield f"{'':46}{'before':>9} {'now':>9}"
    for level in both:
        yield f"  {level_words(level):44}{old[level]:>9,} {new[level]:>9,}"
    for level in both:
        gain = (new[level] - old[level]) * Level(level).sense
        if gain:
            is_better = "better" if gain > 0 else "worse"
            yield f"The new plan is {is_better}: {level_words(level)}."
            return
    yield "Both plans are equally good."


def _why_not(story: PairStory) -> str:
    if story.meetings and not story.unmet:
        return "they meet already"
    if not story.unmet:
        return "neither wished to meet the other: there is nothing to grant"
    reasons = "; ".join(one.text for each in story.unmet for one in each.reasons)
    return f"they may not meet: {reasons}"
