"""The board of the report: every meeting in its place."""

from __future__ import annotations

from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.sections.board import MOST_CELLS, board
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import RTL, sample_event, sample_plan

EVENT = sample_event()
PLAN = sample_plan(EVENT)
FIGURES = figures(EVENT, PLAN)
LOOKUP = Lookup(EVENT, PLAN)


def test_every_meeting_stands_at_its_table_and_slot() -> None:
    """A table a session, zones in the event's order, online meetings last."""
    sheets = board(Context(LOOKUP, FIGURES, is_public=False))
    assert [sheet.title for sheet in sheets] == [
        "Saturday, Saturday 28 March",
        "Sunday, Sunday 29 March",
    ]
    assert [zone.name for zone in sheets[1].zones] == ["Main Hall", "Loft", "Online"]
    held = {
        (line.label, time): cell.held[0].first
        for sheet in sheets
        for zone in sheet.zones
        for line in zone.lines
        for time, cell in zip(sheet.times, line.cells, strict=True)
        if cell.held
    }
    assert len(held) == len(PLAN.meetings)
    assert held["Stand H1", "09:00"] == "Corvantis SE · Oncology, Lab 3"
    assert held["Without a table", "09:30"] == RTL
    closed = [c.is_closed for c in sheets[1].zones[1].lines[0].cells]
    assert closed == [True, True, True]


def test_marks_are_words() -> None:
    """For the tip of a cell, and for who cannot see the signs."""
    sheets = board(Context(LOOKUP, FIGURES, is_public=False))
    (promised,) = sheets[1].zones[1].lines[1].cells[0].held
    assert promised.marks == "promised, mutual"
    assert promised.tip == (
        "Chloé d'Arc · Anna Blume, Bernd Ohneland; priority 1; promised, mutual"
    )


def test_a_large_board_is_left_to_the_workbook() -> None:
    """Above 3,000 cells the page would be slow; the picture stays."""
    tables = [{"id": f"{n}", "zone": "hall"} for n in range(1, MOST_CELLS // 7 + 2)]
    event = sample_event(tables=tables)
    assert board(Context(Lookup(event, PLAN), FIGURES, is_public=False)) == ()


def test_the_public_edition_has_no_board() -> None:
    """A board names who meets whom."""
    assert board(Context(LOOKUP, FIGURES, is_public=True)) == ()
