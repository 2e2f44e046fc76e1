"""``b4h bench replanning`` and ``b4h bench prices``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from b4h_scheduler.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command()
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
    _write(replanning_table(rows), rows, out, as_json=as_json)


@click.command()
@click.option(
    "--case",
    "cases",
    type=click.IntRange(min=1, max=4),
    multiple=True,
    help="1, 2: kernel's profiles plain, full; 3, 4: whole events; repeatable.",
)
@options.seed
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2)
@click.option("--out", type=options.FILE, help="Write the table (Markdown) here.")
@options.as_json
def prices(
    *, cases: tuple[int, ...], seed: int, workers: int, out: Path | None, as_json: bool
) -> None:
    """Price wishes that plans for 1,000 delegates do not grant.

    \b
    Example:
      b4h bench prices --seed 101
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.child import measured  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.prices import CASES, prices_table  # noqa: PLC0415

    rows = []
    for number in cases or range(1, len(CASES) + 1):
        console.say(CASES[number - 1].name)
        arguments = (str(number - 1), str(seed), str(workers))
        row, _ = measured("b4h_scheduler.bench.prices", *arguments)
        rows.append(row)
    _write(prices_table(rows), rows, out, as_json=as_json)


def _write(
    text: str, rows: Sequence[dict[str, Any]], out: Path | None, *, as_json: bool
) -> None:
    from b4h_scheduler.bench.machine import machine  # noqa: PLC0415  (heavy)

    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
        console.say(f"wrote {out}")
    if as_json:
        click.echo(json.dumps({"machine": machine(), "rows": rows}, indent=2))
    elif out is None:
        click.echo(text)
