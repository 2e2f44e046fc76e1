from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from b4h_scheduler.outputs.workbook.quick_sheet import QuickSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Row = tuple[int, list[tuple[int, str | float | None, "Format"]]]


def _book(
    sheet_class: type[Worksheet] | None,
    write: Callable[[Worksheet, list[Format]], None],
) -> dict[str, bytes]:
    """Return the files within a workbook of two sheets."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
    looks = [
        book.add_format({"bold": each % 2, "font_size": 8 + each}) for each in range(5)
    ]
    for name in ("One", "Two"):
        write(book.add_worksheet(name, sheet_class), looks)
    book.close()
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _rows(looks: list[Format]) -> list[Row]:
    """Return rows with gaps, blanks, numbers and hostile texts, over many blocks."""
    values = ("=1+1", "<b>&amp;", " space ", 0.1, 12345678901234567, None, "Łódź", -1.5)
    return [
        (
            row,
            [
                (place, values[(row + place) % len(values)], looks[(row * place) % 5])
                for place in range(row % 4, 7 + row % 25)
            ],
        )
        for row in range(3, 90)
        if row % 19
    ]


def _cell_by_cell(sheet: Worksheet, looks: list[Format]) -> None:
    _frame(sheet, looks)
    for row, cells in _rows(looks):
        for place, value, look in cells:
            if value is None:
                sheet.write_blank(row, place, None, look)
            elif isinstance(value, str):
                sheet.write_string(row, place, value, look)
            else:
                sheet.write_number(row, place, value, look)


def _row_by_row(sheet: Worksheet, looks: list[Format]) -> None:
    assert isinstance(sheet, QuickSheet)
    _frame(sheet, looks)
    for row, cells in _rows(looks):
        sheet.write_list_row(row, cells)


def _frame(sheet: Worksheet, looks: list[Format]) -> None:
    """Set heights and formats of rows, also of one that stays empty, and a title."""
    sheet.set_row(5, 30)
    sheet.set_row(19, 40)
    sheet.set_row(20, None, looks[2])
    sheet.set_row(95, 12)
    sheet.write_string(0, 0, "Title", looks[1])


@pytest.mark.parametrize("write", [_cell_by_cell, _row_by_row])
def test_files_are_those_that_xlsxwriter_writes(
    write: Callable[[Worksheet, list[Format]], None],
) -> None:
    """To the byte: sheets, shared texts, formats."""
    expected = _book(None, _cell_by_cell)
    found = _book(QuickSheet, write)
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def test_values_are_cells_side_by_side() -> None:
    """Text is made fit for a cell; empty values are cells only where they fill."""

    def cells(sheet: Worksheet, looks: list[Format]) -> None:
        assert isinstance(sheet, QuickSheet)
        one, two, three = looks[:3]
        sheet.write_list_row(3, [(0, "a", one), (1, None, two), (2, 1.5, three)])
        sheet.write_list_row(4, [(0, "b", one), (2, 0, three)])

    def values(sheet: Worksheet, looks: list[Format]) -> None:
        assert isinstance(sheet, QuickSheet)
        sheet.write_values(3, ("A", "", 1.5), looks[:3], str.lower, fills=True)
        sheet.write_values(4, ("B", None, 0), looks[:3], str.lower, fills=False)
        sheet.write_values(5, ("", None, ""), looks[:3], str.lower, fills=False)

    assert _book(QuickSheet, values) == _book(QuickSheet, cells)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_cell_of_another_kind_is_refused() -> None:
    """A formula would be left out without a word."""
    with pytest.raises(TypeError, match="no text, number or blank in row 3: "):
        _book(
            QuickSheet, lambda sheet, looks: sheet.write_formula(2, 0, "=1", looks[0])
        )
