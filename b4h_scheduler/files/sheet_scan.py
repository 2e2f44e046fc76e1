"""What the cells of a sheet say that the reader of values does not: bounds, errors.

The reader allots a cell for every place from A1 to the last one in use, and a copy of
each shared text for every cell; it returns nothing for ``#N/A`` and for formulas whose
result is not stored. So the XML is looked at first.
"""

from __future__ import annotations

import re
from itertools import pairwise

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError
from b4h_scheduler.sentence import Sentence, mark

MAX_COLUMNS = 256
MAX_CELLS = 8_000_000
"""Places from A1 to the last cell: 300,000 rows from A to Z."""
MAX_TEXT = 200_000_000
"""Bytes of all texts, each counted as often as it stands in a cell."""
_LETTERS = 26

# Sheets have 30 million bytes: each pass counts, and those that begin with a letter
# that is rare, or look for plain bytes, are ten times as fast.
_FAR = re.compile(rb"r\s*=\s*[\"'](?:[A-Za-z]{2}|[A-Za-z]?(?:[3-9]\d{5}|\d{7}))")
"""A column beyond Z, or a row beyond 299,999."""
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_ODD_BYTES = (b"<f>", b"<f ", b"<f/", b"<f\n", b":f", b'"e"', b"'e'")
_ODD = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_SHARED = re.compile(rb"<(?:\w+:)?si[\s/>]")
_SHARED_USE = re.compile(
    rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v\b[^>]*>\s*(\d+)\s*<"
)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*[^>/])>")
"""A row that is not empty; its attributes."""
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")

Marks = dict[tuple[int, int], CellError]
"""Faults by row number (from 1) and place of the column (from 0)."""


def check_bounds(sheet: bytes, max_rows: int) -> None:
    """Refuse a sheet with cells far below or to the right of any list.

    Raises
    ------
    CellError
        Too many rows, columns or cells.
    """
    depth = sheet.count(b"<row") + sheet.count(b":row")
    width = 1
    if _FAR.search(sheet):
        for letters, number in _REFERENCE.findall(sheet):
            width = max(width, _column(letters) + 1)
            depth = max(depth, int(number))
    if width > MAX_COLUMNS:
        message = Sentence(
            "there are cells in column {width:,}; at most {most} are read.",
            width=width,
            most=MAX_COLUMNS,
        )
        cure = mark("Delete what is to the right of the list.")
        raise CellError(Code.TOO_MANY_COLUMNS, message, cure)
    if depth > max_rows + 1 or depth * width > MAX_CELLS:
        message = Sentence(
            "the sheet reaches down to row {depth:,}, {width} columns wide.",
            depth=depth,
            width=width,
        )
        cure = Sentence(
            "At most {most:,} rows are read: delete what is below the list.",
            most=max_rows,
        )
        raise CellError(Code.TOO_MANY_ROWS, message, cure)


def check_texts(sheet: bytes, shared: bytes) -> None:
    """Refuse a sheet that repeats a long shared text in very many cells.

    Raises
    ------
    CellError
        Written out, the texts are too large.
    """
    longest = max(map(len, shared.split(b"si>")))
    if longest * sheet.count(b"<") // 2 <= MAX_TEXT:
        return
    starts = [found.start() for found in _SHARED.finditer(shared)]
    lengths = [b - a for a, b in pairwise([*starts, len(shared)])]
    total = 0
    for place in map(int, _SHARED_USE.findall(sheet)):
        total += lengths[place] if place < len(lengths) else 0
    if total > MAX_TEXT:
        message = Sentence(
            "the texts of the sheet take {total:,} bytes when written out.", total=total
        )
        raise CellError(
            Code.FILE_TOO_LARGE, message, mark("Shorten or delete long texts.")
        )


def marks(sheet: bytes) -> Marks:
    """Return the cells that show an error, or whose formula has no stored result."""
    found: Marks = {}
    if not any(odd in sheet for odd in _ODD_BYTES):
        return found
    for attributes, content in _CELL.findall(sheet):
        reference = _REFERENCE.search(attributes)
        if reference is None or not _ODD.search(attributes + content):
            continue
        kind = _TYPE.search(attributes)
        value = _VALUE.search(content)
        place = int(reference[2]), _column(reference[1])
        if kind is not None and kind[1] == b"e":
            shown = value[1].decode("utf-8", "replace") if value else mark("an error")
            message: str = Sentence("the cell shows {shown}.", shown=shown)
            cure = mark("Correct the formula, or type the value.")
            found[place] = CellError(Code.ERROR_VALUE, message, cure)
        elif (
            _FORMULA.search(content)
            and value is None
            and (kind is None or kind[1] != b"str")
        ):
            message = mark("the cell holds a formula without its result.")
            cure = mark(
                "Open and save the file in a spreadsheet program, or type the value."
            )
            found[place] = CellError(Code.FORMULA_WITHOUT_VALUE, message, cure)
    return found


def first_hidden_row(sheet: bytes) -> int | None:
    """Return the number of the first row with cells that is hidden."""
    if b"hidden" not in sheet:
        return None
    for attributes in _ROW.findall(sheet):
        number = _NUMBER.search(attributes)
        if number is not None and _HIDDEN.search(attributes):
            return int(number[1])
    return None


def _column(letters: bytes) -> int:
    """Return the place of a column from its letters, A being 0."""
    place = 0
    for letter in letters.upper():
        place = place * _LETTERS + letter - ord("A") + 1
    return place - 1
