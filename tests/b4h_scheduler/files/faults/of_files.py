"""Faults of whole files, workbooks and text encodings."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.faults.case import (
    GOOD_BOOK,
    SHEETS,
    Case,
    part_changed,
    settings_changed,
    wish_added,
)
from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TOML,
    WISHES,
    as_rows,
    changed_part,
    sheet_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


_NAME, _DATE = '"Matchmaking day"', "date = 2026-11-26"
_TOML_CASES = (
    ("a setting twice", _NAME, f'{_NAME}\nname = "x"', "keep one of the two"),
    ("a path of Windows", _NAME, '"C:\\Users"', "two backslashes for one"),
    ("curved quotation marks", _NAME, "\u201cDay\u201d", "straight quotation marks"),
    ("a date with dots", _DATE, "date = 26.11.2026", "2026-11-26"),
    ("a day that does not exist", _DATE, "date = 2026-02-30", "a day that exists"),
)
"""What it is called, what it is made of, and its cure."""


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


@cache
def zeros_in_zip() -> bytes:
    """Return a workbook of 200 kB whose sheet unpacks to 200 MB of zeros."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(bytes(1_000_000))
    return content.getvalue()


@cache
def lying_zip() -> bytes:
    """Return a workbook whose sheet unpacks to 200 MB but says it has 1,000 bytes."""
    data = bytearray(zeros_in_zip())
    size = struct.pack("<L", 200_000_000)
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = struct.pack("<L", 1_000)
        place = data.find(size)
    return bytes(data)


def _ole(*, is_encrypted: bool) -> bytes:
    stream = "EncryptedPackage" if is_encrypted else "Workbook"
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")


def _texts_without_end() -> bytes:
    """Return a workbook that shows one text of 30,000 letters in 10,000 cells."""
    rows = [["organization", "name"], *[["x" * 30_000, "x" * 30_000]] * 5_000]
    return sheet_bytes(participants=rows)


def _marked_encrypted(book: bytes) -> bytes:
    """Return a workbook whose directory says that its parts are encrypted."""
    data = bytearray(book)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def _toml_cases() -> Iterator[Case]:
    """Yield ways to break the rules of TOML; each has its own cure."""
    for name, old, new, cure in _TOML_CASES:
        yield Case(
            Code.INVALID_TOML,
            name,
            settings_changed(old, new),
            (
                "event.toml",
                TOML[: TOML.index(old)].count("\n") + new.count("\n") + 1,
                "",
            ),
            cure,
        )


def _hidden_cases() -> Iterator[Case]:
    """Yield what nobody sees and is read all the same."""
    book = "participants.xlsx"
    yield Case(
        Code.HIDDEN_SHEET,
        "the list is hidden",
        part_changed(b'name="participants"', b'name="participants" state="veryHidden"',
                     "xl/workbook.xml"),
        (book, None, ""),
        "'participants' is hidden",
    )  # fmt: skip
    yield Case(
        Code.HIDDEN_ROWS,
        "a filter hides a row",
        part_changed(b'<row r="3"', b'<row r="3" hidden="1"'),
        (book, 3, ""),
    )


