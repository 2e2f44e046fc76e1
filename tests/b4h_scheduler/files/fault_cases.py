"""One or more ways to provoke each kind of fault, with real files."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from tests.b4h_scheduler.files.small_event import (
    PARTICIPANTS,
    TABLES,
    TOML,
    WISHES,
    Content,
    as_rows,
    changed_part,
    participants,
    sheet_bytes,
    wishes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Case:
    """A change to the sound event and the fault it must give."""

    code: Code
    name: str
    files: dict[str, Content] = field(default_factory=dict)
    place: tuple[str, int | None, str] | None = None
    """File, row and column of the fault."""
    says: str = ""
    """Part of its message or cure."""
    workbook: bytes | None = None
    """The event is this workbook instead of a folder."""

    def __str__(self) -> str:
        return f"{self.code.value}: {self.name}"


_TWO_DAYS = (
    TOML + '\n[[sessions]]\nid = "fri"\ndate = 2026-11-27\nstart = "9:00"\nslots = 3\n'
)
_END = TOML.count("\n")
"""Lines of event.toml."""


def _toml(old: str, new: str) -> dict[str, Content]:
    assert old in TOML
    return {"event.toml": TOML.replace(old, new)}


def _settings(line: str) -> dict[str, Content]:
    return {"event.toml": line + "\n" + TOML}


def _delegate(head: str, value: str) -> dict[str, Content]:
    """Give the first delegate, in row 2, a value in a new column."""
    return {"participants.csv": participants(head=f";{head}", after=f";{value}")}


def _arrival(text: str) -> dict[str, Content]:
    return {"participants.csv": PARTICIPANTS.replace("26.11.2026 8:15", text)}


def _departure(text: str) -> dict[str, Content]:
    head = ";departure point;departure"
    return {"participants.csv": participants(head=head, after=f";STR;{text}")}


def _wish(*rows: str) -> dict[str, Content]:
    return {"wishes.csv": wishes(*rows)}


def _book(rows: list[list[object]]) -> dict[str, Content]:
    return {
        "participants.csv": None,
        "participants.xlsx": sheet_bytes(participants=rows),
    }


_ROWS: list[list[object]] = [list(row) for row in as_rows(PARTICIPANTS)]
_GOOD = sheet_bytes(participants=_ROWS)
_SHEETS = {
    "event": [["name", "Day"], ["time_zone", "Europe/Berlin"]],
    "sessions": [["date", "start", "slots"], ["26.11.2026", "9:00", 9]],
    "arrival_points": [["id", "mode", "transfer_min"], ["STR", "plane", 20]],
    "participants": as_rows(PARTICIPANTS),
    "wishes": as_rows(WISHES),
    "tables": as_rows(TABLES),
}
_SHEET = "xl/worksheets/sheet1.xml"


def _zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def zeros_in_zip() -> bytes:
    """Return a workbook of 200 kB whose sheet unpacks to 200 MB of zeros."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(bytes(1_000_000))
    return content.getvalue()


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


def _part(old: bytes, new: bytes, name: str = _SHEET) -> dict[str, Content]:
    """Return participants as a workbook with a replacement in its XML."""
    return {
        "participants.csv": None,
        "participants.xlsx": changed_part(_GOOD, name, old, new),
    }


def _texts_without_end() -> bytes:
    """Return a workbook that shows one text of 30,000 letters in 10,000 cells."""
    rows = [["organization", "name"], *[["x" * 30_000, "x" * 30_000]] * 5_000]
    return sheet_bytes(participants=rows)


