"""plan.xlsx, opened by another library: complete, readable, text and numbers only."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from b4h_scheduler.outputs.workbook import write_workbook
from b4h_scheduler.outputs.workbook.list_sheet import HEADING_ROW
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import (
    EMOJI,
    HOSTILE,
    LONG,
    RTL,
    sample_event,
    sample_plan,
)

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

EVENT = sample_event()
PLAN = sample_plan(EVENT)
SHEETS = [
    "Summary",
    "Changes",
    "Board",
    "Agendas",
    "Desk Sat 28 Mar",
    "Desk Sun 29 Mar",
    "Desk by slot",
    "Companions",
    "Unmet",
    "Vouchers",
    "Delegates",
    "Statistics",
    "Notes",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample's workbook."""
    path = tmp_path_factory.mktemp("workbook") / "plan.xlsx"
    write_workbook(EVENT, PLAN, figures(EVENT, PLAN), path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    """Return it as openpyxl reads it."""
    return load_workbook(path)


def _rows(sheet: Worksheet) -> list[list[Any]]:
    """Return the rows of a list below its headings."""
    return [
        list(row) for row in sheet.iter_rows(min_row=HEADING_ROW + 2, values_only=True)
    ]


def _texts(sheet: Worksheet) -> list[str]:
    return [
        c
        for row in sheet.iter_rows(values_only=True)
        for c in row
        if isinstance(c, str)
    ]


def test_the_sheets_are_there_in_order(book: Workbook) -> None:
    """The summary first, the lists of the floor next, figures last."""
    assert book.sheetnames == SHEETS


def test_no_cell_is_a_formula_or_a_link(path: Path, book: Workbook) -> None:
    """Names that begin with = + - @ are text; addresses are no links."""
    kinds = {
        cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row
    }
    assert kinds == {"s", "n", "d"}
    with zipfile.ZipFile(path) as content:
        names = content.namelist()
        sheets = [content.read(n) for n in names if n.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    assert [s for s in sheets if re.search(b"<f[ >]|<hyperlink", s)] == []
    assert not [name for name in names if "external" in name.lower()]
    texts = _texts(book["Agendas"])
    assert f"@SUM(1+1), {HOSTILE}" in texts
    assert HOSTILE in texts


def test_every_sheet_is_set_up_for_reading_and_print(book: Workbook) -> None:
    """Headings stay in view and are repeated; pages are numbered and dated."""
    for sheet in book:
        footer, header = sheet.oddFooter, sheet.oddHeader
        assert footer.left.text == "Revision 3 · 2026-03-20 16:04", sheet.title
        assert footer.right.text == "Page &P of &N"
        assert header.left.text.strip() == "Boost4Health, Stuttgart"
        assert {footer.left.size, footer.right.size, header.left.size} == {9}
    for name in set(SHEETS) - {"Summary", "Notes", "Statistics"}:
        sheet = book[name]
        assert sheet.freeze_panes not in (None, "A1"), name
        assert sheet.print_title_rows, name
        assert sheet.page_setup.orientation == "landscape"
    for name in set(SHEETS) - {"Summary", "Notes", "Statistics", "Board"}:
        assert book[name].auto_filter.ref, name


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("R&D &Page", "R&&D &&Page"),
        ("2026 Days", "2026 Days"),
        ("x" * 300, "x" * 79 + "…"),
    ],
)
def test_the_events_name_is_no_code_of_the_header(
    tmp_path: Path, name: str, header: str
) -> None:
    """In headers && is written for &, and digits do not join the font size."""
    event = sample_event(name=name)
    plan = sample_plan(event)
    write_workbook(event, plan, figures(event, plan), tmp_path / "plan.xlsx")
    found = load_workbook(tmp_path / "plan.xlsx")["Board"].oddHeader.left
    assert (found.text.strip(), found.size) == (header, 9)


def test_the_board_shows_every_meeting_once_and_closed_tables(book: Workbook) -> None:
    """Tables by zone, slots across; marks in letters, not in color alone."""
    sheet = book["Board"]
    cells = {
        (
            sheet.cell(row=c.row, column=1).value,
            sheet.cell(row=5, column=c.column).value,
        ): c
        for row in sheet.iter_rows(min_row=6, min_col=2)
        for c in row
        if c.value
    }
    assert {key: cell.value for key, cell in cells.items()} == {
        ("Table 1", "10:00–10:20"): '=HYPERLINK("http://x.exa…\nBioNova GmbH',
        ("Table 2", "11:00–11:20"): f"[FV] {RTL}\n{EMOJI}",
        ("Table 3", "10:40–11:00"): f'=HYPERLINK("http://x.exa…\n{EMOJI}',
        ("Table 2", "10:00–10:25"): "Institute of Applied Ver…\nBioNova GmbH",
        ("Stand H1 (1)\nCorvantis SE", "09:00–09:25"): (
            "[P] Corvantis SE · Oncol…\nBioNova GmbH"
        ),
        ("Online 1", "09:30–09:55"): f'{RTL}\n=HYPERLINK("http://x.exa…',
    }
    promised = cells["Stand H1 (1)\nCorvantis SE", "09:00–09:25"]
    assert promised.font.b
    assert promised.fill.fgColor.rgb == "FFE3E8EF"
    assert cells["Table 3", "10:40–11:00"].font.i
    zones = [
        c.value for c in sheet["A"][5:] if c.font.b and c.fill.fgColor.rgb == "FFCBD3DE"
    ]
    assert zones == ["Main Hall", "Loft", "Online"]
    closed = [
        c.coordinate
        for row in sheet.iter_rows()
        for c in row
        if c.fill.fill_type == "lightUp"
    ]
    assert closed == ["F10", "G10", "H10"]


