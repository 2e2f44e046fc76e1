"""VTIMEZONE: right offsets at every hour of an event, in the standard's form."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Timezone

from b4h_scheduler.outputs.calendars.vtimezone import vtimezone

CASES = [
    ("Europe/Berlin", date(2026, 3, 28), date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 24), date(2026, 10, 26)),
    ("Europe/Berlin", date(2026, 6, 1), date(2026, 6, 1)),
    ("Europe/Dublin", date(2026, 3, 29), date(2026, 3, 29)),
    ("Asia/Kolkata", date(2026, 5, 1), date(2026, 5, 3)),
    ("America/St_Johns", date(2026, 3, 8), date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 4), date(2026, 4, 5)),
    ("Africa/Casablanca", date(2026, 2, 14), date(2026, 2, 16)),
]


def _moments(key: str, first: date, last: date) -> list[datetime]:
    """Unambiguous local times that exist, every half hour."""
    zone = ZoneInfo(key)
    naive = datetime.combine(first, datetime.min.time())
    end = datetime.combine(last, datetime.min.time()) + timedelta(days=1)
    found = []
    while naive < end:
        early, late = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
        if early.utcoffset() == late.utcoffset():
            found.append(early)
        naive += timedelta(minutes=30)
    return found


@pytest.mark.parametrize(("key", "first", "last"), CASES)
def test_icalendar_reads_the_offsets_of_the_database(
    key: str, first: date, last: date
) -> None:
    """Read by icalendar alone, every local time has the database's offset."""
    read: Any = Timezone.from_ical(vtimezone(ZoneInfo(key), first, last))
    assert isinstance(read, Timezone)
    zone = read.to_tz(lookup_tzid=False)
    for moment in _moments(key, first, last):
        local = moment.replace(tzinfo=None)
        assert zone.utcoffset(local) == moment.utcoffset(), local


@pytest.mark.parametrize(("key", "first", "last"), CASES)
def test_vobject_reads_the_offsets_of_the_database(
    key: str, first: date, last: date
) -> None:
    """So does vobject, through dateutil."""
    text = vtimezone(ZoneInfo(key), first, last).replace(key, f"Test/{key}-{first}")
    frame = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}END:VCALENDAR\r\n"
    zone = vobject.readOne(frame).vtimezone.gettzinfo()
    for moment in _moments(key, first, last):
        local = moment.replace(tzinfo=None)
        assert zone.utcoffset(local) == moment.utcoffset(), local


def test_summer_time_begins_at_the_old_clock() -> None:
    """The onset is 02:00 by the clock before the change (RFC 5545, 3.6.5)."""
    lines = vtimezone(ZoneInfo("Europe/Berlin"), date(2026, 3, 28), date(2026, 3, 29))
    assert lines == (
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
        "BEGIN:STANDARD\r\nDTSTART:20260327T000000\r\nTZNAME:CET\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZNAME:CEST\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
        "END:VTIMEZONE\r\n"
    )


def test_an_event_without_a_change_has_one_observance() -> None:
    """Narrowed to the event's days; a COMMENT, which libical flags, is not there."""
    lines = vtimezone(ZoneInfo("Europe/Berlin"), date(2026, 6, 1), date(2026, 6, 2))
    assert lines.count("BEGIN:") == 2
    assert "COMMENT" not in lines
