"""``b4h bench instances``."""

from __future__ import annotations

from pathlib import Path

import click

from b4h_scheduler.cli import console


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--suite",
    type=click.Choice(["small", "standard", "full"]),
    default="standard",
    show_default=True,
)
@click.option(
    "--seeds", type=click.IntRange(min=1, max=5), default=5, show_default=True
)
def instances(*, folder: Path, suite: str, seeds: int) -> None:
    """Write the problems of a suite into FOLDER, for other programs.

    One .npz file each (docs/generator.md), with the best value and bound known of it,
    and where they come from, in a .json file beside.

    \b
    Example:
      b4h bench instances problems --suite standard --seeds 1
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.best_known import read_best  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.cases import SEEDS, Suite  # noqa: PLC0415
    from b4h_scheduler.bench.instances import write_instances  # noqa: PLC0415

    number = 0
    for place in write_instances(Suite(suite), SEEDS[:seeds], read_best(), folder):
        console.say(f"wrote {place}")
        number += 1
    click.echo(f"{number} problems in {folder}")
