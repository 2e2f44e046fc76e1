"""What a running solve shows: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from b4h_scheduler.cli import console
from b4h_scheduler.cli.level_words import level_words

if TYPE_CHECKING:
    from types import TracebackType

    from rich.live import Live
    from rich.table import Table

    from solver.result import Progress

LINE_EVERY_S = 5.0
"""Plain lines of one step are at least so far apart."""
STEP_WORDS = {
    "select": "choosing the meetings",
    "timetable": "finding times",
    "improve": "improving",
    "polish": "polishing",
    "seat": "seating at tables",
    "prove": "proving",
    "validate": "checking",
}


def step_words(step: str) -> str:
    """Return a step of the kernel in words."""
    return STEP_WORDS.get(step, step)


class ProgressLines:
    """One line when a step begins, and now and then when it got further."""

    def __init__(self) -> None:
        self._step = ""
        self._told = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __call__(self, event: Progress) -> None:
        """Take one event of the solve."""
        now = time.monotonic()
        if event.step == self._step and now - self._told < LINE_EVERY_S:
            return
        self._step, self._told = event.step, now
        console.say(progress_line(event))


def progress_line(event: Progress) -> str:
    """Return an event as one line."""
    line = f"{event.seconds:7.1f} s  {step_words(event.step)}"
    if event.level is not None and event.value is not None:
        line += f": {level_words(event.level)} {event.value:,}"
        if event.bound is not None:
            line += f" (bound {event.bound:,})"
    return line


class ProgressTable:
    """A table of steps and levels, value against bound, that updates in place."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  (slow to import)
        from rich.live import Live  # noqa: PLC0415

        self._started = time.monotonic()
        self._latest: dict[tuple[str, str], Progress] = {}
        self._live: Live = Live(
            console=Console(stderr=True),
            get_renderable=self._table,
            refresh_per_second=8,
            transient=True,
        )

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def __call__(self, event: Progress) -> None:
        """Take one event of the solve."""
        self._latest.pop((event.step, ""), None)
        self._latest[event.step, event.level or ""] = event

    def _table(self) -> Table:
        from rich.table import Table  # noqa: PLC0415

        elapsed = time.monotonic() - self._started
        title = f"{elapsed:.0f} s; Ctrl-C keeps the best plan so far"
        table = Table(title=title, title_justify="left", header_style="bold")
        for heading in ("step", "what", "value", "bound", "seconds"):
            is_number = heading in {"value", "bound", "seconds"}
            table.add_column(heading, justify="right" if is_number else "left")
        last = ""
        for event in list(self._latest.values()):
            step = "" if event.step == last else step_words(event.step)
            last = event.step
            table.add_row(
                step,
                "" if event.level is None else level_words(event.level),
                _number(event.value),
                _number(event.bound),
                f"{event.seconds:.1f}",
            )
        return table


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def progress_view() -> ProgressLines | ProgressTable:
    """Return the view that fits where messages go."""
    return ProgressTable() if console.is_terminal() else ProgressLines()
