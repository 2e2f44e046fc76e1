"""What a running solve shows: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from b4h_scheduler.cli import console
from b4h_scheduler.outputs.level_words import level_words
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterator
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

LINE_WORDS = {
    Level.VALUE: "wishes",
    Level.WAITING: "waiting",
    Level.MOVES: "table changes",
}
"""Levels that plain lines show."""


def step_words(step: str) -> str:
    """Return a step of the kernel in words."""
    return STEP_WORDS.get(step, step)


class ProgressLines:
    """One line when a step begins, and now and then how far it got."""

    def __init__(self) -> None:
        self._step = ""
        self._told = 0.0
        self._latest: dict[Level, Progress] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __call__(self, event: Progress) -> None:
        """Take one event of the solve."""
        if event.level is not None and event.value is not None:
            self._latest[event.level] = event
        now = time.monotonic()
        is_new = event.step != self._step
        if not is_new and now - self._told < LINE_EVERY_S:
            return
        self._step, self._told = event.step, now
        line = f"{event.seconds:7.1f} s  {step_words(event.step)}"
        reached = "" if is_new else ", ".join(self._reached())
        console.say(f"{line}: {reached}" if reached else line)

    def _reached(self) -> Iterator[str]:
        for level, words in LINE_WORDS.items():
            event = self._latest.get(level)
            if event is not None:
                bound = "" if event.bound is None else f" (bound {event.bound:,})"
                yield f"{words} {event.value:,}{bound}"


class ProgressTable:
    """A table of levels, value against bound, that updates in place."""

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415  (slow to import)
        from rich.live import Live  # noqa: PLC0415

        self._started = time.monotonic()
        self._step = ""
        self._latest: dict[Level, Progress] = {}
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
        self._step = event.step
        if event.level is not None:
            self._latest[event.level] = event

    def _table(self) -> Table:
        from rich.table import Table  # noqa: PLC0415

        elapsed = time.monotonic() - self._started
        table = Table(
            title=f"{step_words(self._step) or 'starting'}, {elapsed:.0f} s",
            caption="Ctrl-C keeps the best plan so far",
            title_justify="left",
            caption_justify="left",
            header_style="bold",
        )
        table.add_column("what")
        for heading in ("value", "bound", "seconds"):
            table.add_column(heading, justify="right")
        for level, event in list(self._latest.items()):
            table.add_row(
                level_words(level),
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
