"""Writes the workbook, sheet by sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.replace_file import replacing
from b4h_scheduler.outputs.workbook.agendas import (
    write_agendas_sheets,
    write_companions,
)
from b4h_scheduler.outputs.workbook.board import write_board
from b4h_scheduler.outputs.workbook.book import Book
from b4h_scheduler.outputs.workbook.desk import write_desk_by_name, write_desk_by_slot
from b4h_scheduler.outputs.workbook.figures_sheets import (
    write_delegates,
    write_statistics,
)
from b4h_scheduler.outputs.workbook.left_out import (
    write_changes,
    write_unmet_sheet,
    write_vouchers,
)
from b4h_scheduler.outputs.workbook.summary import write_notes, write_summary
from b4h_scheduler.planning.collector import collector_paused

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.figures import Figures
    from b4h_scheduler.plans import Plan

SHEETS = (
    write_summary,
    write_changes,
    write_board,
    write_agendas_sheets,
    write_desk_by_name,
    write_desk_by_slot,
    write_companions,
    write_unmet_sheet,
    write_vouchers,
    write_delegates,
    write_statistics,
    write_notes,
)


def write_workbook(event: Event, plan: Plan, figures: Figures, path: Path) -> None:
    """Write ``plan.xlsx``; a reader sees the old or the new file, never half of one."""
    write_workbook_of(Lookup(event, plan), figures, path)


def write_workbook_of(lookup: Lookup, figures: Figures, path: Path) -> None:
    """Do what ``write_workbook`` does, for who has a ``Lookup`` already."""
    with replacing(path) as draft, collector_paused():
        book = Book(draft, lookup, figures)
        for write in SHEETS:
            write(book)
        book.close()
