"""``b4h export``."""

from __future__ import annotations

from pathlib import Path

import click

from b4h_scheduler.cli import options

FORMATS = ("xlsx", "ics", "csv", "report", "event", "event-xlsx")


@click.command()
@click.argument("event", type=options.EVENT)
@click.argument("formats", nargs=-1, required=True, type=click.Choice(FORMATS))
@options.plan_file
@click.option(
    "--out",
    type=options.FOLDER,
    default=Path("out"),
    show_default=True,
    help="Folder for the files.",
)
@click.option("--public", is_flag=True, help="The report without names.")
@options.skip_faulty
def command(
    *,
    event: Path,
    formats: tuple[str, ...],
    plan_file: Path | None,
    out: Path,
    public: bool,
    skip_faulty: bool,
) -> None:
    """Write some files again from a plan.json, or EVENT in another form.

    Of a plan: xlsx (workbook), ics (agendas), csv (unmet wishes), report. Of the
    event: event (a folder of CSV files), event-xlsx (one workbook); both can be read
    again.

    \b
    Example:
      b4h export examples/stuttgart report --public --plan out/stuttgart/plan.json
      b4h export my-event event-xlsx --out out
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.exporting import Exporter  # noqa: PLC0415  (heavy)
    from b4h_scheduler.cli.loading import load  # noqa: PLC0415

    loaded = load(event, skip_faulty=skip_faulty)
    of_plan = [name for name in formats if not name.startswith("event")]
    plan = options.find_plan(event, plan_file) if of_plan else None
    _keep(event, out, formats)
    exporter = Exporter(loaded.event, plan, out, is_public=public)
    for name in dict.fromkeys(formats):
        click.echo(str(exporter.write(name)))


def _keep(event: Path, out: Path, formats: tuple[str, ...]) -> None:
    """Refuse to write over the files that are read.

    Raises
    ------
    click.UsageError
        EVENT would be replaced by its export.
    """
    written = {"event": out / "event", "event-xlsx": out / "event.xlsx"}
    for name in formats:
        if name in written and written[name].resolve() == event.resolve():
            message = f"{written[name]} is EVENT itself: choose another --out"
            raise click.UsageError(message)
