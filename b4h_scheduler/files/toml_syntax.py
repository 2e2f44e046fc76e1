"""What breaks the rules of TOML, in words of somebody who never heard of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    import tomllib

    from b4h_scheduler.files.faults import Faults

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_TWICE = re.compile(r"overwrite|twice|mutate|redefine")
_BACKSLASH = re.compile(r"escape|\\\\|hex value")
_DAY = re.compile(r"=\s*\d{1,4}[.-]\d{1,2}[.-]\d{1,4}")
_CURVED = frozenset(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    "\N{RIGHT SINGLE QUOTATION MARK}"
)


def note_syntax(
    error: tomllib.TOMLDecodeError, text: str, faults: Faults, file: str
) -> None:
    """Note where a file breaks the rules of TOML, and the likely cure."""
    place = _PLACE.search(str(error))
    number = int(place[1]) if place and place[1] else None
    lines = text.splitlines()
    line = lines[number - 1] if number and number <= len(lines) else ""
    what = _PLACE.sub("", str(error))
    faults.add(
        Code.INVALID_TOML,
        Sentence("{error}.", error=what),
        _cure(what, line),
        file=file,
        row=number,
        value=line.strip(),
    )


def _cure(what: str, line: str) -> str:
    if _TWICE.search(what):
        return mark("It stands further up already: keep one of the two.")
    if _BACKSLASH.search(what):
        return mark("Write two backslashes for one.")
    if _CURVED & set(line):
        return mark('Use straight quotation marks: "Town hall".')
    if "date" in what or _DAY.search(line):
        return mark("Write a day that exists as 2026-11-26, a time as 09:30:00.")
    return mark('Text needs quotation marks: name = "Matchmaking day".')
