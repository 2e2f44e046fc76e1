"""CSV as spreadsheets in Europe write it: any usual encoding and separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
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
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ACCENT = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xa6]")
"""Accented letters, dashes and quotation marks as UTF-8 has them."""
_SEARCHED = 20
"""Lines in which headings are looked for."""


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252.

    UTF-32 is read too if it has a mark.

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
    wide = next((name for mark_, name in _WIDE if data.startswith(mark_)), None)
    if wide is not None:
        try:
            return data.decode(wide)
        except UnicodeDecodeError as error:
            raise _not_text(
                Sentence(
                    "{form} breaks off at byte {start}",
                    form=wide.upper(),
                    start=error.start,
                )
            ) from None
    # A lone NUL is a control character; many are UTF-16 without a mark, or no text.
    if data.count(b"\0") * 10 > len(data):
        raise _not_text(Sentence("it is full of NUL bytes"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_mixture(data, error.start)
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def _refuse_mixture(data: bytes, start: int) -> None:
    """Refuse a file of which one part is UTF-8 and another is not.

    Read as Windows-1252, all of its names would be garbled.
    """
    if _ACCENT.search(data) is None:
        return
    message = Sentence(
        "a letter in line {line} is in another encoding than the rest, which is UTF-8.",
        line=data.count(b"\n", 0, start) + 1,
    )
    cure = mark("Correct that line in a spreadsheet program, and save as CSV UTF-8.")
    raise CellError(Code.UNREADABLE_TEXT, message, cure)


def _not_text(why: str) -> CellError:
    message = Sentence("the file cannot be read as text: {why}.", why=why)
    return CellError(Code.UNREADABLE_TEXT, message, mark("Save it again as CSV UTF-8."))


def separator(text: str, form: ListForm) -> str:
    """Return the separator that makes the most known headings of the first line.

    Where it has none, a title may stand above them: the first line that has some
    counts.
    """
    filled = (row for row in text.splitlines() if row.strip())
    lines = list(islice(filled, _SEARCHED)) or [""]

    def known(heading: str, mark: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=mark), [])
        return sum(heading_key(c) in form.by_heading for c in cells), len(cells)

    for heading in lines:
        best = max(_SEPARATORS, key=lambda mark: known(heading, mark))
        if known(heading, best)[0]:
            return best
    return max(_SEPARATORS, key=lambda mark: known(lines[0], mark))


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
