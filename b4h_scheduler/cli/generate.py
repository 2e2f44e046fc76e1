"""``b4h generate``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options
from b4h_scheduler.cli.sizes import sizes

if TYPE_CHECKING:
    from pathlib import Path

SHARE = click.FloatRange(min=0, max=1)


@click.command()
@click.argument("folder", type=options.FOLDER)
@click.option("--delegates", type=click.IntRange(min=2), default=250, show_default=True)
@click.option("--wishes", type=click.IntRange(min=0), default=2500, show_default=True)
@click.option("--days", type=click.IntRange(min=1), default=2, show_default=True)
@click.option(
    "--slots",
    type=click.IntRange(min=1),
    default=28,
    show_default=True,
    help="In all, over all days.",
)
@click.option(
    "--tables",
    type=click.IntRange(min=1),
    help="Default: as many as --table-load asks for.",
)
@click.option(
    "--profile",
    type=click.Choice(["plain", "full"]),
    default="plain",
    show_default=True,
    help="full: limits, several delegates, home places, online, scattered.",
)
@click.option("--skew", type=click.FloatRange(min=0, max=2), help="Of popularity.")
@click.option("--voucher-share", type=SHARE, help="Delegates who travel on a voucher.")
@click.option(
    "--table-load",
    type=click.IntRange(min=1, max=1000),
    help="Meetings wanted, as percent of what tables can hold.",
)
@click.option("--scattered-share", type=SHARE, help="Delegates free in random slots.")
@click.option("--name", default="", help="Of the event.")
@options.seed
def command(  # noqa: PLR0913  (its options)
    *,
    folder: Path,
    delegates: int,
    wishes: int,
    days: int,
    slots: int,
    tables: int | None,
    profile: str,
    skew: float | None,
    voucher_share: float | None,
    table_load: int | None,
    scattered_share: float | None,
    name: str,
    seed: int,
) -> None:
    """Write an invented event into FOLDER; equal options give equal files.

    Nobody in it exists. Options of difficulty override the profile's. Files of an
    event that are there are never overwritten.

    \b
    Example:
      b4h generate fair --delegates 370 --wishes 2500 --days 3 --slots 54
      b4h generate hard --profile full --scattered-share 0.5 --seed 7
    """  # noqa: D301  (click keeps the lines)
    from dataclasses import replace  # noqa: PLC0415

    from b4h_scheduler.files.columns import FORMS  # noqa: PLC0415  (heavy)
    from b4h_scheduler.files.write import write_event  # noqa: PLC0415
    from b4h_scheduler.generate.difficulty import PROFILES, Size  # noqa: PLC0415
    from b4h_scheduler.generate.errors import SizeError  # noqa: PLC0415
    from b4h_scheduler.generate.events import generate_event  # noqa: PLC0415

    given = {
        "skew": skew,
        "voucher_share": voucher_share,
        "table_load": table_load,
        "scattered_share": scattered_share,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    difficulty = replace(PROFILES[profile], **changes)  # type: ignore[arg-type]
    try:
        size = Size(delegates, wishes, days, slots, tables)
        event = generate_event(size, difficulty, seed=seed, name=name)
    except SizeError as error:
        raise click.UsageError(str(error)) from error
    files = ("event.toml", *(f"{name}.csv" for name in FORMS))
    there = [name for name in files if (folder / name).exists()]
    if there:
        message = f"{folder} already holds {', '.join(there)}: choose another folder"
        raise click.UsageError(message)
    write_event(event, folder)
    click.echo(str(folder))
    console.say(sizes(event))
