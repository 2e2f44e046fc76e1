"""``b4h replan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


@click.command()
@click.argument("event", type=options.EVENT)
@click.option(
    "--released",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The released plan.json; default: the one in EVENT or its folder released.",
)
@click.option(
    "--now",
    required=True,
    type=options.MOMENT,
    metavar="2026-11-26T09:40",
    help="The moment, on the event's clocks: what has begun stays as it is.",
)
@click.option(
    "--out",
    type=options.FOLDER,
    default=Path("out"),
    show_default=True,
    help="Folder for the files.",
)
@click.option(
    "--price-per-change",
    type=click.IntRange(min=1),
    metavar="POINTS",
    help="Change more where it gains more wish value than so many points for each "
    "point of changes; default: as few changes as possible.",
)
@click.option(
    "--most-changes",
    type=click.IntRange(min=0),
    metavar="POINTS",
    help="Change more for wishes, up to so many points of changes in all; with a "
    "price, only what is worth it.",
)
@options.solving
@options.public
@options.skip_faulty
@options.as_json
def command(  # noqa: PLR0913  (its options)
    *,
    event: Path,
    released: Path | None,
    now: datetime,
    out: Path,
    price_per_change: int | None,
    most_changes: int | None,
    time_limit: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    public: bool,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Correct a released plan for the changed files of EVENT, with few changes.

    Says what changes for whom, and which changes were forced. Past and running
    meetings stay; those that start within the notice period stay if possible.

    \b
    Example:
      b4h plan examples/stuttgart --out out/stuttgart
      b4h replan examples/stuttgart-morning --released out/stuttgart/plan.json \\
          --now 2026-11-26T09:40 --out out/morning
      b4h replan my-event --now 2026-11-26T09:40 --price-per-change 5
      b4h replan my-event --now 2026-11-26T09:40 --most-changes 30
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli import planning  # noqa: PLC0415  (heavy)
    from b4h_scheduler.cli.change_table import change_lines  # noqa: PLC0415
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415
    from b4h_scheduler.cli.summary import show_summary  # noqa: PLC0415
    from b4h_scheduler.outputs.plan_json import read_plan  # noqa: PLC0415
    from b4h_scheduler.planning.kernel_words import kernel_words  # noqa: PLC0415
    from b4h_scheduler.planning.past import with_past  # noqa: PLC0415

    clock = planning.Clock()
    before = read_plan(options.find_plan(event, released, "released/plan.json"))
    loaded = load(event, skip_faulty=skip_faulty)
    _check_belongs(loaded.event, before)
    moment = planning.moment_of(now, loaded.event.zone_info)
    release = planning.Release(before, moment, price_per_change, most_changes)
    search = planning.Search(time_limit, work_limit, seed, workers)
    with planning.made(out):
        clock.lap("load")
        plan, was_stopped = planning.solved(loaded, search, out, release)
        clock.lap("plan")
        paths = planning.write(loaded, plan, out, public=public)
    clock.lap("files")
    if not as_json:
        for line in change_lines(with_past(loaded.event, plan), plan):
            console.tell(line)
        for warning in filter(kernel_words, plan.warnings):
            console.note(warning)
    show_summary(
        loaded.event,
        plan,
        clock.timing(was_stopped=was_stopped),
        paths,
        as_json=as_json,
    )


def _check_belongs(event: Event, released: Plan) -> None:
    """Refuse the plan of another event; some of its people may be gone.

    Raises
    ------
    MismatchError
        Nobody whom the plan names takes part.
    """
    from b4h_scheduler.outputs.errors import MismatchError  # noqa: PLC0415

    people = {
        who for each in released.meetings for team in each.delegates for who in team
    }
    if people and people.isdisjoint(event.delegate_of):
        message = (
            f"the released plan is of {released.event_name!r}: nobody whom it names "
            f"takes part in {event.name!r}; give the plan and the event that belong "
            "together"
        )
        raise MismatchError(message)
