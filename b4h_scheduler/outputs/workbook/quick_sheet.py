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
_TEXT = ' t="s"><v>%s</v></c>'
_NUMBER = "><v>%s</v></c>"
_BLANK = "/>"
_IS_TEXT = ' t="s"'


class _Line(NamedTuple):
    """The cells of a row.

    Attributes
    ----------
    ends : tuple of str
        What stands of each behind its place and format.
    """

    places: tuple[int, ...]
    looks: tuple[Format, ...]
    ends: tuple[str, ...]


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """For cells of text, numbers and blanks, each with a format."""

    @cached_property
    def _known(self) -> dict[object, str]:
        """The ends of cells by their values: most stand in very many cells."""
        return {None: _BLANK, "": _BLANK}

    def write_list_row(self, row: int, cells: Sequence[Cell]) -> None:
        """Write cells of one row that has none yet, in their order.

        Texts have to be shorter than a cell can hold.
        """
        if cells:
            places, values, looks = zip(*cells, strict=True)
            ends = tuple(
                _BLANK if value is None else self._end(value) for value in values
            )
            self._keep(row, _Line(places, looks, ends))

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
        places: Sequence[int] = range(len(values))
        if not fills and (None in values or "" in values):
            places = [n for n, each in enumerate(values) if each not in (None, "")]
            values = [values[place] for place in places]
            looks = [looks[place] for place in places]
        known = self._known
        for value in values:
            if value not in known:
                given = text_of(value) if isinstance(value, str) else value
                known[value] = self._end(given)
        if places:
            ends = tuple([known[value] for value in values])
            self._keep(row, _Line(tuple(places), tuple(looks), ends))

    def _end(self, value: object) -> str:
        """Return the end of a cell; texts are counted when rows are written."""
        if isinstance(value, str):
            strings = self.str_table
            number: int = strings._get_shared_string_index(value)  # noqa: SLF001
            strings.count -= 1
            return _TEXT % number
        return _NUMBER % f"{value:.16G}"

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
                form = forms[line[:2]].replace(_ROW, str(number + 1))
                cells = form % line.ends
                if isinstance(self.table[number], _Line):
                    self.str_table.count += cells.count(_IS_TEXT)
                self.fh.write(cells)
            row = until


class _Forms(dict[tuple["Any", ...], str]):
    """Rows as text with gaps, by places and formats: most look alike."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, key: tuple[Any, ...]) -> str:
        """Make one; a format's number, none for the default, is asked for."""
        found = [
            f'<c r="{self._names[place]}{_ROW}" s="{look._get_xf_index()}"%s'  # noqa: SLF001
            for place, look in zip(*key, strict=True)
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
    if not cells:
        return None
    if isinstance(cells, _Line):
        return cells
    places = tuple(sorted(cells))
    found = [cells[place] for place in places]
    return _Line(
        places,
        tuple(cell.format for cell in found),
        tuple(_written(row, cell) for cell in found),
    )


def _written(row: int, cell: Any) -> str:  # noqa: ANN401  # XlsxWriter has no types
    """Return the end of a cell that XlsxWriter keeps."""
    kind = cell.__class__
    if kind is CellStringTuple:
        number: int = cell.string
        return _TEXT % number
    if kind is CellNumberTuple:
        return _NUMBER % f"{cell.number:.16G}"
    if kind is CellBlankTuple:
        return _BLANK
    message = f"no text, number or blank in row {row + 1}: {cell}"
    raise TypeError(message)
