"""``b4h bench``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from b4h_scheduler.cli import console, options
from b4h_scheduler.cli.bench_b2bsp import b2bsp
from b4h_scheduler.cli.bench_instances import instances
from b4h_scheduler.cli.bench_questions import prices, replanning

if TYPE_CHECKING:
    from pathlib import Path


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
    "--record",
    type=options.FILE,
    help="Write the best values and bounds known here, better ones of this run among "
    "them (in a checkout: b4h_scheduler/bench/best_known.json).",
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
    record: Path | None,
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
      b4h bench prices
      b4h bench instances problems
    """  # noqa: D301  (click keeps the lines)
    if ctx.invoked_subcommand is not None:
        return
    from b4h_scheduler.bench.best_known import (  # noqa: PLC0415
        read_best,
        with_rows,
        write_best,
    )
    from b4h_scheduler.bench.cases import SEEDS, Suite  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.growth import PICTURE, growth_picture  # noqa: PLC0415
    from b4h_scheduler.bench.kept import Kept  # noqa: PLC0415
    from b4h_scheduler.bench.machine import machine, origin  # noqa: PLC0415
    from b4h_scheduler.bench.page import page  # noqa: PLC0415
    from b4h_scheduler.bench.running import run_suite  # noqa: PLC0415
    from b4h_scheduler.cli.demo import example_folder  # noqa: PLC0415

    example = example_folder("stuttgart")
    measured = run_suite(
        Suite(suite), SEEDS[:seeds], workers, example, console.say, Kept(keep)
    )
    best, here = read_best(), machine()
    text = page(measured, here, best)
    if record is not None:
        rows = ((runs.case, row) for runs in measured.cases for row in runs.rows)
        write_best(with_rows(best, rows, origin(here)), record)
        console.say(f"wrote {record}")
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
        content = {"machine": here, **asdict(measured)}
        click.echo(json.dumps(content, indent=2, default=str))
    elif out is None:
        click.echo(text)


for each in (b2bsp, instances, prices, replanning):
    command.add_command(each)