def _files() -> Iterator[Case]:
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
        workbook=sheet_bytes(
            **{**_SHEETS, "event": [*_SHEETS["event"], ["name", "x"]]}
        ),
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
        _part(b'<row r="3"', b'<row r="1048576"'),
        (book, None, ""),
        "1,048,576",
    )
    yield Case(
        Code.TOO_MANY_ROWS,
        "a cell that leaves its row",
        _part(b'r="A3"', b'r="A1048576"'),
        (book, None, ""),
        "1,048,576",
    )
    yield Case(
        Code.TOO_MANY_COLUMNS,
        "a cell in the last column",
        _part(b'r="C3"', b'r="XFD3"'),
        (book, None, ""),
        "16,384",
    )
    yield Case(
        Code.TRUNCATED_WORKBOOK,
        "half of a workbook",
        {**without, book: _GOOD[: len(_GOOD) // 2]},
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
        _part(b"</sheetData>", b"<row><c>"),
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
        _part(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet'),
        (book, None, ""),
        "entities",
    )
    yield Case(
        Code.UNSAFE_WORKBOOK,
        "UTF-16 inside",
        _part(b"<worksheet", b"\0<worksheet"),
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
        workbook=sheet_bytes(**{k: v for k, v in _SHEETS.items() if k != "wishes"}),
        place=("event.xlsx", None, ""),
        says="'wishes'",
    )
    yield Case(
        Code.UNKNOWN_SHEET,
        "a sheet of notes",
        workbook=sheet_bytes(**_SHEETS, notes=[["x"]]),
        place=("event.xlsx:notes", None, ""),
    )
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
        Code.QUOTE_NOT_CLOSED,
        "a lone quotation mark",
        _wish('"BioNova GmbH;Vertex BV;1;;', "Acme SAS;Vertex BV;1;;"),
        ("wishes.csv", None, ""),
        "row 5",
    )
    yield Case(
        Code.QUOTE_NOT_CLOSED,
        "a lone one in a large file",
        _wish('"BioNova', *["Acme SAS;Vertex BV;1;;"] * 9_000),
        ("wishes.csv", None, ""),
    )
    yield Case(
        Code.INVALID_TOML,
        "text without quotation marks",
        _toml('"Matchmaking day"', "Matchmaking day"),
        ("event.toml", 1, ""),
    )


def _headings() -> Iterator[Case]:
    yield Case(
        Code.UNKNOWN_KEY,
        "a setting",
        _settings('timezone = "x"'),
        ("event.toml", 1, "timezone"),
        "'time_zone'",
    )
    yield Case(
        Code.UNKNOWN_KEY,
        "a policy setting",
        {"event.toml": TOML + "[policy.limits]\nlongest_run = 60\n"},
        ("event.toml", _END + 2, "policy.limits.longest_run"),
        "'policy.limits.longest_run_min'",
    )
    yield Case(
        Code.UNKNOWN_KEY,
        "a key of a session",
        _toml('start = "9:00"', 'start = "9:00"\nstop = 1'),
        ("event.toml", 9, "stop"),
        "sessions",
    )
    yield Case(
        Code.MISSING_KEY,
        "no name",
        _toml('name = "Matchmaking day"\n', ""),
        ("event.toml", None, "name"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "a number as name",
        _toml('"Matchmaking day"', "7"),
        ("event.toml", 1, "name"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "a list as policy number",
        {"event.toml": TOML + "[policy]\nvoucher_reserve = [1]\n"},
        ("event.toml", _END + 2, "policy.voucher_reserve"),
    )
    yield Case(
        Code.WRONG_TYPE,
        "sessions as text",
        {
            "event.toml": 'sessions = "two"\n'
            + TOML[: TOML.index("[[sessions]]")]
            + TOML[TOML.index("[[breaks]]") :]
        },
        ("event.toml", 1, "sessions"),
    )
    yield Case(
        Code.INVALID_SETTING,
        "values that rise",
        {"event.toml": TOML + "[policy.values]\npriority = [1, 2, 3]\n"},
        says="must fall",
    )
    yield Case(
        Code.INVALID_SETTING,
        "110 percent",
        {"event.toml": TOML + "[policy.limits]\nmost_percent = 110\n"},
        ("event.toml", _END + 2, "policy.limits.most_percent"),
        "100",
    )
    yield Case(
        Code.MISSING_COLUMN,
        "no column of names",
        {"wishes.csv": WISHES.replace("from;", "wer auch immer;")},
        ("wishes.csv", None, "from"),
        "wer auch immer",
    )
    yield Case(
        Code.UNKNOWN_COLUMN,
        "shoe size",
        _delegate("shoe size", "44"),
        ("participants.csv", None, "shoe size"),
    )
    yield Case(
        Code.MISSPELLED_COLUMN,
        "emial",
        {"participants.csv": PARTICIPANTS.replace(";email;", ";emial;")},
        ("participants.csv", None, "emial"),
        "'email'",
    )
    yield Case(
        Code.REPEATED_COLUMN,
        "organization and company",
        _delegate("Company", "x"),
        ("participants.csv", None, "Company"),
        "'organization'",
    )
    yield Case(
        Code.EXTRA_CELLS,
        "an unquoted semicolon",
        _wish("Acme SAS;Vertex BV;1;yes;;please"),
        ("wishes.csv", 5, ""),
        "6 cells",
    )


def _cells() -> Iterator[Case]:
    file = "participants.csv"
    yield Case(
        Code.MISSING_VALUE,
        "a wish to nobody",
        _wish("Acme SAS;;1;;"),
        ("wishes.csv", 5, "to"),
    )
    yield Case(
        Code.MISSING_VALUE,
        "a delegate without a name",
        {file: participants("Vertex BV;19;NL;;x@vertex.example;;")},
        (file, 6, "name"),
    )
    yield Case(
        Code.MISSING_VALUE,
        "no organization",
        {file: participants(";;NL;Ida;x@vertex.example;;")},
        (file, 6, "organization"),
    )
    yield Case(
        Code.INVALID_NUMBER,
        "seats: four",
        {"tables.csv": "id;zone;seats\n1;hall;four\n"},
        ("tables.csv", 2, "seats"),
    )
    yield Case(
        Code.INVALID_NUMBER,
        "half a meeting",
        _delegate("most", "2,5"),
        (file, 2, "most"),
        "whole",
    )
    yield Case(
        Code.NUMBER_OUT_OF_RANGE,
        "one seat",
        {"tables.csv": "id;zone;seats\n1;hall;1\n"},
        ("tables.csv", 2, "seats"),
        "from 2 to 50",
    )
    yield Case(
        Code.INVALID_YES_NO,
        "online: perhaps",
        _delegate("online", "perhaps"),
        (file, 2, "online"),
    )
    yield Case(
        Code.UNKNOWN_CHOICE,
        "attends: alone",
        _delegate("attends", "alone"),
        (file, 2, "attends"),
        "separately",
    )
    yield Case(
        Code.TEXT_TOO_LONG,
        "a name of 400 letters",
        {file: participants("Vertex BV;19;NL;" + "x" * 400 + ";x@vertex.example;;")},
        (file, 6, "name"),
        "300",
    )
    yield Case(
        Code.TEXT_TOO_LONG,
        "a message of 90,000 letters",
        _wish("Acme SAS;Vertex BV;1;" + "x" * 90_000 + ";"),
        ("wishes.csv", 5, "message"),
        "5000",
    )
    yield Case(
        Code.CONTROL_CHARACTERS,
        "a NUL in a name",
        {file: PARTICIPANTS.replace("Jean", "Je\0an")},
        (file, 3, "name"),
    )
    yield Case(
        Code.CONTROL_CHARACTERS,
        "text turned around",
        {file: PARTICIPANTS.replace("Jean", "\u202eJean")},
        (file, 3, "name"),
    )
    yield Case(
        Code.GARBLED_TEXT,
        "UTF-8 read as Latin-1",
        {file: PARTICIPANTS.replace("Müller", "MÃ¼ller")},
        (file, 2, "name"),
    )
    formula = [*_ROWS, ["Vertex BV", "19", "NL", "=A1&A2", "x@vertex.example"]]
    yield Case(
        Code.FORMULA_WITHOUT_VALUE,
        "never calculated",
        {
            file: None,
            "participants.xlsx": changed_part(
                sheet_bytes(participants=formula),
                _SHEET,
                b"</f><v>0</v>",
                b"</f><v></v>",
            ),
        },
        ("participants.xlsx", 6, "name"),
    )
    yield Case(
        Code.ERROR_VALUE,
        "#N/A",
        {file: None, "participants.xlsx": error_cell()},
        ("participants.xlsx", 6, "name"),
        "#N/A",
    )
    yield Case(
        Code.ERROR_VALUE,
        "#REF! as a setting",
        workbook=error_setting(),
        place=("event.xlsx:event", 3, "venue"),
        says="#REF!",
    )


def error_cell() -> bytes:
    """Return participants whose last name shows #N/A."""
    rows = [*_ROWS, ["Vertex BV", "19", "NL", "=NA()", "x@vertex.example"]]
    book = sheet_bytes(participants=rows)
    return changed_part(
        book,
        _SHEET,
        b'<c r="D6"><f>NA()</f><v>0</v>',
        b'<c r="D6" t="e"><f>NA()</f><v>#N/A</v>',
    )


def error_setting() -> bytes:
    """Return an event whose venue shows #REF!."""
    sheets = {**_SHEETS, "event": [*_SHEETS["event"], ["venue", "=A99"]]}
    return changed_part(
        sheet_bytes(**sheets),
        _SHEET,
        b'<c r="B3"><f>A99</f><v>0</v>',
        b'<c r="B3" t="e"><f>A99</f><v>#REF!</v>',
    )


def _times() -> Iterator[Case]:
    file = "participants.csv"
    night = 'name="Night"\ntime_zone="Europe/Berlin"\n[[sessions]]\ndate={day}\nstart="{start}"\nslots=3\n[[zones]]\nid="hall"\n[[arrival_points]]\nid="STR"\nmode="plane"\ntransfer_min=9\n'
    plain = {file: PARTICIPANTS.replace("26.11.2026 8:15", "").replace(";STR;", ";;")}
    yield Case(
        Code.UNKNOWN_TIME_ZONE,
        "Europe/Stuttgart",
        _toml("Europe/Berlin", "Europe/Belin"),
        ("event.toml", 2, "time_zone"),
        "'Europe/Berlin'",
    )
    yield Case(
        Code.INVALID_DATE,
        "month before day",
        _arrival("11/26/2026 8:15"),
        (file, 2, "arrival"),
        "month 26",
    )
    yield Case(
        Code.INVALID_DATE,
        "a session on the 31st of November",
        _toml(
            'date = 2026-11-26\nstart = "9:00"', 'date = "31.11.2026"\nstart = "9:00"'
        ),
        ("event.toml", 5, "date"),
    )
    yield Case(
        Code.INVALID_TIME, "soon", _arrival("soon"), (file, 2, "arrival"), "9:40"
    )
    yield Case(
        Code.INVALID_TIME,
        "a date alone",
        _arrival("26.11.2026"),
        (file, 2, "arrival"),
        "a time is missing",
    )
    yield Case(
        Code.INVALID_TIME,
        "25 o'clock",
        _arrival("26.11.2026 25:10"),
        (file, 2, "arrival"),
        "hour 25",
    )
    yield Case(
        Code.INVALID_TIME,
        "busy in the morning",
        _delegate("busy", "morning"),
        (file, 2, "busy"),
        "10:00-11:00",
    )
    yield Case(
        Code.MIXED_DATE_FORMATS,
        "dots and hyphens",
        {
            file: participants(
                "Vertex BV;19;NL;Ida;i@vertex.example;STR;2026-11-26 9:00",
                "Vertex BV;19;NL;Bo;b@vertex.example;STR;26.11.2026 9:00",
            )
        },
        (file, 6, "arrival"),
        "26.11.2026",
    )
    yield Case(
        Code.MIXED_DATE_FORMATS,
        "text among date cells",
        _book(
            [
                *[
                    [*row[:6], datetime(2026, 11, 26, 8, 15)] if n else row
                    for n, row in enumerate(_ROWS[:2])
                ],
                [
                    "Vertex BV",
                    19,
                    "NL",
                    "Ida",
                    "i@vertex.example",
                    "STR",
                    datetime(2026, 11, 26, 8, 30),
                ],
                [
                    "Vertex BV",
                    19,
                    "NL",
                    "Bo",
                    "b@vertex.example",
                    "STR",
                    "26.11.2026 9:00",
                ],
                *_ROWS[2:],
            ]
        ),
        ("participants.xlsx", 4, "arrival"),
    )  # noqa: DTZ001
    yield Case(
        Code.MISSING_DATE,
        "a time on a two-day event",
        {"event.toml": _TWO_DAYS, **_arrival("8:15")},
        (file, 2, "arrival"),
        "26.11.2026 08:15",
    )
    yield Case(
        Code.AMBIGUOUS_LOCAL_TIME,
        "2:30 in October",
        {
            "event.toml": night.format(day="2026-10-25", start="9:00"),
            **_arrival("25.10.2026 2:30"),
        },
        (file, 2, "arrival"),
        "2026-10-25 02:30+01:00",
    )
    yield Case(
        Code.NONEXISTENT_LOCAL_TIME,
        "2:30 in March",
        {"event.toml": night.format(day="2026-03-29", start="2:30"), **plain},
        ("event.toml", 3, "start"),
        "does not exist",
    )
    yield Case(
        Code.END_BEFORE_START,
        "a session",
        _toml('end = "12:00"', 'end = "8:00"'),
        ("event.toml", 5, "end"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "a break",
        _toml('end = "13:00"', 'end = "11:00"'),
        ("event.toml", 17, "end"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "a busy time",
        _delegate("busy", "11:00-10:00"),
        (file, 2, "busy"),
    )
    yield Case(
        Code.END_BEFORE_START,
        "present until before from",
        {
            file: participants(
                head=";present from;present until;reason", after=";11:00;10:00;hotel"
            )
        },
        (file, 2, "present until"),
    )
    yield Case(
        Code.SESSIONS_OVERLAP,
        "the second starts early",
        _toml('start = "13:00"\nslots = 9', 'start = "11:40"\nslots = 1'),
        ("event.toml", 11, "start"),
    )
    yield Case(
        Code.SLOT_OVERLAPS_BREAK,
        "a long lunch",
        _toml('end = "13:00"', 'end = "13:10"'),
        ("event.toml", 17, "start"),
        "pm-01",
    )
    yield Case(
        Code.SESSION_WITHOUT_SLOT,
        "ten minutes",
        _toml('end = "12:00"', 'end = "9:10"'),
        ("event.toml", 5, "end"),
    )
    yield Case(
        Code.SESSION_REMAINDER,
        "ten minutes too many",
        _toml('end = "12:00"', 'end = "11:50"'),
        ("event.toml", 5, "end"),
        "10 minutes",
    )
    yield Case(
        Code.BUSY_OUTSIDE_EVENT,
        "in the evening",
        _delegate("busy", "19:00-20:00"),
        (file, 2, "busy"),
    )


def _places() -> Iterator[Case]:
    yield Case(
        Code.UNKNOWN_ZONE,
        "a table in the hal",
        {"tables.csv": "id;zone\n1;hal\n"},
        ("tables.csv", 2, "zone"),
        "'hall'",
    )
    yield Case(
        Code.DUPLICATE_ID,
        "two sessions",
        _toml('id = "pm"', 'id = "am"'),
        ("event.toml", 11, "id"),
    )
    yield Case(
        Code.DUPLICATE_ID,
        "two zones",
        _toml('id = "hall"', 'id = "hall"\n[[zones]]\nid = "hall"'),
        ("event.toml", 24, "id"),
    )
    yield Case(
        Code.TABLE_DEFINED_TWICE,
        "table 2",
        {"tables.csv": TABLES + "2;hall\n"},
        ("tables.csv", 4, "id"),
        "row 3",
    )
    yield Case(
        Code.WALKING_TIME_TWICE,
        "there and back",
        {
            "event.toml": TOML
            + '[[zones]]\nid="b"\n'
            + '[[walking]]\nfrom="hall"\nto="b"\nminutes=3\n[[walking]]\nfrom="b"\nto="hall"\nminutes=4\n'
        },
        ("event.toml", _END + 7, "minutes"),
    )
    yield Case(
        Code.HOME_OF_UNKNOWN,
        "a booth of Bionowa",
        {"tables.csv": "id;zone;home of\n1;hall;\n2;hall;Bionowa\n"},
        ("tables.csv", 3, "home of"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.UNKNOWN_ARRIVAL_POINT,
        "Stutgart airport",
        {"participants.csv": PARTICIPANTS.replace("STR", "Stutgart airport")},
        ("participants.csv", 2, "arrival point"),
        "'Stuttgart airport'",
    )
    yield Case(
        Code.UNKNOWN_SESSION,
        "the evening",
        _delegate("sessions", '"am; eve"'),
        ("participants.csv", 2, "sessions"),
        "'eve'",
    )
    yield Case(Code.NO_TABLES, "none", {"tables.csv": None}, ("", None, ""))


def _people() -> Iterator[Case]:
    file = "participants.csv"
    new = "Vertex BV;19;NL;Ida;{};;"
    yield Case(
        Code.INVALID_EMAIL,
        "without @",
        {file: participants(new.format("ida.vertex.example"))},
        (file, 6, "email"),
    )
    yield Case(
        Code.INVALID_EMAIL,
        "without a dot",
        {file: participants(new.format("ida@vertex"))},
        (file, 6, "email"),
        "dot",
    )
    yield Case(
        Code.INVALID_EMAIL,
        "a line that adds a header",
        {
            file: participants(
                'Vertex BV;19;NL;Ida;"ida@vertex.example\nBcc: x@y.example";;'
            )
        },
        (file, 6, "email"),
    )
    yield Case(
        Code.DUPLICATE_EMAIL,
        "in other letters",
        {file: participants(new.format("JEAN@acme.example"))},
        (file, 6, "email"),
        "row 3",
    )
    yield Case(
        Code.DUPLICATE_DELEGATE,
        "twice without an address",
        {file: participants(new.format(""), new.format(""))},
        (file, 7, "name"),
        "row 6",
    )
    yield Case(
        Code.DUPLICATE_DELEGATE,
        "the same id",
        {
            file: PARTICIPANTS.replace("arrival point", "id")
            .replace(";STR;26.11.2026 8:15", ";7;")
            .replace("jean@acme.example;", "jean@acme.example;7")
            .replace(";arrival", ";busy")
        },
        (file, 3, "id"),
    )
    yield Case(
        Code.MISSING_EMAIL,
        "an empty cell",
        {file: participants(new.format(""))},
        (file, 6, "email"),
    )
    yield Case(
        Code.UNKNOWN_COUNTRY,
        "Germoney",
        {file: PARTICIPANTS.replace("Germany", "Germoney")},
        (file, 2, "country"),
        "'Germany'",
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "Klingon",
        _delegate("speaks", '"de; Klingon"'),
        (file, 2, "speaks"),
        "'Klingon'",
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "of the event",
        _toml('["en", "de"]', '["en", "xx-yy"]'),
        ("event.toml", 3, "languages"),
    )
    yield Case(
        Code.UNKNOWN_LANGUAGE,
        "of mails",
        _delegate("language", "Elvish"),
        (file, 2, "language"),
        "'en' is used",
    )
    yield Case(
        Code.UNKNOWN_KIND,
        "a circus",
        _delegate("kind", "circus"),
        (file, 2, "kind"),
        "other",
    )
    yield Case(
        Code.UNPARSABLE_PHONE,
        "see web site",
        _delegate("phone", "see web site"),
        (file, 2, "phone"),
    )
    yield Case(
        Code.NOT_VALIDATED,
        "no",
        _delegate("Validated", "no") | {"wishes.csv": "from;to\nAcme SAS;Vertex BV\n"},
        (file, 2, "Validated"),
    )
    yield Case(
        Code.ORGANIZATION_CONTRADICTS,
        "two numbers",
        {file: participants("Vertex BV;20;NL;Ida;i@vertex.example;;")},
        (file, 6, "number"),
        "'19'",
    )
    yield Case(
        Code.ORGANIZATION_CONTRADICTS,
        "two names",
        {file: participants("Vortex NV;19;NL;Ida;i@vertex.example;;")},
        (file, 6, "organization"),
        "'Vertex BV'",
    )
    yield Case(
        Code.ORGANIZATION_DIFFERS,
        "two countries",
        {file: participants("Vertex BV;19;BE;Ida;i@vertex.example;;")},
        (file, 6, "country"),
        "'NL' of participants.csv row 5 counts",
    )
    yield Case(
        Code.NEAR_DUPLICATE_ORGANIZATION,
        "BioNova and Bionova",
        {file: participants("Bionova;99;DE;Ida;i@bionova.example;;")},
        (file, None, "organization"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.ARRIVAL_AFTER_DEPARTURE,
        "leaves at 8",
        _departure("26.11.2026 8:00"),
        (file, 2, "departure"),
        "08:15",
    )
    yield Case(
        Code.INCOMPLETE_TRIP,
        "a time without a place",
        {file: PARTICIPANTS.replace(";STR;", ";;")},
        (file, 2, "arrival point"),
    )
    yield Case(
        Code.INCOMPLETE_TRIP,
        "a place without a time",
        _arrival(""),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_MISSES_EVENT,
        "arrives a day late",
        _arrival("27.11.2026 8:15"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_MISSES_EVENT,
        "leaves before",
        _departure("26.11.2026 8:50"),
        (file, 2, "departure"),
    )
    yield Case(
        Code.TRIP_FAR_FROM_EVENT,
        "last year",
        _arrival("26.11.2025 8:15"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.TRIP_FAR_FROM_EVENT,
        "leaves next year",
        _departure("26.11.2027 8:50"),
        (file, 2, "departure"),
    )
    yield Case(
        Code.OVERRIDE_WITHOUT_REASON,
        "from 9:00",
        _delegate("present from", "9:00"),
        (file, 2, "present from"),
    )
    yield Case(
        Code.TRIP_OF_ONLINE_DELEGATE,
        "with a flight",
        _delegate("online", "yes"),
        (file, 2, "arrival"),
    )
    yield Case(
        Code.VOUCHER_WITHOUT_LEAST,
        "a number only",
        _delegate("voucher", "V1"),
        (file, 2, "voucher_least"),
    )
    yield Case(
        Code.VOUCHER_WITHOUT_NUMBER,
        "a least number only",
        _delegate("voucher least", "4"),
        (file, 2, "voucher least"),
    )
    yield Case(
        Code.VOUCHER_OF_ONLINE_DELEGATE,
        "no trip to pay",
        {file: participants(head=";voucher;voucher least;online", after=";V1;4;yes")},
        (file, 2, "voucher"),
    )
    yield Case(
        Code.VOUCHER_NUMBER_TWICE,
        "V1",
        {
            file: "organization;name;voucher;voucher least\nBioNova GmbH;A;V1;4\nAcme SAS;B;V1;4\nVertex BV;C;;\n",
            "wishes.csv": "from;to\nAcme SAS;Vertex BV\n",
        },
        (file, 3, "voucher"),
        "row 2",
    )
    yield Case(
        Code.VOUCHER_WITHOUT_TRIP,
        "no trip",
        {
            file: participants(
                "Vertex BV;19;NL;Ida;i@vertex.example;;;V1;4",
                head=";voucher;voucher least",
            )
        },
        (file, 6, "voucher"),
    )
    yield Case(
        Code.MOST_BELOW_LEAST,
        "at most 2, at least 3",
        {file: participants(head=";most;least", after=";2;3")},
        (file, 2, "most"),
    )


def _wishes() -> Iterator[Case]:
    file = "wishes.csv"
    yield Case(
        Code.UNKNOWN_ORGANIZATION,
        "Bionowa",
        _wish("Acme SAS;Bionowa Gmbh;1;;"),
        (file, 5, "to"),
        "'BioNova GmbH'",
    )
    yield Case(
        Code.UNKNOWN_ORGANIZATION,
        "an unknown address",
        _wish("jeann@acme.example;17;1;;"),
        (file, 5, "from"),
        "'jean@acme.example'",
    )
    yield Case(
        Code.AMBIGUOUS_REFERENCE,
        "a name of two people",
        {
            "participants.csv": participants(
                "Vertex BV;19;NL;Jean Dupont;j@vertex.example;;"
            ),
            **_wish("Jean Dupont;17;1;;"),
        },
        (file, 5, "from"),
        "Acme SAS / Jean Dupont",
    )
    yield Case(
        Code.NOT_OF_ORGANIZATION,
        "somebody else's delegate",
        {file: wishes("Acme SAS;BioNova GmbH;1;;;Joost Vis", head=";to delegate")},
        (file, 5, "to delegate"),
        "'BioNova GmbH' has no delegate 'Joost Vis'",
    )
    yield Case(
        Code.WISH_TO_ONESELF,
        "Acme by two names",
        _wish("luc@acme.example;18;1;;"),
        (file, 5, "to"),
    )
    yield Case(
        Code.DUPLICATE_WISH,
        "twice",
        _wish("17;Acme SAS;1;;accepted"),
        (file, 5, "to"),
        "row 2",
    )
    yield Case(
        Code.DUPLICATE_WISH_OTHER_PRIORITY,
        "1 and 3",
        _wish("17;Acme SAS;3;;accepted"),
        (file, 5, "priority"),
        "the higher one, 1, wins",
    )
    yield Case(
        Code.DUPLICATE_WISH_OTHER_ANSWER,
        "accepted and declined",
        _wish("17;Acme SAS;1;;declined"),
        (file, 5, "answer"),
        "declined wins",
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "4",
        _wish("Acme SAS;Vertex BV;4;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "-1",
        _wish("Acme SAS;Vertex BV;-1;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.INVALID_PRIORITY,
        "very",
        _wish("Acme SAS;Vertex BV;very;;"),
        (file, 5, "priority"),
    )
    yield Case(
        Code.UNKNOWN_ANSWER,
        "maybe",
        _wish("Acme SAS;Vertex BV;1;;maybe"),
        (file, 5, "answer"),
    )
    yield Case(
        Code.PROMISED_AND_VETOED,
        "both",
        {"promised.csv": "from;to\n17;18\n", "vetoes.csv": "from;to\n18;17\n"},
        ("vetoes.csv", 2, "to"),
        "promised.csv row 2",
    )
    yield Case(
        Code.REFERS_TO_LEFT_OUT,
        "a wish for who was not validated",
        _delegate("Validated", "no"),
        (file, 2, "from"),
        "not validated",
    )


def _event() -> Iterator[Case]:
    yield Case(
        Code.MISSING_KEY,
        "no session",
        {
            "event.toml": 'name="x"\ntime_zone="Europe/Berlin"\n[[zones]]\nid="hall"\n[[arrival_points]]\nid="STR"\nmode="plane"\ntransfer_min=9\n'
        },
        ("event.toml", None, "sessions"),
    )
    yield Case(
        Code.INCONSISTENT_EVENT,
        "a rule of the domain that files do not know",
        _settings('venue = "odd"'),
        place=("", None, ""),
        says="odd",
    )


CASES = tuple(
    case
    for group in (_files, _headings, _cells, _times, _places, _people, _wishes, _event)
    for case in group()
)
