"""``b4h bench``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.bench.b2bsp import Row


@click.group(invoke_without_command=True)
@click.option(
    "--suite",
    type=click.Choice(["small", "standard", "full"]),
    default="standard",
    show_default=True,
    help="small takes seconds, standard an hour, full two and a half.",
)
@click.option("--out", type=options.FILE, help="Write the page (Markdown) here.")
@click.option(
    "--keep",
    type=options.FILE,
    help="Keep what is measured in this file; a run that was stopped goes on there.",
)
@click.option(
    "--seeds",
    type=click.IntRange(min=1, max=5),
    default=5,
    show_default=True,
    help="How many of the five seeds that were not used for tuning.",
)
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2)
@options.as_json
@click.pass_context
def command(
    ctx: click.Context,
    *,
    suite: str,
    out: Path | None,
    keep: Path | None,
    seeds: int,
    workers: int,
    as_json: bool,
) -> None:
    """Measure against bounds and other methods on generated problems.

    First come first served, greedy by value, HiGHS and CP-SAT get the same seconds
    and threads.

    \b
    Example:
      b4h bench --suite standard --out docs/benchmarks.md
      b4h bench b2bsp DIR --only original
      b4h bench replanning
    """  # noqa: D301  (click keeps the lines)
    if ctx.invoked_subcommand is not None:
        return
    from b4h_scheduler.bench.cases import SEEDS, Suite  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.growth import PICTURE, growth_picture  # noqa: PLC0415
    from b4h_scheduler.bench.kept import Kept  # noqa: PLC0415
    from b4h_scheduler.bench.machine import machine  # noqa: PLC0415
    from b4h_scheduler.bench.page import page  # noqa: PLC0415
    from b4h_scheduler.bench.running import run_suite  # noqa: PLC0415
    from b4h_scheduler.cli.demo import example_folder  # noqa: PLC0415

    example = example_folder("stuttgart")
    measured = run_suite(
        Suite(suite), SEEDS[:seeds], workers, example, console.say, Kept(keep)
    )
    text = page(measured, machine())
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        console.say(f"wrote {out}")
        picture = growth_picture(measured)
        if picture is not None:
            place = out.parent / PICTURE
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(picture, encoding="utf-8")
            console.say(f"wrote {place}")
    if as_json:
        content = {"machine": machine(), **asdict(measured)}
        click.echo(json.dumps(content, indent=2, default=str))
    elif out is None:
        click.echo(text)


@command.command()
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
    _write_rows(rows, out, as_json=as_json)
    if any(row.faults for row in rows):
        raise click.exceptions.Exit(1)


def _write_rows(rows: Sequence[Row], out: Path | None, *, as_json: bool) -> None:
    from b4h_scheduler.bench.b2bsp_page import summary, table  # noqa: PLC0415
    from b4h_scheduler.bench.machine import machine  # noqa: PLC0415

    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(table(rows) + "\n", encoding="utf-8")
        console.say(f"wrote {out}")
    if as_json:
        found = [asdict(row) | {"faults": row.faults} for row in rows]
        click.echo(json.dumps({"machine": machine(), "rows": found}, indent=2))
    elif out is None:
        click.echo(table(rows))
    console.say(summary(rows))


@command.command()
@click.option(
    "--case",
    "cases",
    type=click.IntRange(min=1, max=3),
    multiple=True,
    help="1: stuttgart, 2: trade-fair, 3: generated, 1,000 delegates; repeatable.",
)
@options.seed
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2)
@click.option("--out", type=options.FILE, help="Write the table (Markdown) here.")
@options.as_json
def replanning(
    *, cases: tuple[int, ...], seed: int, workers: int, out: Path | None, as_json: bool
) -> None:
    """Re-plan after one in twenty arrives an hour late, against freeze-and-fill.

    \b
    Example:
      b4h bench replanning --case 1 --seed 101
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.child import measured  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.machine import machine  # noqa: PLC0415
    from b4h_scheduler.bench.replanning import CASES  # noqa: PLC0415
    from b4h_scheduler.bench.replanning_page import replanning_table  # noqa: PLC0415
    from b4h_scheduler.cli.demo import example_folder  # noqa: PLC0415

    rows = []
    for number in cases or range(1, len(CASES) + 1):
        case = CASES[number - 1]
        console.say(case.name)
        arguments = [str(number - 1), str(seed), str(workers)]
        if case.example:
            arguments.append(str(example_folder(case.example)))
        row, _ = measured("b4h_scheduler.bench.replanning", *arguments)
        rows.append(row)
    text = replanning_table(rows)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
        console.say(f"wrote {out}")
    if as_json:
        click.echo(json.dumps({"machine": machine(), "rows": rows}, indent=2))
    elif out is None:
        click.echo(text)
