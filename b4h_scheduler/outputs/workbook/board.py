"""The board: tables down, slots across."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.places import HomePlace
from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.plain_text import one_line, shortened
from b4h_scheduler.outputs.workbook.book import LINE, SHADES, Book

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from b4h_scheduler.domain.ids import SlotId, TableId
    from b4h_scheduler.domain.places import Table
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.outputs.workbook.quick_sheet import Cell, QuickSheet
    from b4h_scheduler.plans import Meeting

_NAME_WIDTH = 25
_LABEL_WIDTH = 17
_SLOT_WIDTH = 20
_A3 = 8
GONE = "Not there any more"
_A3_CHARACTERS = 190
"""Width of a page in characters of the columns' unit."""
_FIRST_SLOT_ROW = 5
_LEGEND = (
    "Bold: priority 1. Italic: priority 3. Shaded: wished for by both sides. "
    "[P] promised, [F] fixed, [V] video call. Hatched: closed. "
    "Thick line: a pause between sessions."
)


class _Row:
    """One line of the board: a table, or one of the places of a stand."""

    def __init__(self, label: str, place: Table | HomePlace | None) -> None:
        self.label = label
        self.place = place
        self.meetings: dict[SlotId, Meeting] = {}


def write_board(book: Book) -> None:
    """Write the sheet."""
    sheet = book.sheet("Board")
    slots = book.lookup.event.slots
    _head(book, sheet, slots)
    row = _FIRST_SLOT_ROW
    looks = _Looks(book)
    for zone, lines in _zones(book):
        sheet.set_row(row, 15)
        band = book.format(bold=True, bg_color=SHADES["mid"], top=1, bottom=1)
        sheet.write_string(row, 0, zone, band)
        for place in range(1, len(slots) + 1):
            sheet.write_blank(row, place, None, band)
        row += 1
        for line in lines:
            _line(book, sheet, row, line, looks)
            row += 1
    sheet.freeze_panes(_FIRST_SLOT_ROW, 1)
    sheet.repeat_rows(_FIRST_SLOT_ROW - 2, _FIRST_SLOT_ROW - 1)
    sheet.repeat_columns(0)
    _pages(sheet, slots)


def _head(book: Book, sheet: Worksheet, slots: tuple[Slot, ...]) -> None:
    event = book.lookup.event
    sheet.set_row(0, 21)
    sheet.write_string(0, 0, "Board", book.format(bold=True, font_size=14))
    sheet.write_string(1, 0, _LEGEND, book.format(font_color="#444B57"))
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, len(slots), _SLOT_WIDTH)
    names = {session.id: one_line(session.name) for session in event.sessions}
    look = {"bold": True, "bg_color": SHADES["dark"], "font_color": "#FFFFFF"}
    above, below = _FIRST_SLOT_ROW - 2, _FIRST_SLOT_ROW - 1
    sheet.write_string(above, 0, "", book.format(**look))
    sheet.write_string(below, 0, "Table", book.format(**look))
    sheet.set_row(above, 15)
    for place, slot in enumerate(slots, 1):
        begins = place == 1 or slots[place - 2].session != slot.session
        border = {"left": 5, "left_color": "#FFFFFF"} if begins else {}
        title = (
            f"{slot.start:%a} {slot.start.day} {slot.start:%b} · {names[slot.session]}"
        )
        sheet.write_string(
            above, place, title if begins else "", book.format(**look, **border)
        )
        sheet.write_string(
            below,
            place,
            f"{clock(slot.start)}–{clock(slot.end)}",
            book.format(**look, **border),
        )


def _zones(book: Book) -> list[tuple[str, list[_Row]]]:
    """Return the lines of each zone in the event's order; online meetings last."""
    lookup = book.lookup
    rows: dict[TableId, list[_Row]] = {}
    for place in lookup.event.place_of.values():
        label = lookup.place_name[place.id]
        if isinstance(place, HomePlace):
            owners = ", ".join(lookup.organization_name[o] for o in place.organizations)
            owners = shortened(owners, _LABEL_WIDTH + 3)
            numbers = [""]
            if place.capacity > 1:
                numbers = [f" ({n})" for n in range(1, place.capacity + 1)]
            rows[place.id] = [_Row(f"{label}{n}\n{owners}", place) for n in numbers]
        else:
            rows[place.id] = [_Row(label, place)]
    online: list[_Row] = []
    for meeting in lookup.meetings:
        table = meeting.table
        lines = online
        if table is not None:
            lines = rows.setdefault(table, [_Row(lookup.place_name[table], None)])
        free = [line for line in lines if meeting.slot not in line.meetings]
        if not free:
            name = "Online" if table is None else lookup.place_name[table]
            free = [_Row(f"{name} {len(lines) + 1}", None)]
            lines.append(free[0])
        free[0].meetings[meeting.slot] = meeting
    zones: dict[str, list[_Row]] = {one_line(z.name): [] for z in lookup.event.zones}
    for known, lines in rows.items():
        zones.setdefault(lookup.zone_name(known) or GONE, []).extend(lines)
    zones["Online"] = [*zones.get("Online", ()), *online]
    return [(name, lines) for name, lines in zones.items() if lines]


