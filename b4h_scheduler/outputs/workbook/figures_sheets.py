"""Sheets of figures: everybody's satisfaction, and the event's statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.region_names import region_name
from b4h_scheduler.outputs.workbook.book import SHADES, Book, cell_text
from b4h_scheduler.outputs.workbook.list_sheet import Column, Kind, ListSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet

_DELEGATES = (
    Column("Name", 24),
    Column("Organization", 30),
    Column("Own wishes", 9, Kind.NUMBER),
    Column("Of these met", 9, Kind.NUMBER),
    Column("Share of own wish value", 13, Kind.SHARE),
    Column("Possible meetings", 10, Kind.NUMBER),
    Column("Meetings", 10, Kind.NUMBER),
    Column("Slots of waiting", 10, Kind.NUMBER),
    Column("Breaks", 9, Kind.NUMBER),
    Column("Table changes", 10, Kind.NUMBER),
)
Cell = str | int | float | None


def write_delegates(book: Book) -> None:
    """Write what each delegate got of its wishes, in the event's order."""
    note = "Own wishes are those that may become meetings; value counts priorities."
    sheet = ListSheet(book, "Delegates", note, _DELEGATES)
    people = book.lookup.event.delegate_of
    for row in book.figures.delegates:
        # Who took part in past meetings and is gone since is in the figures alone.
        if row.delegate is None or row.delegate not in people:
            continue
        sheet.row(
            (
                book.lookup.delegate_name[row.delegate],
                book.lookup.organization_name[row.organization],
                row.own_wishes,
                row.own_met,
                row.share,
                row.candidates,
                row.meetings,
                row.waiting,
                row.breaks,
                row.table_changes,
            )
        )
    sheet.close()


def write_statistics(book: Book) -> None:
    """Write the event's figures, table below table."""
    sheet = book.sheet("Statistics")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 40, 12)
    sheet.set_row(0, 21)
    sheet.write_string(0, 0, "Statistics", book.format(bold=True, font_size=14))
    row = 2
    for title, heading, rows in (
        _priorities(book),
        _spread(book),
        _regions(book),
        _matrix(book),
        _slots(book),
        _tables(book),
    ):
        row = _table(book, sheet, row, title, heading, rows)
    sheet.freeze_panes(1, 1)
    sheet.fit_to_pages(1, 0)


_Table = tuple[str, "Sequence[str]", "Sequence[Sequence[Cell]]"]


def _table(
    book: Book,
    sheet: Worksheet,
    row: int,
    title: str,
    heading: Sequence[str],
    rows: Sequence[Sequence[Cell]],
) -> int:
    """Write one table; return the row where the next one begins."""
    sheet.write_string(row, 0, title, book.format(bold=True, font_size=12))
    look = book.format(bold=True, bg_color=SHADES["mid"], bottom=2, text_wrap=True)
    for place, text in enumerate(heading):
        sheet.write_string(row + 1, place, cell_text(text), look)
    number = book.format(num_format="#,##0")
    share = book.format(num_format="0.0 %")
    for line, values in enumerate(rows, row + 2):
        for place, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(line, place, cell_text(value), book.format())
            elif isinstance(value, float):
                sheet.write_number(line, place, value, share)
            elif value is not None:
                sheet.write_number(line, place, value, number)
    return row + len(rows) + 3


def _priorities(book: Book) -> _Table:
    heading = ("Priority", "Wishes", "May become meetings", "Met", "Share")
    rows = [
        (f"Priority {p.priority}", p.wishes, p.eligible, p.met, p.share)
        for p in book.figures.priorities
    ]
    return "Wishes", heading, rows


def _spread(book: Book) -> _Table:
    heading = (
        "",
        "With wishes",
        "Lowest",
        "Tenth percentile",
        "Median",
        "Mean",
        "Gini",
    )
    rows = [
        (name, s.num, s.lowest, s.tenth_percentile, s.median, s.mean, s.gini)
        for name, s in (
            ("Delegates", book.figures.spread_delegates),
            ("Organizations", book.figures.spread_organizations),
        )
    ]
    return "Share of own wish value", heading, rows


def _regions(book: Book) -> _Table:
    heading = (
        "Region",
        "Organizations",
        "Delegates",
        "Meetings",
        "Own wishes",
        "Met",
        "Share of value",
    )
    rows = [
        (
            region_name(r),
            r.organizations,
            r.delegates,
            r.meetings,
            r.own_wishes,
            r.own_met,
            r.share,
        )
        for r in book.figures.regions
    ]
    return "Regions", heading, rows


def _matrix(book: Book) -> _Table:
    names = [region_name(region) for region in book.figures.regions]
    counts = {(p.first, p.second): p.meetings for p in book.figures.region_pairs}
    rows: list[list[Cell]] = [
        [name, *(counts.get((min(a, b), max(a, b))) for b in range(len(names)))]
        for a, name in enumerate(names)
    ]
    return "Meetings between regions", ("", *names), rows


def _slots(book: Book) -> _Table:
    heading = (
        "Slot",
        "Meetings",
        "Without a table",
        "Tables used",
        "Tables open",
        "Share",
        "At stands",
        "People meeting",
        "People there",
    )
    slot_of = book.lookup.slot_of
    rows = [
        (
            f"{slot_of[s.slot].start:%a} {clock(slot_of[s.slot].start)}",
            s.meetings,
            s.online,
            s.tables_used,
            s.tables_open,
            s.tables_used / s.tables_open if s.tables_open else None,
            s.home_used,
            s.delegates_busy,
            s.delegates_present,
        )
        for s in book.figures.slots
    ]
    return "Slots", heading, rows


def _tables(book: Book) -> _Table:
    heading = ("Table", "Zone", "Meetings", "Open slots", "Share")
    rows = [
        (
            book.lookup.place_name[t.table],
            book.lookup.zone_name(t.table),
            t.meetings,
            t.open_slots,
            t.meetings / t.open_slots if t.open_slots else None,
        )
        for t in book.figures.tables
    ]
    return "Tables", heading, rows
