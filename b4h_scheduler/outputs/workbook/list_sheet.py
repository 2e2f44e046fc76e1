"""A sheet that is one table: a title, headings that stay in view, a filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from b4h_scheduler.languages import clock, zone_mark
from b4h_scheduler.outputs.workbook.book import SHADES, Book, cell_text

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from xlsxwriter.format import Format

HEADING_ROW = 2
TOP_LINE = "#6B7686"
_LINE_HEIGHT = 13.2
_CHARACTERS_PER_UNIT = 1.15
"""A column's width counts digits of the default font, which is larger."""
_MOST_LINES = 30
"""A row can be 409 points high."""
MOST_PAGE_BREAKS = 1000
"""A sheet takes 1,023 of them."""


class Kind(Enum):
    """What a column holds, and so how it looks."""

    TEXT = "text"
    WRAPPED = "wrapped"
    NUMBER = "number"
    SHARE = "share"
    SLOT = "slot"


_LOOKS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"align": "left"},
    Kind.WRAPPED: {"align": "left", "text_wrap": True},
    Kind.NUMBER: {"num_format": "#,##0"},
    Kind.SHARE: {"num_format": "0 %"},
    Kind.SLOT: {"align": "left"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes
    ----------
    heading : str
    width : float
        In characters.
    kind : Kind
    """

    heading: str
    width: float
    kind: Kind = Kind.TEXT


Value = str | int | float | tuple[datetime, datetime] | None
"""A pair is from when until when."""


class ListSheet:
    """Writes rows below each other.

    Parameters
    ----------
    book : Book
    name : str
        Of the sheet, at most 31 characters.
    note : str
        What the sheet shows, in a line under its title.
    columns : sequence of Column
    num_frozen : int
        Columns that stay in view.
    """

    def __init__(
        self,
        book: Book,
        name: str,
        note: str,
        columns: Sequence[Column],
        *,
        num_frozen: int = 1,
    ) -> None:
        self._book = book
        self._columns = columns
        self.sheet = book.sheet(name)
        self._row = HEADING_ROW + 1
        self._breaks: list[int] = []
        self._times: dict[Hashable, tuple[float, Format]] = {}
        self._wrapped = [
            (place, _Lines(column.width * _CHARACTERS_PER_UNIT))
            for place, column in enumerate(columns)
            if column.kind is Kind.WRAPPED
        ]
        self._slots = [
            place for place, column in enumerate(columns) if column.kind is Kind.SLOT
        ]
        self._plain = self._row_formats({})
        top = {"top": 1, "top_color": TOP_LINE}
        self._strong = self._row_formats(top)
        first = _LOOKS[columns[0].kind] | top
        self._strong[0] = book.format(**first, bold=True)
        self._head(name, note)
        self.sheet.freeze_panes(HEADING_ROW + 1, num_frozen)
        self.sheet.repeat_rows(HEADING_ROW)

    def _row_formats(self, extra: dict[str, Any]) -> list[Format]:
        return [self._book.format(**(_LOOKS[c.kind] | extra)) for c in self._columns]

    def _head(self, name: str, note: str) -> None:
        title = self._book.format(bold=True, font_size=14)
        self.sheet.set_row(0, 21)
        self.sheet.write_string(0, 0, name, title)
        self.sheet.write_string(1, 0, note, self._book.format(font_color="#444B57"))
        heading = self._book.format(
            bold=True,
            bg_color=SHADES["mid"],
            bottom=2,
            text_wrap=True,
            valign="vcenter",
        )
        self.sheet.set_row(HEADING_ROW, 30)
        for place, column in enumerate(self._columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(HEADING_ROW, place, column.heading, heading)

    def row(self, values: Sequence[Value], *, is_strong: bool = False) -> None:
        """Write a row; ``is_strong`` sets it off from those above it."""
        formats = self._strong if is_strong else self._plain
        if len(values) != len(formats):
            message = f"{len(values)} values for {len(formats)} columns"
            raise ValueError(message)
        sheet, row = self.sheet, self._row
        num_lines = self._num_lines(values)
        if num_lines > 1:
            # Not every program fits the height to wrapped text by itself.
            sheet.set_row(row, _LINE_HEIGHT * num_lines + 2)
        shown, looks = list(values), list(formats)
        for place in self._slots:
            moments = shown[place]
            if isinstance(moments, tuple):
                shown[place], looks[place] = self._time(*moments, is_strong=is_strong)
        sheet.write_values(row, shown, looks, cell_text, fills=is_strong)
        self._row += 1

    def _time(
        self, start: datetime, end: datetime, *, is_strong: bool
    ) -> tuple[float, Format]:
        """Return the start as a number, and a format that shows the end beside it.

        One cell that sorts by time and reads "Thu 26 Nov 09:00-09:20".
        """
        # Not the moments alone: of 02:10 twice in a night one equals the other.
        key = start, start.fold, end, end.fold, is_strong
        found = self._times.get(key)
        if found is None:
            local = self._book.lookup.local
            mark = zone_mark(local(start))
            until = f"{f' {mark}' if mark else ''}–{clock(local(end))}"
            top = {"top": 1, "top_color": TOP_LINE} if is_strong else {}
            shown = f'ddd d mmm hh:mm"{until}"'
            look = self._book.format(num_format=shown, align="left", **top)
            found = self._times[key] = self._book.serial(start), look
        return found

    def _num_lines(self, values: Sequence[Value]) -> int:
        """Return how many lines the row's wrapped text needs, estimated."""
        most = 1
        for place, known in self._wrapped:
            lines = known[values[place]]
            most = max(most, lines)
        return min(most, _MOST_LINES)

    def end_page(self) -> None:
        """Let the next row begin a new page in print."""
        self._breaks.append(self._row)

    def close(self) -> None:
        """Set filter and pages; nothing can be written afterwards."""
        last = max(self._row - 1, HEADING_ROW)
        self.sheet.autofilter(HEADING_ROW, 0, last, len(self._columns) - 1)
        if not self._breaks:
            self.sheet.fit_to_pages(1, 0)
            return
        # Fitting to the width would make spreadsheets ignore the page breaks.
        width = sum(column.width + 1 for column in self._columns)
        self.sheet.set_print_scale(max(40, min(100, round(100 * 132 / width))))
        self.sheet.set_h_pagebreaks([row for row in self._breaks if row < self._row])


class _Lines(dict["Value", int]):
    """How many lines values need in a column: most stand in it again and again."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self._width = width

    def __missing__(self, value: Value) -> int:
        """Estimate it."""
        lines = 1
        if isinstance(value, str):
            parts = value.split("\n")
            lines = sum(1 + int(len(part) / self._width) for part in parts)
            if len(parts) == 1 and len(value) <= self._width:
                lines = 1
        self[value] = lines
        return lines
