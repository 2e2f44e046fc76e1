"""``b4h bench replanning`` and ``b4h bench prices``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from b4h_scheduler.cli import console, options
from b4h_scheduler.cli.bench_output import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from b4h_scheduler.bench.prices import PriceCase
    from b4h_scheduler.bench.replanning import ReplanCase

    Command = TypeVar("Command", bound=Callable[..., object])


def _of_cases(most: int, help_text: str) -> Callable[[Command], Command]:
    """Options of a command that measures some of so many cases."""
    chosen = click.option(
        "--case",
        "cases",
        type=click.IntRange(min=1, max=most),
        multiple=True,
        help=help_text,
    )
    workers = click.option("--workers", type=click.IntRange(min=1, max=64), default=2)
    out = click.option(
        "--out", type=options.FILE, help="Write the table (Markdown) here."
    )

    def add(command: Command) -> Command:
        return chosen(options.seed(workers(out(options.as_json(command)))))

    return add


def _measured(
    module: str,
    cases: Sequence[ReplanCase | PriceCase],
    numbers: Sequence[int],
    *more: int,
    folder: Callable[[int], list[str]] = lambda _: [],
) -> list[dict[str, Any]]:
    """Measure each case in a process of its own; without numbers all of them."""
    from b4h_scheduler.bench.child import measured  # noqa: PLC0415  (heavy)

    rows = []
    for number in numbers or range(1, len(cases) + 1):
        console.say(cases[number - 1].name)
        arguments = [str(number - 1), *map(str, more), *folder(number - 1)]
        rows.append(measured(f"b4h_scheduler.bench.{module}", *arguments)[0])
    return rows


@click.command()
@_of_cases(3, "1: stuttgart, 2: trade-fair, 3: generated, 1,000 delegates; repeatable.")
def replanning(
    *, cases: tuple[int, ...], seed: int, workers: int, out: Path | None, as_json: bool
) -> None:
    """Re-plan after one in twenty arrives an hour late, against freeze-and-fill.

    \b
    Example:
      b4h bench replanning --case 1 --seed 101
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.replanning import CASES  # noqa: PLC0415  (heavy)
    from b4h_scheduler.bench.replanning_page import replanning_table  # noqa: PLC0415
    from b4h_scheduler.cli.demo import example_folder  # noqa: PLC0415

    def folder(number: int) -> list[str]:
        example = CASES[number].example
        return [str(example_folder(example))] if example else []

    rows = _measured("replanning", CASES, cases, seed, workers, folder=folder)
    write_rows(replanning_table(rows), rows, out, as_json=as_json)


@click.command()
@_of_cases(4, "1, 2: kernel's profiles plain, full; 3, 4: whole events; repeatable.")
def prices(
    *, cases: tuple[int, ...], seed: int, workers: int, out: Path | None, as_json: bool
) -> None:
    """Price wishes that plans for 1,000 delegates do not grant.

    \b
    Example:
      b4h bench prices --seed 101
    """  # noqa: D301  (click keeps the lines)
    from b4h_scheduler.bench.prices import CASES, prices_table  # noqa: PLC0415  (heavy)

    rows = _measured("prices", CASES, cases, seed, workers)
    write_rows(prices_table(rows), rows, out, as_json=as_json)