def file_cases() -> Iterator[Case]:
    """Yield faults of whole files."""
    book = "participants.xlsx"
    without = {"participants.csv": None}
    yield Case(Code.NO_SUCH_EVENT, "a folder that is not there", says="no folder or")
    yield Case(
        Code.MISSING_FILE,
        "no event.toml",
        {"event.toml": None},
        ("event.toml", None, ""),
    )
    yield Case(
        Code.MISSING_FILE, "no wishes", {"wishes.csv": None}, ("wishes.csv", None, "")
    )
    yield Case(
        Code.GIVEN_TWICE,
        "wishes as CSV and workbook",
        {"wishes.xlsx": sheet_bytes(wishes=as_rows(WISHES))},
        ("wishes.xlsx", None, ""),
        "wishes.csv",
    )
    yield Case(
        Code.GIVEN_TWICE,
        "a setting twice in a sheet",
        workbook=sheet_bytes(**{**SHEETS, "event": [*SHEETS["event"], ["name", "x"]]}),
        place=("event.xlsx:event", 3, "name"),
    )
    yield Case(
        Code.UNKNOWN_FILE,
        "particpants 2.csv",
        {"particpants.csv": "a;b\n"},
        ("particpants.csv", None, ""),
        "'participants'",
    )
    yield Case(
        Code.UNREADABLE_FILE,
        "a file that may not be read",
        {"tables.csv": "UNREADABLE"},
        ("tables.csv", None, ""),
    )
    yield Case(
        Code.EMPTY_FILE,
        "0 bytes",
        {"wishes.csv": b""},
        ("wishes.csv", None, ""),
        "from, to",
    )
    yield Case(
        Code.EMPTY_FILE,
        "a workbook of 0 bytes",
        {**without, book: b""},
        (book, None, ""),
    )
    yield Case(
        Code.EMPTY_FILE,
        "a sheet without cells",
        {**without, book: sheet_bytes(participants=[])},
        (book, None, ""),
    )
    yield Case(
        Code.EMPTY_FILE,
        "an empty event.toml",
        {"event.toml": " \n"},
        ("event.toml", None, ""),
    )
    yield Case(
        Code.NO_ROWS,
        "headings only",
        {"wishes.csv": "from;to\n"},
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.NOBODY,
        "participants without a row",
        {"participants.csv": PARTICIPANTS.splitlines()[0] + "\n"},
        ("participants.csv", None, ""),
        "a row for each delegate",
    )
    yield Case(
        Code.FILE_TOO_LARGE,
        "200 MB of zeros in a zip",
        {**without, book: zeros_in_zip()},
        (book, None, ""),
        "200,000,",
    )
    yield Case(
        Code.FILE_TOO_LARGE,
        "101 MB of text",
        {"wishes.csv": WISHES + " " * 101_000_000},
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.FILE_TOO_LARGE,
        "one long text in 10,000 cells",
        {**without, book: _texts_without_end()},
        (book, None, ""),
        "written out",
    )
    yield Case(
        Code.TOO_MANY_ROWS,
        "300,001 lines",
        {"wishes.csv": "from;to\n" + "a;b\n" * 300_001},
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.TOO_MANY_ROWS,
        "a cell in the last row of a sheet",
        part_changed(b'<row r="3"', b'<row r="1048576"'),
        (book, None, ""),
        "1,048,576",
    )
    yield Case(
        Code.TOO_MANY_ROWS,
        "a cell that leaves its row",
        part_changed(b'r="A3"', b'r="A1048576"'),
        (book, None, ""),
        "1,048,576",
    )
    yield Case(
        Code.TOO_MANY_COLUMNS,
        "a cell in the last column",
        part_changed(b'r="C3"', b'r="XFD3"'),
        (book, None, ""),
        "16,384",
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "half of a workbook",
        {**without, book: GOOD_BOOK[: len(GOOD_BOOK) // 2]},
        (book, None, ""),
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "sizes that lie",
        {**without, book: lying_zip()},
        (book, None, ""),
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "half of a sheet",
        part_changed(b"</sheetData>", b"<row><c>"),
        (book, None, ""),
    )
    yield Case(
        Code.ENCRYPTED_WORKBOOK,
        "with a password",
        {**without, book: _ole(is_encrypted=True)},
        (book, None, ""),
        "password",
    )
    yield Case(
        Code.LEGACY_WORKBOOK,
        "an .xls file",
        {**without, "participants.xls": _ole(is_encrypted=False)},
        ("participants.xls", None, ""),
        ".xlsx",
    )
    yield Case(
        Code.LEGACY_WORKBOOK,
        "an OpenDocument file",
        {**without, "participants.ods": _zip({"mimetype": b"x"})},
        ("participants.ods", None, ""),
        "OpenDocument",
    )
    yield Case(
        Code.NOT_A_WORKBOOK,
        "CSV named .xlsx",
        {**without, book: PARTICIPANTS},
        (book, None, ""),
    )
    yield Case(
        Code.NOT_A_WORKBOOK,
        "another archive",
        {**without, book: _zip({"a.txt": b"x"})},
        (book, None, ""),
        "a.txt",
    )
    yield Case(
        Code.UNSAFE_WORKBOOK,
        "entities that grow",
        part_changed(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet'),
        (book, None, ""),
        "entities",
    )
    yield Case(
        Code.UNSAFE_WORKBOOK,
        "UTF-16 inside",
        part_changed(b"<worksheet", b"\0<worksheet"),
        (book, None, ""),
        "UTF-8",
    )
    yield Case(
        Code.UNSAFE_WORKBOOK,
        "an odd compression",
        {**without, book: _zip({"xl/workbook.xml": b"<a/>" * 99}, zipfile.ZIP_BZIP2)},
        (book, None, ""),
    )
    yield Case(
        Code.UNSAFE_WORKBOOK,
        "6,000 parts",
        {**without, book: _zip({f"xl/{n}": b"" for n in range(6_000)})},
        (book, None, ""),
        "6,000",
    )
    yield Case(
        Code.MISSING_SHEET,
        "no sheet of wishes",
        workbook=sheet_bytes(**{k: v for k, v in SHEETS.items() if k != "wishes"}),
        place=("event.xlsx", None, ""),
        says="'wishes'",
    )
    yield Case(
        Code.UNKNOWN_SHEET,
        "a sheet of notes",
        workbook=sheet_bytes(**SHEETS, notes=[["x"]]),
        place=("event.xlsx:notes", None, ""),
    )
    yield from _hidden_cases()
    yield Case(
        Code.UNREADABLE_TEXT,
        "a picture named .csv",
        {"wishes.csv": b"\x89PNG\r\n\x1a\n" + bytes(99)},
        ("wishes.csv", None, ""),
        "picture",
    )
    yield Case(
        Code.UNREADABLE_TEXT,
        "UTF-16 without a mark",
        {"wishes.csv": WISHES.encode("utf-16-le")},
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.UNREADABLE_TEXT,
        "UTF-16 cut in a letter",
        {"wishes.csv": WISHES.encode("utf-16")[:-1]},
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.UNREADABLE_TEXT,
        "one line of Windows-1252 in UTF-8",
        {"participants.csv": (PARTICIPANTS + "Bär;20;DE;Ö;;;\n").encode()
         + "Käse;21;DE;Ä;;;\n".encode("cp1252")},
        ("participants.csv", None, ""),
        "line 7",
    )  # fmt: skip
    yield Case(
        Code.QUOTE_NOT_CLOSED,
        "a lone quotation mark",
        wish_added('"BioNova GmbH;Vertex BV;1;;', "Acme SAS;Vertex BV;1;;"),
        ("wishes.csv", None, ""),
        "row 5",
    )
    yield Case(
        Code.QUOTE_NOT_CLOSED,
        "a lone one in a large file",
        wish_added('"BioNova', *["Acme SAS;Vertex BV;1;;"] * 9_000),
        ("wishes.csv", None, ""),
    )
    yield from _toml_cases()
    yield Case(
        Code.INVALID_TOML,
        "text without quotation marks",
        settings_changed('"Matchmaking day"', "Matchmaking day"),
        ("event.toml", 1, ""),
    )
    yield Case(
        Code.UNKNOWN_SHEET,
        "a second sheet",
        {**without, book: sheet_bytes(participants=as_rows(PARTICIPANTS), notes=[])},
        (book, None, ""),
        "'notes' is not read",
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "a damaged sheet among sound ones",
        workbook=changed_part(
            sheet_bytes(**SHEETS),
            "xl/worksheets/sheet6.xml",
            b"</sheetData>",
            b"<row><c>",
        ),
        place=("event.xlsx:tables", None, ""),
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "no list of sheets",
        part_changed(b"<sheets>", b"<sheets", "xl/workbook.xml"),
        (book, None, ""),
    )
    yield Case(
        Code.ENCRYPTED_WORKBOOK,
        "parts with a password",
        {**without, book: _marked_encrypted(GOOD_BOOK)},
        (book, None, ""),
        "password",
    )
