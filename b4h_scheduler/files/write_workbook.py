"""Write an event as one workbook with the sheets it is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.files.columns_in_use import columns_in_use
from b4h_scheduler.files.settings import NOTHING
from b4h_scheduler.outputs.replace_file import replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from b4h_scheduler.files.tabulate import Entry

_WIDEST = 40


def write_sheets(
    settings: Mapping[str, Any], lists: Mapping[str, Sequence[Entry]], path: Path
) -> None:
    """Write a workbook; text stays text, also when it begins with ``=``."""
    import xlsxwriter  # noqa: PLC0415 - only for workbooks

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with replacing(path) as draft:
        book = xlsxwriter.Workbook(str(draft), options)
        _sheet(
            book,
            "event",
            ["key", "value"],
            [[k, _cell(v)] for k, v in settings.items()],
        )
        for name, entries in lists.items():
            if entries or name in {"participants", "wishes"}:
                columns = columns_in_use(name, entries)
                rows = [[each.get(key) for key in columns] for each in entries]
                _sheet(book, name, columns, rows)
        book.close()


def _cell(value: Any) -> str | int:  # noqa: ANN401 - any setting
    if isinstance(value, list):
        return "; ".join(map(str, value)) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else str(value)


def _sheet(
    book: Workbook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | int | None]],
) -> None:
    """Write one list, its headings frozen."""
    sheet: Worksheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    # Text columns: what people type there later stays as typed, 0049 and 1/2 too.
    text = book.add_format({"num_format": "@"})
    for place, heading in enumerate(headings):
        lengths = [len(str(row[place])) for row in rows if row[place] is not None]
        width = min(max([len(heading), *lengths]) + 2, _WIDEST)
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value:
                # Reading takes off one apostrophe before what looks like a formula.
                is_marked = value.startswith("'") and value.lstrip("'")[:1] in {*"=+-@"}
                written = f"'{value}" if is_marked else value
                sheet.write_string(number, place, written, text)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
