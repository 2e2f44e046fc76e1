"""``b4h init``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from pathlib import Path

STARTER = ("event.toml", "participants.csv", "wishes.csv", "tables.csv")
AHEAD = timedelta(weeks=8)
THURSDAY = 3


@click.command()
@click.argument("folder", type=options.FOLDER)
def command(*, folder: Path) -> None:
    """Start FOLDER with files to fill in: settings, delegates, wishes, tables.

    The example rows can be planned as they are. Nothing is ever overwritten.

    \b
    Example:
      b4h init my-event
      b4h plan my-event --out out/my-event
    """  # noqa: D301  (click keeps the lines)
    there = [name for name in STARTER if (folder / name).exists()]
    if there:
        message = f"{folder} already holds {', '.join(there)}: choose another folder"
        raise click.UsageError(message)
    folder.mkdir(parents=True, exist_ok=True)
    day = event_day(datetime.now(UTC).date())
    for name in STARTER:
        text = starter_text(name).replace("{date}", day.isoformat())
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(str(folder / name))
    console.say(f"Fill them in, then: b4h check {folder}")


def starter_text(name: str) -> str:
    """Return a file of the starter folder."""
    files = resources.files("b4h_scheduler.cli").joinpath("starter")
    return files.joinpath(name).read_text(encoding="utf-8")


def event_day(today: date) -> date:
    """Return a Thursday some weeks ahead."""
    day = today + AHEAD
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