def test_agendas_have_a_page_for_everybody(book: Workbook) -> None:
    """In order of names, companionship and place told, also without a meeting."""
    sheet = book["Agendas"]
    rows = _rows(sheet)
    people = list(dict.fromkeys(row[0] for row in rows))
    assert [who.split(", ")[0] for who in people] == [
        "@SUM(1+1)",
        "Anna Blume",
        "Bernd Ohneland",
        "Chloé d'Arc",
        "Dirk Fern",
        "Eefje de Wit",
        "Two Lines END:VEVENT",
        "Zoë Nobody",
        "ليلى حداد",
    ]
    anna = [row for row in rows if row[0] == "Anna Blume, BioNova GmbH"]
    starts = [f"{row[1]:%m-%d %H:%M}" for row in anna]
    assert starts == ["03-28 10:00", "03-29 09:00", "03-29 10:00"]
    formats = [c.number_format for c in sheet["B"] if c.is_date]
    assert set(formats) > {'ddd d mmm hh:mm"–10:20"', 'ddd d mmm hh:mm"–09:25"'}
    assert anna[1][2:] == [
        "Stand H1, Loft",
        "Corvantis SE · Oncology, Lab 3",
        "Chloé d'Arc",
        "with Bernd Ohneland",
    ]
    zoe = next(row for row in rows if row[0].startswith("Zoë Nobody"))
    assert zoe[1:4] == [None, None, "no meeting"]
    layla = [row for row in rows if row[0].startswith("ليلى حداد")]
    assert [row[2] for row in layla] == ["online", "online"]
    assert layla[0][5] == "joined by Ines Terpreter; video call"
    assert len(sheet.row_breaks.brk) == len(people) - 1
    firsts = [b.id for b in sheet.row_breaks.brk]
    assert [sheet.cell(row=b + 1, column=1).value for b in firsts] == people[1:]
    # Fitting to pages would make spreadsheets ignore the breaks.
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_desk_finds_people_by_name_and_by_slot(book: Workbook) -> None:
    """Where somebody sits in a slot; who is not there; all meetings in order."""
    sheet = book["Desk Sun 29 Mar"]
    heading = [c.value for c in sheet[HEADING_ROW + 1]]
    assert heading == ["Name", "Organization", "☐", "09:00", "09:30", "10:00"]
    rows = {row[0]: row[3:] for row in _rows(sheet)}
    assert rows["Anna Blume"] == ["H1", None, "2"]
    assert rows["@SUM(1+1)"] == [None, "online", None]
    saturday = book["Desk Sat 28 Mar"]
    by_name = {row[0].value: row for row in saturday.iter_rows(min_row=HEADING_ROW + 2)}
    absent = [c.fill.fill_type for c in by_name["Eefje de Wit"][3:]]
    assert absent == [None, None, None, None]
    by_slot = _rows(book["Desk by slot"])
    assert [row[0] for row in by_slot] == sorted(row[0] for row in by_slot)
    assert [row[1] for row in by_slot] == [
        "Table 1, Main Hall",
        "Table 3, Loft",
        "Table 2, Main Hall",
        "Stand H1, Loft",
        "online",
        "Table 2, Main Hall",
    ]


def test_who_is_not_there_is_hatched_at_the_desk(tmp_path: Path) -> None:
    """A late arrival shows in the slots before it."""
    delegates = [
        {**d.model_dump(), "busy": [EVENT.slots[0].time]} if d.id == "d9" else d
        for d in EVENT.delegates
    ]
    event = sample_event(delegates=delegates)
    write_workbook(event, PLAN, figures(event, PLAN), tmp_path / "plan.xlsx")
    sheet = load_workbook(tmp_path / "plan.xlsx")["Desk Sat 28 Mar"]
    row = next(r for r in sheet.iter_rows() if r[0].value == "Zoë Nobody")
    assert [c.fill.fill_type for c in row[3:]] == ["lightUp", None, None, None]


