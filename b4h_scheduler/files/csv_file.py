"""CSV as spreadsheets in Europe write it: any usual encoding and separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.vocabulary import heading_key
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.cell_types import Cell
    from b4h_scheduler.files.columns import ListForm

_SEPARATORS = ";,\t|"
_FOREIGN = {
    b"PK\x03\x04": mark("a workbook or archive"),
    b"\xd0\xcf\x11\xe0": mark("an old Excel workbook"),
    b"%PDF": mark("a PDF"),
    b"\x89PNG": mark("a picture"),
    b"\xff\xd8\xff": mark("a picture"),
}


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises
    ------
    CellError
        The bytes are no text.
    """
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            message = Sentence("this is {what}, not text.", what=what)
            raise CellError(
                Code.UNREADABLE_TEXT, message, mark("Save the list as CSV or .xlsx.")
            )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _not_text(
                Sentence("UTF-16 breaks off at byte {start}", start=error.start)
            ) from None
    # A lone NUL is a control character; many are UTF-16 without a mark, or no text.
    if data.count(b"\0") * 10 > len(data):
        raise _not_text(mark("it is full of NUL bytes"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _not_text(why: str) -> CellError:
    message = Sentence("the file cannot be read as text: {why}.", why=why)
    return CellError(Code.UNREADABLE_TEXT, message, mark("Save it again as CSV UTF-8."))


def separator(text: str, form: ListForm) -> str:
    """Return the separator that makes the most known headings of the first line."""
    heading = next((row for row in text.splitlines() if row.strip()), "")

    def known(mark: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=mark), [])
        return sum(heading_key(c) in form.by_heading for c in cells), len(cells)

    return max(_SEPARATORS, key=known)


def read_csv(data: bytes, form: ListForm, max_rows: int) -> list[list[Cell]]:
    """Return all cells as text, one list per record, headings first.

    Raises
    ------
    CellError
        No text, a quotation mark that never closes, or too many rows.
    """
    text = decode(data)
    given = ""
    head, _, rest = text.partition("\n")
    hint = re.fullmatch(r"\ufeff?sep=(.)\s*", head, re.IGNORECASE)
    if hint:  # Excel's own
        given, text = hint[1], "\n" + rest
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=given or separator(text, form)
    )
    table: list[list[Cell]] = []
    try:
        for cells in reader:
            table.append(cells)  # type: ignore[arg-type]
            if len(table) > max_rows + 1:
                message = Sentence("more than {most:,} rows.", most=max_rows)
                raise CellError(
                    Code.TOO_MANY_ROWS, message, mark("Delete what is below the list.")
                )
    except csv.Error:
        line = reader.line_num
        message = Sentence(
            "the text in quotation marks around line {line} does not end.", line=line
        )
        raise CellError(
            Code.QUOTE_NOT_CLOSED, message, mark("Close or double the quotation mark.")
        ) from None
    _check_last(table, text)
    return table


def _check_last(table: list[list[Cell]], text: str) -> None:
    """Refuse a last cell that swallowed the end of the file."""
    if not table or not table[-1]:
        return
    last = table[-1][-1]
    is_open = isinstance(last, str) and "\n" in last and not text.rstrip().endswith('"')
    if is_open:
        message = Sentence(
            "the text in quotation marks in row {number} does not end.",
            number=len(table),
        )
        raise CellError(
            Code.QUOTE_NOT_CLOSED, message, mark("Close or double the quotation mark.")
        )
