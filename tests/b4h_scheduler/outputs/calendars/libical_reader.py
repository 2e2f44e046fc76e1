"""Calendar files as libical (Evolution, GNOME Calendar, KDE) reads them."""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import Structure, c_char_p, c_int, c_int64, c_void_p
from functools import cache
from typing import Any

_VEVENT = 4
_STATUS = {10902: "CONFIRMED", 10905: "CANCELLED"}


class _Time(Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute")),
        *((name, c_int) for name in ("second", "is_date", "is_daylight")),
        ("zone", c_void_p),
    )


_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "icalparser_parse_string": (c_void_p, (c_char_p,)),
    "icalcomponent_free": (None, (c_void_p,)),
    "icalcomponent_count_errors": (c_int, (c_void_p,)),
    "icalrestriction_check": (c_int, (c_void_p,)),
    "icalcomponent_get_first_component": (c_void_p, (c_void_p, c_int)),
    "icalcomponent_get_next_component": (c_void_p, (c_void_p, c_int)),
    "icalcomponent_get_sequence": (c_int, (c_void_p,)),
    "icalcomponent_get_status": (c_int, (c_void_p,)),
    "icaltime_as_timet_with_zone": (c_int64, (_Time, c_void_p)),
    **{
        f"icalcomponent_get_{name}": (c_char_p, (c_void_p,))
        for name in ("uid", "summary", "location", "description")
    },
    **{
        f"icalcomponent_get_{name}": (_Time, (c_void_p,))
        for name in ("dtstart", "dtend", "dtstamp")
    },
}


@cache
def library() -> ctypes.CDLL | None:
    """Return libical 3, or None where it is not installed."""
    name = ctypes.util.find_library("ical")
    if name is None:
        return None
    found = ctypes.CDLL(name)
    for function, (result, arguments) in _SIGNATURES.items():
        getattr(found, function).restype = result
        getattr(found, function).argtypes = arguments
    return found


def rows_by_libical(content: bytes) -> list[list[Any]]:
    """Return the entries of a file, each in the order of ``readers/read.mjs``.

    Raises
    ------
    ValueError
        libical finds a fault in the file, or that it breaks RFC 5546.
    """
    lib = library()
    if lib is None:
        raise ValueError("libical 3 is not installed")
    calendar = lib.icalparser_parse_string(content)
    if not calendar:
        raise ValueError("libical reads no calendar")
    try:
        if lib.icalcomponent_count_errors(calendar):
            raise ValueError("libical finds errors")
        entries = []
        part = lib.icalcomponent_get_first_component(calendar, _VEVENT)
        while part:
            entries.append(_values(lib, part))
            part = lib.icalcomponent_get_next_component(calendar, _VEVENT)
        if not lib.icalrestriction_check(calendar):
            raise ValueError("libical's check against RFC 5546 fails")
        return entries
    finally:
        lib.icalcomponent_free(calendar)


def _values(lib: ctypes.CDLL, part: int) -> list[Any]:
    def text(name: str) -> str:
        found = getattr(lib, f"icalcomponent_get_{name}")(part)
        return "" if found is None else found.decode()

    def moment(name: str) -> int | str:
        time = getattr(lib, f"icalcomponent_get_{name}")(part)
        if time.is_date:
            return f"{time.year:04}-{time.month:02}-{time.day:02}"
        return int(lib.icaltime_as_timet_with_zone(time, time.zone))

    return [
        text("uid"),
        lib.icalcomponent_get_sequence(part),
        moment("dtstart"),
        moment("dtend"),
        text("summary"),
        text("location"),
        text("description"),
        _STATUS.get(lib.icalcomponent_get_status(part), ""),
        moment("dtstamp"),
    ]
