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


class Moment(click.DateTime):
    """A reading of the event's clocks, to the minute.

    With an offset, for an hour that occurs twice.
    """

    name = "moment"

    def convert(
        self,
        value: Any,  # noqa: ANN401  (as click has it)
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401
        """Return a datetime, without a zone if no offset is given."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no moment; write 2026-11-26T09:40", param, ctx)


MOMENT = Moment(
    [
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M%z",
    ]
)


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
public = click.option(
    "--public", is_flag=True, help="Write the report without names, too."
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


plan_file = click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="plan.json; default: the one in EVENT, else out/plan.json.",
)


def find_plan(event: Path, given: Path | None, *others: str) -> Path:
    """Return the plan.json that is meant.

    Raises
    ------
    click.UsageError
        None was given and there is none where they usually are.
    """
    if given is not None:
        return given
    folder = event if event.is_dir() else event.parent
    places = [folder / "plan.json", *(folder / other for other in others)]
    for place in (*places, Path("out") / "plan.json"):
        if place.is_file():
            return place
    message = f"no plan.json in {folder} or out: name one, or run b4h plan first"
    raise click.UsageError(message)
