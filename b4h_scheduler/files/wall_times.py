"""Dates and times as people and spreadsheets write them, before any time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.files.codes import FaultCode as Code
from b4h_scheduler.files.faults import CellError, shown
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.files.cell_types import Cell


NO_YEAR_LEAP = 4
NO_YEAR = 1
"""The year of a date without one; ``NO_YEAR_LEAP`` if it is the 29th of February."""
_FIRST_FULL_YEAR = 100
_CENTURY = 2000
_SPREADSHEET_AGE = 1905
"""Datetimes before are bare times, counted from a spreadsheet's day 0."""
_NOON = 12


class DateForm(StrEnum):
    """How a date is written; one column keeps to one form."""

    DOTTED = "26.11.2026"
    SLASHED = "26/11/2026"
    DASHED = "26-11-2026"
    ISO = "2026-11-26"
    CELL = mark("a date cell")


@dataclass(frozen=True, slots=True)
class Wall:
    """A reading of the wall calendar and clock; each part may be missing."""

    day: date | None = None
    """With ``NO_YEAR`` if only day and month are given."""
    at: time | None = None
    offset: timedelta | None = None
    """Of a time given as ``02:30+01:00``."""
    form: DateForm | None = None
    is_midnight_after: bool = False
    """24:00: the day's end."""


_WEEKDAY = r"(?:[^\W\d_]{2,10}[.,]*\s+)?"
_DATE = (
    r"(?:(?P<iso{n}>\d{{4}}-\d{{1,2}}-\d{{1,2}})"
    r"|(?P<dot{n}>\d{{1,2}}\.\s?\d{{1,2}}"
    r"(?:\.\s?(?:\d{{4}}|\d{{2}})(?!\d)|\.|(?=[ ,])))"
    r"|(?P<slash{n}>\d{{1,2}}/\d{{1,2}}(?:/(?:\d{{4}}|\d{{2}}))?)"
    r"|(?P<dash{n}>\d{{1,2}}-\d{{1,2}}-\d{{4}}))"
)
_TIME = (
    r"(?P<hour{n}>\d{{1,2}})"
    r"(?:\s?[:.hH]\s?(?P<minute{n}>\d{{2}})(?::\d{{2}}(?:[.,]\d+)?)?|\s?[hH](?!\w))"
    r"(?:\s?(?P<half{n}>[ap]\.?m\.?)(?!\w))?(?:\s?(?:Uhr|uhr))?"
)
_OFFSET = r"(?P<offset{n}>\s?(?:Z|[+-]\d{{2}}:\d{{2}}))?"
_BETWEEN = r"(?:\s?T\s?|,?\s+(?:um\s|at\s|à\s)?)"
_TO = r"\s*(?:-|–|—|bis|to|until|à)\s*"

_DAY = re.compile(_WEEKDAY + _DATE.format(n=1))
_CLOCK = re.compile(_TIME.format(n=1))
_BOTH = re.compile(
    _WEEKDAY + _DATE.format(n=1) + _BETWEEN + _TIME.format(n=1) + _OFFSET.format(n=1)
)
# In "10:00-11:00" the second part is an end, not an offset from UTC: an offset that
# begins with a dash must be followed by space and a dash.
_STRETCH = re.compile(
    f"(?:{_WEEKDAY}{_DATE.format(n=1)}{_BETWEEN})?"
    + _TIME.format(n=1)
    + r"(?P<offset1>\s?\+\d{2}:\d{2}|\s?(?:Z|-\d{2}:\d{2})(?=\s+[-–—a-z]+\s))?"
    + _TO
    + f"(?:{_WEEKDAY}{_DATE.format(n=2)}{_BETWEEN})?"
    + _TIME.format(n=2)
    + _OFFSET.format(n=2)
)

_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall calendar has no zone
_MIN_SERIAL, _MAX_SERIAL = 30_000, 110_000
_SERIAL = re.compile(r"[3-9]\d{4}(?:[.,]\d+)?")
"""A day of this century as text."""
"""Spreadsheets' numbers of days in 1982 and 2201."""


def read_wall(cell: Cell) -> Wall:
    """Return the date, the time or both that a cell holds.

    Raises
    ------
    CellError
        It holds neither, or a date or time that does not exist.
    """
    match cell:
        case str():
            wall = _from_text(cell)
        case datetime() if cell.year < _SPREADSHEET_AGE:
            wall = Wall(at=_minute(cell.time()))
        case datetime():
            at = _minute(cell.time())
            wall = Wall(cell.date(), at, cell.utcoffset(), DateForm.CELL)
        case date():
            wall = Wall(cell, form=DateForm.CELL)
        case time():
            wall = Wall(at=_minute(cell))
        case timedelta():
            wall = _from_serial(cell / timedelta(days=1))
        case int() | float() if not isinstance(cell, bool):
            wall = _from_serial(float(cell))
        case _:
            raise _unreadable(cell)
    return wall