def test_companions_vouchers_changes_and_unmet_are_listed(book: Workbook) -> None:
    """One row each, with what a person needs to act."""
    (companion,) = _rows(book["Companions"])
    assert companion[0] == "Ines Terpreter"
    assert companion[2:] == [
        "Table 2, Main Hall",
        RTL,
        "ليلى حداد",
        EMOJI,
        "Two Lines END:VEVENT",
    ]
    vouchers = _rows(book["Vouchers"])
    assert [row[2] for row in vouchers] == ["V-018", "V-017"]
    assert vouchers[0][9:] == ["Sat 10:40", "Sat 11:00", "3 below least"]
    (change,) = _rows(book["Changes"])
    assert change[:2] == ["moved", "forced"]
    assert change[4:6] == [
        "Sat 10:00, Table 2, Main Hall",
        "Sat 10:00, Table 1, Main Hall",
    ]
    assert change[7] == "the train is 50 minutes late"
    unmet = _rows(book["Unmet"])
    assert [row[5] for row in unmet] == [
        "Other meetings fill the time they share",
        "All tables but the help desk's are taken",
        "Declined",
    ]
    reasons = [reason.text for reason in PLAN.unmet[0].reasons]
    assert unmet[0][6] == "\n".join(reasons)


def test_the_summary_tells_result_and_proof_in_words(book: Workbook) -> None:
    """The certificate's sentences with their verdicts, before any figure."""
    texts = _texts(book["Summary"])
    assert texts[:3] == [
        "Boost4Health, Stuttgart",
        "Revision 3, planned 2026-03-20 16:04",
        "7 of 10 wishes are met. That is at least 98.41 % of the best possible.",
    ]
    assert "Waiting\n(✓) proven in part" in texts
    assert "Promised meetings\n✓ proven" in texts


def test_statistics_agree_with_the_figures(book: Workbook) -> None:
    """Tables of priorities, regions, slots and places."""
    found = figures(EVENT, PLAN)
    rows = [list(row) for row in book["Statistics"].iter_rows(values_only=True)]
    by_name = {row[0]: row[1:] for row in rows}
    first = found.priorities[0]
    assert by_name["Priority 1"][:3] == [first.wishes, first.eligible, first.met]
    assert by_name["Sat 10:00"][:3] == [1, 0, 1]
    assert by_name["Stand H1"][:3] == ["Loft", 1, 14]
    delegates = _rows(book["Delegates"])
    assert [row[6] for row in delegates] == [row.meetings for row in found.delegates]


def test_equal_input_gives_an_equal_file(path: Path, tmp_path: Path) -> None:
    """Nothing random and nothing of the clock."""
    write_workbook(EVENT, PLAN, figures(EVENT, PLAN), tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes() == path.read_bytes()


def test_an_event_without_meetings_gives_a_workbook(tmp_path: Path) -> None:
    """Nothing planned, no interpreter, no voucher: the sheets that stay are sound."""
    event = sample_event(companions=())
    plan = sample_plan(
        event, meetings=(), unmet=(), vouchers=(), changes=(), certificate=()
    )
    write_workbook(event, plan, figures(event, plan), tmp_path / "plan.xlsx")
    book = load_workbook(tmp_path / "plan.xlsx")
    gone = {"Changes", "Companions", "Vouchers"}
    assert book.sheetnames == [name for name in SHEETS if name not in gone]
    assert {row[3] for row in _rows(book["Agendas"])} == {"no meeting"}


def test_text_too_long_for_a_cell_is_cut_not_lost(tmp_path: Path) -> None:
    """A cell holds 32,767 characters; longer text would be left out silently."""
    unmet = PLAN.unmet[0].model_copy(
        update={
            "reasons": (
                PLAN.unmet[0].reasons[0].model_copy(update={"text": "x" * 40_000}),
            )
        }
    )
    plan = sample_plan(EVENT, unmet=[unmet])
    write_workbook(EVENT, plan, figures(EVENT, plan), tmp_path / "plan.xlsx")
    (row,) = _rows(load_workbook(tmp_path / "plan.xlsx")["Unmet"])
    assert len(row[6]) == 32_000


def test_more_people_than_page_breaks_go_to_further_sheets(tmp_path: Path) -> None:
    """A sheet takes about a thousand page breaks."""
    delegates = [
        {"id": f"d{n}", "name": f"Person {n:04}", "organization": "nova"}
        for n in range(1, 1101)
    ]
    event = sample_event(delegates=delegates, wishes=(), promised=())
    plan = sample_plan(event, meetings=(), unmet=(), vouchers=(), changes=())
    write_workbook(event, plan, figures(event, plan), tmp_path / "plan.xlsx")
    book = load_workbook(tmp_path / "plan.xlsx")
    first, second = book["Agendas 1"], book["Agendas 2"]
    assert (len(_rows(first)), len(_rows(second))) == (1000, 100)
    assert len(first.row_breaks.brk) == 999
    assert second["A2"].value == "From Person 1001 to Person 1100; a page a person."
    assert LONG not in _texts(second)
