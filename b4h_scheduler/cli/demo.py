"""``b4h demo``."""

from __future__ import annotations

from pathlib import Path

import click

from b4h_scheduler.cli import console, options


@click.command()
@click.option(
    "--out",
    type=options.FOLDER,
    default=Path("out/demo"),
    show_default=True,
    help="Folder for the files.",
)
@options.solving
@options.as_json
def command(
    *,
    out: Path,
    time_limit: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """Plan the example event: one day in Stuttgart, 110 delegates, 700 wishes.

    \b
    Example:
      b4h demo --out out/demo
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.cli.planning import Search, plan_and_write  # noqa: PLC0415

    event = example_folder("stuttgart")
    console.say(f"planning {event}")
    search = Search(time_limit, work_limit, seed, workers)
    paths = plan_and_write(event, out, search, as_json=as_json)
    if not as_json:
        click.echo(f"Look at   {paths.report.resolve().as_uri()}")


def example_folder(name: str) -> Path:
    """Return the folder of an example, in the checkout or the installed package.

    Raises
    ------
    FileNotFoundError
        It is in neither.
    """
    package = Path(__file__).resolve().parents[1]
    places = (package / "examples" / name, package.parent / "examples" / name)
    for place in places:
        if (place / "event.toml").exists():
            return place
    message = f"the example {name!r} is missing from this installation"
    raise FileNotFoundError(2, message, str(places[0]))
