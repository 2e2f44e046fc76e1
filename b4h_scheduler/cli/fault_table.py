"""Faults of files as a table: on a terminal with rich, else one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.cli import console
from b4h_scheduler.files.codes import Severity
from b4h_scheduler.files.faults import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.files.faults import Fault

MOST_ROWS = 200
"""More faults are counted: JSON lists them all."""


def show_faults(faults: Iterable[Fault]) -> None:
    """Write faults to standard error."""
    ordered = in_order(faults)
    if not ordered:
        return
    if console.is_terminal():
        _show_table(ordered[:MOST_ROWS])
    else:
        for fault in ordered[:MOST_ROWS]:
            console.say(f"{fault.severity.value} [{fault.code.value}] {fault}")
    if len(ordered) > MOST_ROWS:
        left = len(ordered) - MOST_ROWS
        console.say(f"and {left} more: `b4h check EVENT --json` lists all of them")


def _show_table(faults: tuple[Fault, ...]) -> None:
    from rich.console import Console  # noqa: PLC0415  (slow to import)
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_lines=False, header_style="bold", expand=False)
    for heading in ("Where", "Found", "What", "What to do"):
        table.add_column(heading, overflow="fold")
    for fault in faults:
        style = "red" if fault.severity is Severity.ERROR else "yellow"
        cells = (fault.value, fault.message, fault.cure)
        table.add_row(Text(fault.place, style=style), *map(Text, cells))
    Console(stderr=True).print(table)
