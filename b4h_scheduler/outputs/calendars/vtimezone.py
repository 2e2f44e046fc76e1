"""VTIMEZONE for the days of an event.

From the time zone database, narrowed to the days needed. The icalendar library can
make one too; it adds a COMMENT that libical objects to, and writes the onset of
summer time by the new clock where RFC 5545 (3.6.5) wants the old one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

_STEP = timedelta(hours=1)
_EXACT = timedelta(seconds=1)


@lru_cache(maxsize=32)
def vtimezone(zone: ZoneInfo, first: date, last: date) -> str:
    """Return the component's lines, valid from a day before to a day after."""
    start = datetime.combine(first - timedelta(days=1), time(), zone)
    end = datetime.combine(last + timedelta(days=2), time(), zone).astimezone(UTC)
    component = Timezone()
    component.add("tzid", zone.key)
    component.add_component(_observance(start, start))
    for before, after in _changes(zone, start.astimezone(UTC), end):
        component.add_component(_observance(before, after))
    return str(component.to_ical(), "utf-8")


def _changes(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Give the last second before and the first moment after each change of clocks."""
    low = start
    while low < end:
        high = low + _STEP
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            old, new = low, high
            while new - old > _EXACT:
                middle = old + (new - old) / 2
                middle = middle.replace(microsecond=0)
                same = (
                    middle.astimezone(zone).utcoffset()
                    == low.astimezone(zone).utcoffset()
                )
                old, new = (middle, new) if same else (old, middle)
            yield old.astimezone(zone), new.astimezone(zone)
        low = high


def _observance(
    before: datetime, after: datetime
) -> TimezoneStandard | TimezoneDaylight:
    is_summer = bool(after.dst())
    observance = TimezoneDaylight() if is_summer else TimezoneStandard()
    old = before.utcoffset() or timedelta()
    onset = after.astimezone(UTC).replace(tzinfo=None) + old
    observance.add("dtstart", onset)
    observance.add("tzname", after.tzname())
    observance.add("tzoffsetfrom", old)
    observance.add("tzoffsetto", after.utcoffset())
    return observance