def _line(book: Book, sheet: QuickSheet, row: int, line: _Row, looks: _Looks) -> None:
    sheet.set_row(row, 25)
    label = book.format(
        bold=True, text_wrap=True, font_size=8, bottom=1, bottom_color=LINE
    )
    cells: list[Cell] = [(0, line.label, label)]
    before = None
    for column, slot in enumerate(book.lookup.event.slots, 1):
        begins = before is not None and before.session != slot.session
        before = slot
        meeting = line.meetings.get(slot.id)
        if meeting is not None:
            cells.append((column, _text(book, meeting), looks.held(meeting, begins)))
        elif line.place and any(slot.time.overlaps(c) for c in line.place.closed):
            cells.append((column, None, looks.closed(begins)))
        else:
            cells.append((column, None, looks.free(begins)))
    sheet.write_list_row(row, cells)


class _Looks:
    """Formats of cells, each put together once: there are thousands of cells."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[object, ...], Format] = {}

    def held(self, meeting: Meeting, begins: bool) -> Format:  # noqa: FBT001
        """Of a meeting; ``begins``: a session begins with its slot."""
        key = begins, meeting.priority, meeting.is_mutual, meeting.is_promised
        return self._found(key, lambda: {"text_wrap": True} | _look(meeting), begins)

    def closed(self, begins: bool) -> Format:  # noqa: FBT001
        """Where the table cannot be used."""
        looks = {"pattern": 14, "fg_color": "#8A94A3"}
        return self._found((begins, "closed"), lambda: looks, begins)

    def free(self, begins: bool) -> Format:  # noqa: FBT001
        """Where nobody meets."""
        return self._found((begins,), dict, begins)

    def _found(
        self,
        key: tuple[object, ...],
        own: Callable[[], dict[str, Any]],
        begins: bool,  # noqa: FBT001
    ) -> Format:
        found = self._known.get(key)
        if found is None:
            border: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "font_size": 8}
            border |= {"left": 5} if begins else {"left": 1, "left_color": LINE}
            found = self._known[key] = self._book.format(**(border | own()))
        return found


def _look(meeting: Meeting) -> dict[str, Any]:
    look: dict[str, Any] = {}
    if meeting.priority == 1:
        look["bold"] = True
    if meeting.priority == 3:  # noqa: PLR2004 - the weakest
        look["italic"] = True
    if meeting.is_mutual:
        look["bg_color"] = SHADES["soft"]
    if meeting.is_promised:
        look |= {"left": 2, "right": 2, "top": 2, "bottom": 2}
    return look


def _text(book: Book, meeting: Meeting) -> str:
    lookup = book.lookup
    has_video = meeting.table is not None and lookup.has_video(meeting)
    marks = "P" * meeting.is_promised + "F" * meeting.is_pinned + "V" * has_video
    first, second = (lookup.side_name(side) for side in meeting.sides)
    if marks:
        first = f"[{marks}] {first}"
    return f"{shortened(first, _NAME_WIDTH)}\n{shortened(second, _NAME_WIDTH)}"


def _pages(sheet: Worksheet, slots: tuple[Slot, ...]) -> None:
    """Print on A3, a session after the other."""
    sheet.set_paper(_A3)
    sizes = [len(list(group)) for _, group in groupby(slots, lambda s: s.session)]
    ends = [1 + sum(sizes[: n + 1]) for n in range(len(sizes) - 1)]
    sheet.set_v_pagebreaks(ends)
    widest = _LABEL_WIDTH + _SLOT_WIDTH * max(sizes)
    sheet.set_print_scale(max(25, min(100, round(100 * _A3_CHARACTERS / widest))))