def read_stretch(text: str) -> tuple[Wall, Wall]:
    """Return start and end of ``10:00-11:00`` or ``26.11. 14:00-15:00``.

    The end's date is the start's if it has none; a date alone is the whole day.
    """
    found = _STRETCH.fullmatch(text)
    if found:
        parts = found.groupdict()
        start = _wall(parts, 1, text)
        end = _wall(parts, 2, text)
        if end.day is None:
            end = Wall(start.day, end.at, end.offset, None, end.is_midnight_after)
        return start, end
    if _DAY.fullmatch(text):
        day = _from_text(text)
        return (
            Wall(day.day, time(0), None, day.form),
            Wall(day.day, time(0), None, None, is_midnight_after=True),
        )
    message = Sentence("a stretch of time expected, found {text!r}.", text=shown(text))
    cure = mark("Write 10:00-11:00 or 26.11.2026 14:00-15:00; several with ; between.")
    raise CellError(Code.INVALID_TIME, message, cure)


def _from_text(text: str) -> Wall:
    for pattern in (_CLOCK, _BOTH, _DAY):
        found = pattern.fullmatch(text)
        if found:
            return _wall(found.groupdict(), 1, text)
    raise _unreadable(text)


def _from_serial(serial: float) -> Wall:
    # 9.4 is no day of 1900: somebody typed 9.40 into a cell for numbers.
    if not (0 <= serial < 1 or _MIN_SERIAL <= serial < _MAX_SERIAL):
        raise _unreadable(serial)
    moment = _EXCEL_EPOCH + timedelta(minutes=round(serial * 24 * 60))
    if serial < 1:
        return Wall(at=moment.time())
    if float(serial).is_integer():
        return Wall(moment.date(), form=DateForm.CELL)
    return Wall(moment.date(), moment.time(), form=DateForm.CELL)


def _wall(parts: dict[str, str | None], n: int, text: str) -> Wall:
    day, form = _day(parts, n, text)
    at, is_after = _clock(parts, n, text)
    offset = parts.get(f"offset{n}")
    return Wall(day, at, None if offset is None else _offset(offset), form, is_after)


def _day(
    parts: dict[str, str | None], n: int, text: str
) -> tuple[date | None, DateForm | None]:
    forms = {
        "iso": DateForm.ISO,
        "dot": DateForm.DOTTED,
        "slash": DateForm.SLASHED,
        "dash": DateForm.DASHED,
    }
    for key, form in forms.items():
        written = parts.get(f"{key}{n}")
        if written:
            numbers = [int(part) for part in re.findall(r"\d+", written)]
            if form is DateForm.ISO:
                numbers.reverse()
            day, month, *years = numbers
            year = years[0] if years else NO_YEAR
            year += _CENTURY if years and year < _FIRST_FULL_YEAR else 0
            if not years and (day, month) == (29, 2):
                year = NO_YEAR_LEAP
            try:
                return date(year, month, day), form
            except ValueError:
                message = Sentence(
                    "{text!r} is not a date: day {day}, month {month}.",
                    text=shown(text),
                    day=day,
                    month=month,
                )
                cure = mark("Write day before month: 26.11.2026, or 2026-11-26.")
                raise CellError(Code.INVALID_DATE, message, cure) from None
    return None, None


def _clock(parts: dict[str, str | None], n: int, text: str) -> tuple[time | None, bool]:
    if parts.get(f"hour{n}") is None:
        return None, False
    hour, minute = int(parts[f"hour{n}"] or 0), int(parts[f"minute{n}"] or 0)
    half = (parts.get(f"half{n}") or "").replace(".", "")
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        return time(0), True
    try:
        return time(hour, minute), False
    except ValueError:
        message = Sentence(
            "{text!r} is not a time: hour {hour}, minute {minute}.",
            text=shown(text),
            hour=hour,
            minute=minute,
        )
        raise CellError(
            Code.INVALID_TIME, message, mark("Write 9:40 or 14:05.")
        ) from None


def _offset(text: str) -> timedelta:
    text = text.strip()
    if text == "Z":
        return timedelta(0)
    hours, minutes = text[1:].split(":")
    size = timedelta(hours=int(hours), minutes=int(minutes))
    return -size if text[0] == "-" else size


def _minute(at: time) -> time:
    return at.replace(second=0, microsecond=0, tzinfo=None, fold=0)


def _unreadable(cell: Cell) -> CellError:
    message = Sentence("a date or time expected, found {text!r}.", text=shown(cell))
    if isinstance(cell, str) and _SERIAL.fullmatch(cell):
        cure = mark(
            "It is a spreadsheet's number of a day: format the cells as date and time, "
            "and save again."
        )
        return CellError(Code.INVALID_TIME, message, cure)
    cure = mark("Write 26.11.2026 9:40, 2026-11-26 09:40, or 9:40 alone.")
    return CellError(Code.INVALID_TIME, message, cure)
