"""A sheet whose cells are written into the file at once, a row at a time.

XlsxWriter checks each cell that it is given, makes a list of attributes for it,
escapes each of them and writes the cell by itself; a plan of a large event has 220,000
cells, of three kinds. This class writes the same bytes, which a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from xlsxwriter.format import Format

    Cell = tuple[int, str | float | None, Format]
    """Place, value, format; None: blank."""
    Cells = list[tuple[int, Any]]

_NUM_ALIKE = 16
"""So many rows share the attribute that says from where to where they have cells."""
_made = tuple.__new__
"""Makes a named tuple without the check of its fields."""


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """For cells of text, numbers and blanks, each with a format."""

    def write_list_row(self, row: int, cells: Sequence[Cell]) -> None:
        """Write cells of one row that has none yet.

        Texts have to be shorter than a cell can hold.
        """
        index_of = self.str_table._get_shared_string_index  # noqa: SLF001
        made: dict[int, tuple[Any, ...]] = {}
        # One test for nearly all of them, which are text: there are very many.
        for place, value, look in cells:
            if value.__class__ is str:
                made[place] = _made(CellStringTuple, (index_of(value), look))
            elif value is None:
                made[place] = _made(CellBlankTuple, (look,))
            elif isinstance(value, str):
                made[place] = _made(CellStringTuple, (index_of(value), look))
            else:
                made[place] = _made(CellNumberTuple, (value, look))
        if cells:
            self.table[row] = made
            self._check_dimensions(row, cells[0][0])
            self._check_dimensions(row, cells[-1][0])

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
            Makes text as a cell can hold it.
        fills
            Empty values are cells without content, too.
        """
        index_of = self.str_table._get_shared_string_index  # noqa: SLF001
        made: dict[int, tuple[Any, ...]] = {}
        for place, look in enumerate(looks):
            value = values[place]
            if value is None or value == "":
                if fills:
                    made[place] = _made(CellBlankTuple, (look,))
            elif isinstance(value, str):
                made[place] = _made(CellStringTuple, (index_of(text_of(value)), look))
            else:
                made[place] = _made(CellNumberTuple, (value, look))
        if made:
            self.table[row] = made
            self._check_dimensions(row, min(made))
            self._check_dimensions(row, max(made))

    def _write_rows(self) -> None:
        """Write all rows; XlsxWriter asks for it when the workbook is closed."""
        styles = _Styles()
        names = [xl_col_to_name(place) for place in range(self.dim_colmax + 1)]
        for row, cells, span in self._rows():
            info = self.row_info.get(row)
            if cells:
                self._write_row(row, span, info)
                self.fh.write(_as_xml(row, cells, names, styles))
                self._xml_end_tag("row")
            elif info:
                self._write_empty_row(row, span, info)

    def _rows(self) -> Iterator[tuple[int, Cells, str | None]]:
        """Yield each row with its cells in order, and with what rows nearby span."""
        end = self.dim_rowmax + 1
        row = self.dim_rowmin
        while row < end:
            until = min(end, row - row % _NUM_ALIKE + _NUM_ALIKE)
            found = (self.table.get(each, {}) for each in range(row, until))
            rows = [sorted(cells.items()) for cells in found]
            filled = [cells for cells in rows if cells]
            span = None
            if filled:
                first = min(cells[0][0] for cells in filled)
                last = max(cells[-1][0] for cells in filled)
                span = f"{first + 1}:{last + 1}"
            for number, cells in enumerate(rows, row):
                yield number, cells, span
            row = until


class _Styles(dict["Format", str]):
    """The attribute that names a format, written once for each."""

    def __missing__(self, look: Format) -> str:
        """Ask for its number; none stands for the default."""
        style = self[look] = f' s="{look._get_xf_index()}"'  # noqa: SLF001
        return style


def _as_xml(row: int, cells: Cells, names: list[str], styles: _Styles) -> str:
    """Return the cells of a row as elements."""
    number = str(row + 1)
    found = []
    for place, cell in cells:
        kind = cell.__class__
        if kind is CellStringTuple:
            text, look = cell
            found.append(
                f'<c r="{names[place]}{number}"{styles[look]} t="s"><v>{text}</v></c>'
            )
        elif kind is CellNumberTuple:
            value, look = cell
            found.append(
                f'<c r="{names[place]}{number}"{styles[look]}><v>{value:.16G}</v></c>'
            )
        elif kind is CellBlankTuple:
            found.append(f'<c r="{names[place]}{number}"{styles[cell[0]]}/>')
        else:
            message = f"no text, number or blank in row {number}: {cell}"
            raise TypeError(message)
    return "".join(found)
