"""A sheet whose cells are written into the file at once, a row at a time.

XlsxWriter checks each cell that it is given, makes a list of attributes for it,
escapes each of them and writes the cell by itself; a plan of a large event has 220,000
cells, of three kinds, in rows that mostly look alike. This class writes the same bytes,
which a test compares.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from xlsxwriter.format import Format

    Cell = tuple[int, str | float | None, Format]
    """Place, value, format; None: blank."""

_NUM_ALIKE = 16
"""So many rows share the attribute that says from where to where they have cells."""
_ROW = "#"
"""Stands in a form for the number of the row."""
_TEXT, _NUMBER, _BLANK = "t", "n", "b"
_ENDS = {
    _TEXT: ' t="s"><v>%s</v></c>',
    _NUMBER: "><v>%s</v></c>",
    _BLANK: "/>",
}


class _Line(NamedTuple):
    """The cells of a row.

    Attributes
    ----------
    kinds : str
        A letter for each.
    given : tuple
        Of all but blanks: numbers of texts, and numbers as text.
    """

    places: tuple[int, ...]
    looks: tuple[Format, ...]
    kinds: str
    given: tuple[int | str, ...]


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """For cells of text, numbers and blanks, each with a format."""

    @cached_property
    def _text_numbers(self) -> dict[str, int]:
        """Numbers of texts by what they were made from."""
        return {}

    def write_list_row(self, row: int, cells: Sequence[Cell]) -> None:
        """Write cells of one row that has none yet, in their order.

        Texts have to be shorter than a cell can hold.
        """
        index_of = self.str_table._get_shared_string_index  # noqa: SLF001
        kinds: list[str] = []
        given: list[int | str] = []
        for _, value, _ in cells:
            if value is None:
                kinds.append(_BLANK)
            elif isinstance(value, str):
                kinds.append(_TEXT)
                given.append(index_of(value))
            else:
                kinds.append(_NUMBER)
                given.append(f"{value:.16G}")
        if cells:
            places, _, looks = zip(*cells, strict=True)
            self._keep(row, _Line(places, looks, "".join(kinds), tuple(given)))

    def write_values(
        self,
        row: int,
        values: Sequence[object],
        looks: Sequence[Format],
        text_of: Callable[[str], str],
        *,
        fills: bool,
    ) -> None:
        """Write one value after the other into a row that has no cells yet.

        Parameters
        ----------
        text_of
            Makes text as a cell can hold it: always the same one.
        fills
            Empty values are cells without content, too.
        """
        known, strings = self._text_numbers, self.str_table
        kinds: list[str] = []
        given: list[int | str] = []
        skipped: list[int] = []
        for place, value in enumerate(values):
            if value is None or value == "":
                if fills:
                    kinds.append(_BLANK)
                else:
                    skipped.append(place)
            elif isinstance(value, str):
                number = known.get(value)
                if number is None:
                    text = text_of(value)
                    number = strings._get_shared_string_index(text)  # noqa: SLF001
                    known[value] = number
                else:
                    strings.count += 1
                kinds.append(_TEXT)
                given.append(number)
            else:
                kinds.append(_NUMBER)
                given.append(f"{value:.16G}")
        places: Sequence[int] = range(len(values))
        if skipped:
            places = [place for place in places if place not in skipped]
            looks = [looks[place] for place in places]
        if kinds:
            cells = tuple(places), tuple(looks), "".join(kinds), tuple(given)
            self._keep(row, _Line(*cells))

    def _keep(self, row: int, line: _Line) -> None:
        self.table[row] = line
        self._check_dimensions(row, line.places[0])
        self._check_dimensions(row, line.places[-1])

    def _write_rows(self) -> None:
        """Write all rows; XlsxWriter asks for it when the workbook is closed."""
        names = [xl_col_to_name(place) for place in range(self.dim_colmax + 1)]
        forms = _Forms(names)
        # Nothing but its number and span is said of a row of the usual height.
        is_usual = self.default_row_height == self.original_row_height
        end = self.dim_rowmax + 1
        row = self.dim_rowmin
        while row < end:
            until = min(end, row - row % _NUM_ALIKE + _NUM_ALIKE)
            lines = [_line(row, self.table.get(row)) for row in range(row, until)]
            span = _span(lines)
            for number, line in enumerate(lines, row):
                info = self.row_info.get(number)
                if line is None:
                    if info:
                        self._write_empty_row(number, span, info)
                    continue
                if info is None and is_usual:
                    self.fh.write(f'<row r="{number + 1}" spans="{span}">')
                else:
                    self._write_row(number, span, info)
                form = forms[line[:3]].replace(_ROW, str(number + 1))
                self.fh.write(form % line.given)
            row = until


class _Forms(dict[tuple["Any", ...], str]):
    """Rows as text with gaps, by places, formats and kinds: most look alike."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, key: tuple[Any, ...]) -> str:
        """Make one; a format's number, none for the default, is asked for."""
        found = [
            f'<c r="{self._names[place]}{_ROW}" s="{look._get_xf_index()}"{_ENDS[kind]}'  # noqa: SLF001
            for place, look, kind in zip(*key, strict=True)
        ]
        form = self[key] = "".join((*found, "</row>"))
        return form


def _span(lines: list[_Line | None]) -> str | None:
    """Return from where to where rows nearby have cells."""
    filled = [line.places for line in lines if line is not None]
    if not filled:
        return None
    first = min(places[0] for places in filled)
    last = max(places[-1] for places in filled)
    return f"{first + 1}:{last + 1}"


def _line(row: int, cells: _Line | dict[int, Any] | None) -> _Line | None:
    """Return a row as lines are, also one that was written cell by cell."""
    if not cells or isinstance(cells, _Line):
        return cells or None
    kinds: list[str] = []
    looks: list[Format] = []
    given: list[int | str] = []
    for _, cell in sorted(cells.items()):
        kind = cell.__class__
        if kind is CellStringTuple:
            kinds.append(_TEXT)
            given.append(cell.string)
        elif kind is CellNumberTuple:
            kinds.append(_NUMBER)
            given.append(f"{cell.number:.16G}")
        elif kind is CellBlankTuple:
            kinds.append(_BLANK)
        else:
            message = f"no text, number or blank in row {row + 1}: {cell}"
            raise TypeError(message)
        looks.append(cell.format)
    places = tuple(sorted(cells))
    return _Line(places, tuple(looks), "".join(kinds), tuple(given))
