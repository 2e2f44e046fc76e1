"""A small sound event as files, for tests to break in one place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Content = str | bytes | None

TOML = """\
name = "Matchmaking day"
time_zone = "Europe/Berlin"
languages = ["en", "de"]

[[sessions]]
id = "am"
date = 2026-11-26
start = "9:00"
end = "12:00"

[[sessions]]
id = "pm"
date = 2026-11-26
start = "13:00"
slots = 9

[[breaks]]
name = "Lunch"
start = "12:00"
end = "13:00"

[[zones]]
id = "hall"

[[arrival_points]]
id = "STR"
name = "Stuttgart airport"
mode = "plane"
transfer_min = 20
"""
PARTICIPANTS = """\
organization;number;country;name;email;arrival point;arrival
BioNova GmbH;17;Germany;Anna Müller;anna@bionova.example;STR;26.11.2026 8:15
Acme SAS;18;FR;Jean Dupont;jean@acme.example;;
Acme SAS;18;FR;Luc Petit;luc@acme.example;;
Vertex BV;19;NL;Joost Vis;joost@vertex.example;;
"""
WISHES = """\
from;to;priority;message;answer
BioNova GmbH;Acme SAS;1;;accepted
Acme SAS;BioNova GmbH;2;;
joost@vertex.example;17;3;;declined
"""
TABLES = """\
id;zone
1;hall
2;hall
"""
SOUND: dict[str, Content] = {
    "event.toml": TOML,
    "participants.csv": PARTICIPANTS,
    "wishes.csv": WISHES,
    "tables.csv": TABLES,
}


def write(folder: Path, changes: Mapping[str, Content] | None = None) -> Path:
    """Write the sound event with some files changed; None leaves a file out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**SOUND, **(changes or {})}.items():
        if isinstance(content, str):
            (folder / name).write_text(content, encoding="utf-8", newline="")
        elif content is not None:
            (folder / name).write_bytes(content)
    return folder


def participants(*rows: str, head: str = "", after: str = "") -> str:
    """Return the sound participants with more columns and rows.

    ``head`` is added to the headings, ``after`` to the first row.
    """
    lines = PARTICIPANTS.splitlines()
    lines[0] += head
    lines[1] += after
    return "\n".join([*lines, *rows]) + "\n"


def wishes(*rows: str, head: str = "") -> str:
    """Return the sound wishes with more rows."""
    first, *rest = WISHES.splitlines()
    return "\n".join([first + head, *rest, *rows]) + "\n"


def sheet_bytes(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook with these sheets; values are written by their type."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": True}
    with xlsxwriter.Workbook(content, options) as book:
        dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if hasattr(value, "hour") or hasattr(value, "year"):
                        sheet.write_datetime(number, place, value, dated)
                    else:
                        sheet.write(number, place, value)
    return content.getvalue()


def as_rows(text: str) -> list[list[Any]]:
    """Return the cells of one of the CSV texts above."""
    return [line.split(";") for line in text.splitlines()]


def changed_part(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with a replacement in one of its parts."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            part = source.read(member)
            if member.filename == name:
                assert old in part
                part = part.replace(old, new)
            target.writestr(member.filename, part)
    return content.getvalue()
