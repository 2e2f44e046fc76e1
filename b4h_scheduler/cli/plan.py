"""``b4h plan``."""

from __future__ import annotations

from pathlib import Path

import click

from b4h_scheduler.cli import options


@click.command()
@click.argument("event", type=options.EVENT)
@click.option(
    "--out",
    type=options.FOLDER,
    default=Path("out"),
    show_default=True,
    help="Folder for the files.",
)
@options.solving
@options.public
@options.skip_faulty
@options.as_json
def command(  # noqa: PLR0913  (its options)
    *,
    event: Path,
    out: Path,
    time_limit: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    public: bool,
    skip_faulty: bool,
    as_json: bool,
) -> None:
    """Find the best meeting plan of EVENT (a folder or workbook).

    Writes plan.json, unmet.csv, plan.xlsx, report.html and agendas/*.ics, and says
    how good the plan is. Ctrl-C ends the search and keeps the best plan so far.

    \b
    Example:
      b4h plan examples/stuttgart --out out/stuttgart
      b4h plan my-event.xlsx --out out/mine --time-limit 60 --public
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.planning import Search, plan_and_write  # noqa: PLC0415

    search = Search(time_limit, work_limit, seed, workers)
    plan_and_write(
        event, out, search, skip_faulty=skip_faulty, as_json=as_json, public=public
    )
