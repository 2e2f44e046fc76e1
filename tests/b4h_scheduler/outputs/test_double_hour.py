"""The hour that occurs twice: every output tells the first 02:10 from the second."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report import report_html
from b4h_scheduler.outputs.workbook import write_workbook
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.double_hour import CLOCKS, night_event, night_plan
from web.release.sheets import slot_lists

if TYPE_CHECKING:
    from pathlib import Path


def test_workbook_names_the_zone_in_that_hour_only(tmp_path: Path) -> None:
    """On the board, the desk's lists, the agendas and the figures of slots."""
    event, plan = night_event(), night_plan()
    write_workbook(event, plan, figures(event, plan), tmp_path / "plan.xlsx")
    book = load_workbook(tmp_path / "plan.xlsx")
    board = next(row for row in book["Board"].iter_rows() if row[0].value == "Table")
    assert [str(cell.value) for cell in board[1:]] == [
        f"{start}–{end}"
        for start, end in zip(CLOCKS, (*CLOCKS[1:], "03:30"), strict=True)
    ]
    formats = {
        cell.number_format for row in book["Agendas"].iter_rows() for cell in row
    }
    assert 'ddd d mmm hh:mm" CEST–02:30 CEST"' in formats
    assert 'ddd d mmm hh:mm" CET–02:30 CET"' in formats
    texts = {
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
    }
    assert set(CLOCKS) <= texts
    assert {f"Sun {clock}" for clock in CLOCKS} <= texts


def test_report_names_the_zone_in_that_hour_only() -> None:
    """Each of the board's columns has a heading of its own."""
    event, plan = night_event(), night_plan()
    html = report_html(event, plan, figures(event, plan))
    for clock in CLOCKS:
        assert len(re.findall(f'<th scope="col">{clock}</th>', html)) == 1
    assert "02:10<" not in html
    assert "Sun 02:10 CET:" in html


def test_printed_list_of_slots_keeps_both_hours_apart() -> None:
    """One list for each of two slots that read the same on the clock."""
    plan = night_plan()
    lists = slot_lists(Lookup(night_event(), plan))
    held = {each.slot for each in plan.meetings}
    assert len(lists) == len(held)
    assert len({each.start.timestamp() for each in lists}) == len(held)
