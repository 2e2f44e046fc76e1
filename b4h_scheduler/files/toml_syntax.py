"""What breaks the rules of TOML, in words of somebody who never heard of it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    import tomllib

    from b4h_scheduler.files.faults import Faults

LOG = logging.getLogger(__name__)
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
    LOG.info("%s, line %s: %s", file, number, what)
    message, cure = _words(what, line)
    faults.add(
        Code.INVALID_TOML,
        message,
        cure,
        file=file,
        row=number,
        value=line.strip(),
    )


def _words(what: str, line: str) -> tuple[str, str]:
    """Return what is wrong, and the cure."""
    if _TWICE.search(what):
        cure = mark("It stands further up already: keep one of the two.")
        return mark("a setting is written twice."), cure
    if _BACKSLASH.search(what):
        cure = mark("Write two backslashes for one.")
        return mark("a backslash stands alone in a text."), cure
    if _CURVED & set(line):
        cure = mark('Use straight quotation marks: "Town hall".')
        return mark("quotation marks are curved."), cure
    if "date" in what or _DAY.search(line):
        cure = mark("Write a day that exists as 2026-11-26, a time as 09:30:00.")
        return mark("a day or time cannot be read."), cure
    cure = mark('Text needs quotation marks: name = "Matchmaking day".')
    return mark("this is no setting: it breaks the rules of TOML."), cure
