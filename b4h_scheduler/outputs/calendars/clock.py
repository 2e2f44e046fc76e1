"""Times of entries in the event's time zone, and the zone itself."""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.content_lines import END, folded
from b4h_scheduler.outputs.calendars.vtimezone import vtimezone

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

STAMP = "%Y%m%dT%H%M%SZ"
_LOCAL = "%Y%m%dT%H%M%S"
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu"})


class Clock:
    """The event's clocks, as calendar lines.

    Parameters
    ----------
    zone
        By its IANA name, never a fixed offset: readers would find no VTIMEZONE.
    first, last
        Days that the VTIMEZONE must cover.
    """

    def __init__(self, zone: ZoneInfo, first: date, last: date) -> None:
        self.zone, self.first, self.last = zone, first, last

    def times(self, start: datetime, end: datetime) -> str:
        """Return DTSTART and DTEND, in local time.

        A local time that occurs twice means its first occurrence (RFC 5545, 3.3.5),
        but some readers take the second: in the hour that clocks repeat, times are
        written in UTC.
        """
        # In UTC, for hours that occur twice are equal by their wall clocks.
        return _times(self.zone, start.astimezone(UTC), end.astimezone(UTC))

    def definition(self) -> str:
        """Return the VTIMEZONE; nothing where all times are UTC."""
        return "" if _is_utc(self.zone) else vtimezone(self.zone, self.first, self.last)


def stamp(moment: datetime) -> str:
    """Return a moment as DTSTAMP wants it."""
    return _stamp(moment.astimezone(UTC))


# All entries of an event share the times of its slots, those of a release its moment.
@lru_cache(maxsize=4096)
def _times(zone: ZoneInfo, start: datetime, end: datetime) -> str:
    first, last = start.astimezone(zone), end.astimezone(zone)
    if _is_utc(zone) or _occurs_twice(first) or _occurs_twice(last):
        return f"DTSTART:{start:{STAMP}}{END}DTEND:{end:{STAMP}}{END}"
    return folded(f"DTSTART;TZID={zone.key}:{first:{_LOCAL}}") + folded(
        f"DTEND;TZID={zone.key}:{last:{_LOCAL}}"
    )


@lru_cache(maxsize=256)
def _stamp(moment: datetime) -> str:
    return moment.strftime(STAMP)


def _is_utc(zone: ZoneInfo) -> bool:
    return zone.key in _UTC_NAMES


def _occurs_twice(moment: datetime) -> bool:
    other = moment.replace(fold=1 - moment.fold)
    return moment.utcoffset() != other.utcoffset()
