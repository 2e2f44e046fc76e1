"""Options that several commands share, each with one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from b4h_scheduler.cli.commands import JSON_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = TypeVar("Function", bound=Callable[..., Any])

EVENT = click.Path(exists=True, path_type=Path)
"""An event's folder or workbook."""
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


def _remember_json(ctx: click.Context, _: click.Parameter, value: bool) -> bool:  # noqa: FBT001
    ctx.find_root().meta[JSON_KEY] = value
    return value


as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    callback=_remember_json,
    help="Write the result (or the faults) to standard output as JSON.",
)
skip_faulty = click.option(
    "--skip-faulty",
    is_flag=True,
    help="Leave rows with errors out and list them in every output.",
)
seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed."
)


def solving(function: Function) -> Function:
    """Add --time-limit, --work-limit, --seed and --workers."""
    for option in reversed(
        (
            click.option(
                "--time-limit",
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
                help="Search for so long; default: until proven or nothing improves.",
            ),
            click.option(
                "--work-limit",
                type=click.IntRange(min=1),
                metavar="UNITS",
                help="Search for so many units of work: equal input, equal plan.",
            ),
            seed,
            click.option(
                "--workers",
                type=click.IntRange(min=1, max=64),
                default=2,
                show_default=True,
                help="Threads.",
            ),
        )
    ):
        function = option(function)
    return function
