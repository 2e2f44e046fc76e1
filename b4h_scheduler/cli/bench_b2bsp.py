"""``b4h bench b2bsp``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from b4h_scheduler.cli import console, options
from b4h_scheduler.cli.bench_output import write_rows


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--spread",
    "spreads",
    type=click.IntRange(min=0),
    multiple=True,
    default=(2,),
    show_default=True,
    help="Numbers of breaks of two participants differ at most by this; repeatable.",
)
@click.option("--only", multiple=True, help="Part of a file's name; repeatable.")
@click.option("--wishes", is_flag=True, help="Meetings may be dropped: hold the most.")
@click.option(
    "--peer",
    "peers",
    type=click.Choice(["maxsat", "cp-sat"]),
    multiple=True,
    help="Ask another method as well; repeatable.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="For each file and method.",
)
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2)
@click.option("--out", type=options.FILE, help="Write the table (Markdown) here.")
@options.as_json
def b2bsp(  # noqa: PLR0913  (a command's options)
    *,
    folder: Path,
    spreads: tuple[int, ...],
    only: tuple[str, ...],
    wishes: bool,
    peers: tuple[str, ...],
    time_limit: float,
    workers: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Solve the public benchmark's files and compare with what is published.

    FOLDER has the .dzn files and reference.csv (docs/b2bsp.md says where they come
    from). Ends with status 1 if a value disagrees or is not proven.

    \b
    Example:
      b4h bench b2bsp b2b --spread 2 --only original
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.b2bsp import Wanted, run_files  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.b2bsp_file import (  # noqa: PLC0415
        InstanceError,
        instance_files,
    )
    from b4h_scheduler.bench.b2bsp_page import summary, table  # noqa: PLC0415
    from b4h_scheduler.bench.b2bsp_peers import chosen_peers  # noqa: PLC0415
    from b4h_scheduler.bench.b2bsp_reference import read_reference  # noqa: PLC0415

    wanted = Wanted(
        spreads=(None,) if wishes else spreads,
        peers=chosen_peers(peers, workers),
        time_limit_s=time_limit,
        workers=workers,
    )
    try:
        files, reference = instance_files(folder, only), read_reference(folder)
        rows = [*run_files(files, reference, wanted, console.say)]
    except InstanceError as error:
        raise click.ClickException(str(error)) from error
    found = [asdict(row) | {"faults": row.faults} for row in rows]
    write_rows(table(rows), found, out, as_json=as_json)
    console.say(summary(rows))
    if any(row.faults for row in rows):
        raise click.exceptions.Exit(1)
