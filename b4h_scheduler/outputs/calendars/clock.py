"""Times of entries in the event's time zone, and the zone itself."""

from __future__ import annotations

from datetime import UTC
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
        self.is_utc = zone.key in _UTC_NAMES

    def times(self, start: datetime, end: datetime) -> str:
        """Return DTSTART and DTEND, in local time.

        A local time that occurs twice means its first occurrence (RFC 5545, 3.3.5),
        but some readers take the second: in the hour that clocks repeat, times are
        written in UTC.
        """
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        if self.is_utc or _occurs_twice(first) or _occurs_twice(last):
            first, last = first.astimezone(UTC), last.astimezone(UTC)
            return f"DTSTART:{first:{STAMP}}{END}DTEND:{last:{STAMP}}{END}"
        key = self.zone.key
        return folded(f"DTSTART;TZID={key}:{first:{_LOCAL}}") + folded(
            f"DTEND;TZID={key}:{last:{_LOCAL}}"
        )

    def definition(self) -> str:
        """Return the VTIMEZONE; nothing where all times are UTC."""
        return "" if self.is_utc else vtimezone(self.zone, self.first, self.last)


def stamp(moment: datetime) -> str:
    """Return a moment as DTSTAMP wants it."""
    return moment.astimezone(UTC).strftime(STAMP)


def _occurs_twice(moment: datetime) -> bool:
    other = moment.replace(fold=1 - moment.fold)
    return moment.utcoffset() != other.utcoffset()
