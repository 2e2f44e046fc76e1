"""Sheets of the help desk: where is somebody now, and who meets in a slot."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from b4h_scheduler.domain.presence import present
from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.workbook.agendas import where
from b4h_scheduler.outputs.workbook.book import LINE, SHADES, Book
from b4h_scheduler.outputs.workbook.list_sheet import (
    MOST_PAGE_BREAKS,
    Column,
    Kind,
    ListSheet,
)
from b4h_scheduler.outputs.workbook.order import by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.outputs.workbook.quick_sheet import Cell, QuickSheet

_HEADING_ROW = 2
_TABLE_WIDTH = 7
_BY_SLOT = (
    Column("When", 20, Kind.SLOT),
    Column("Where", 22),
    Column("First", 26, Kind.WRAPPED),
    Column("People", 26, Kind.WRAPPED),
    Column("Second", 26, Kind.WRAPPED),
    Column("People", 26, Kind.WRAPPED),
    Column("Joined by", 16, Kind.WRAPPED),
)


def write_desk_by_name(book: Book) -> None:
    """Write a sheet for each day: people down, slots across, tables in the cells."""
    event = book.lookup.event
    days = [list(slots) for _, slots in groupby(event.slots, lambda s: s.start.date())]
    people = by_name(event.delegates)
    there = {delegate.id: present(event, delegate) for delegate in people}
    for slots in days:
        start = slots[0].start
        name = "Desk by name"
        if len(days) > 1:
            name = f"Desk {start:%a} {start.day} {start:%b}"
        sheet = book.sheet(name)
        _names_head(book, sheet, name, slots)
        looks = _Looks(book)
        for row, delegate in enumerate(people, _HEADING_ROW + 1):
            _names_row(looks, sheet, row, delegate.id, slots, there[delegate.id])
        last = _HEADING_ROW + len(people)
        sheet.autofilter(_HEADING_ROW, 0, last, 2 + len(slots))
        sheet.freeze_panes(_HEADING_ROW + 1, 2)
        sheet.repeat_rows(_HEADING_ROW)
        sheet.fit_to_pages(1, 0)


def _names_head(book: Book, sheet: Worksheet, name: str, slots: Sequence[Slot]) -> None:
    sheet.set_row(0, 21)
    sheet.write_string(0, 0, name, book.format(bold=True, font_size=14))
    note = (
        "Table in each slot. Hatched: not there. ☐: tick when the agenda is handed out."
    )
    sheet.write_string(1, 0, note, book.format(font_color="#444B57"))
    sheet.set_row(_HEADING_ROW, 18)
    heading = book.format(bold=True, bg_color=SHADES["mid"], bottom=2)
    for place, (text, width) in enumerate(
        (("Name", 24), ("Organization", 26), ("☐", 4))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(_HEADING_ROW, place, text, heading)
    sheet.set_column(3, 2 + len(slots), _TABLE_WIDTH)
    for place, slot in enumerate(slots, 3):
        begins = place > 3 and slots[place - 4].session != slot.session  # noqa: PLR2004
        sheet.write_string(
            _HEADING_ROW,
            place,
            clock(slot.start),
            book.format(
                bold=True, bg_color=SHADES["mid"], bottom=2, **_left(begins=begins)
            ),
        )


def _names_row(
    looks: _Looks,
    sheet: QuickSheet,
    row: int,
    delegate: DelegateId,
    slots: Sequence[Slot],
    there: tuple[bool, ...],
) -> None:
    lookup = looks.book.lookup
    person = lookup.event.delegate_of[delegate]
    # The row's own format spares a cell for each free slot.
    sheet.set_row(row, None, looks.plain)
    cells: list[Cell] = [
        (0, lookup.delegate_name[delegate], looks.name),
        (1, lookup.organization_name[person.organization], looks.plain),
        (2, "☐", looks.plain),
    ]
    meetings = {a.meeting.slot: a.meeting for a in lookup.agendas[delegate]}
    before = slots[0]
    for place, slot in enumerate(slots, 3):
        begins = slot.session != before.session
        before = slot
        meeting = meetings.get(slot.id)
        if meeting is not None:
            is_online = person.is_online or meeting.table is None
            table = "online" if is_online else one_line(str(meeting.table))
            cells.append((place, table, looks.of("busy", begins=begins)))
        elif not there[slot.index]:
            cells.append((place, None, looks.of("absent", begins=begins)))
        elif begins:
            cells.append((place, None, looks.of("free", begins=begins)))
    sheet.write_list_row(row, cells)


class _Looks:
    """Formats of the rows of people, each put together once."""

    _OWN: ClassVar[dict[str, dict[str, Any]]] = {
        "busy": {"align": "center", "bg_color": SHADES["soft"]},
        "absent": {"pattern": 14, "fg_color": "#8A94A3"},
        "free": {},
    }

    def __init__(self, book: Book) -> None:
        self.book = book
        self._line = {"bottom": 1, "bottom_color": LINE}
        self.plain = book.format(**self._line)
        self.name = book.format(bold=True, **self._line)
        self._known: dict[tuple[str, bool], Format] = {}

    def of(self, kind: str, *, begins: bool) -> Format:
        """Return that of a slot; ``begins``: a session begins with it."""
        found = self._known.get((kind, begins))
        if found is None:
            looks = self._line | _left(begins=begins) | self._OWN[kind]
            found = self._known[kind, begins] = self.book.format(**looks)
        return found


def _left(*, begins: bool) -> dict[str, Any]:
    """Return the left border: thick where a session begins."""
    return {"left": 5} if begins else {"left": 1, "left_color": LINE}


def write_desk_by_slot(book: Book) -> None:
    """Write the list of all meetings in order of time, then table."""
    lookup = book.lookup
    note = "All meetings in order of time and table; a page a slot."
    sheet = ListSheet(book, "Desk by slot", note, _BY_SLOT, num_frozen=2)
    before = None
    pages = 0
    for meeting in lookup.meetings:
        begins = meeting.slot != before
        if begins and before is not None and pages < MOST_PAGE_BREAKS:
            sheet.end_page()
            pages += 1
        before = meeting.slot
        first, second = meeting.sides
        sheet.row(
            (
                (meeting.start, meeting.end),
                where(lookup, meeting, is_online=False),
                lookup.side_name(first),
                lookup.names(meeting.delegates[0]),
                lookup.side_name(second),
                lookup.names(meeting.delegates[1]),
                lookup.companion_names(meeting),
            ),
            is_strong=begins,
        )
    sheet.close()
