"""Calendar files as readers in Python find them, one list of values for each entry.

The values are those of ``readers/read.mjs``: uid, sequence, start, end, summary,
location, description, status, stamp; moments in seconds since 1970, days as dates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from tests.vobject_reader import read_by_vobject


def rows_by_icalendar(content: bytes) -> list[list[Any]]:
    """Return the entries as icalendar reads them; it must find no error."""
    # Each property has a type of its own there.
    calendar: Any = Calendar.from_ical(content)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return [
        [
            str(entry["UID"]),
            int(entry["SEQUENCE"]),
            moment(entry["DTSTART"].dt),
            moment(entry["DTEND"].dt),
            str(entry["SUMMARY"]),
            str(entry.get("LOCATION", "")),
            str(entry["DESCRIPTION"]),
            str(entry["STATUS"]),
            moment(entry["DTSTAMP"].dt),
        ]
        for entry in calendar.events
    ]


def rows_by_vobject(content: bytes) -> list[list[Any]]:
    """Return the entries as vobject reads them."""
    return [
        [
            entry.uid.value,
            int(entry.sequence.value),
            moment(entry.dtstart.value),
            moment(entry.dtend.value),
            entry.summary.value,
            entry.location.value if "location" in entry.contents else "",
            entry.description.value,
            entry.status.value,
            moment(entry.dtstamp.value),
        ]
        for entry in read_by_vobject(content).vevent_list
    ]


def moment(value: date) -> int | str:
    """Return a moment in seconds since 1970; a day as it is written in ISO 8601."""
    return int(value.timestamp()) if isinstance(value, datetime) else str(value)
