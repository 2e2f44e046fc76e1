"""A calendar feed: all entries of one agenda, with their identifiers and stamps.

No METHOD, no identifier of the calendar itself (readers would take the feed for one
entry), one VTIMEZONE, never empty; equal input gives equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.agenda import PRODID
from b4h_scheduler.outputs.calendars.clock import Clock, stamp
from b4h_scheduler.outputs.calendars.content_lines import END, folded, text_line
from b4h_scheduler.outputs.calendars.reminder import reminder
from b4h_scheduler.outputs.calendars.words import NO_LINK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from b4h_scheduler.outputs.calendars.contents import Content

REFRESH_MIN = 15
"""How often a program may ask; most ask less often, whatever is said here."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes
    ----------
    is_canceled : bool
        Kept as CANCELLED: a program that only adds and changes hears of it.
    room : str
        Address of the call, if there is one.
    """

    uid: str
    sequence: int
    stamp: datetime
    is_canceled: bool
    content: Content
    room: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the entries.

    Attributes
    ----------
    title : str
    live : str
        Address of the live agenda; empty: entries name none.
    """

    title: str
    zone: ZoneInfo
    live: str = ""


def feed(frame: Frame, entries: Iterable[Entry]) -> bytes:
    """Return the file.

    Raises
    ------
    ValueError
        There is no entry: an empty calendar is no valid one.
    """
    ordered = sorted(entries, key=lambda e: (e.content.start.timestamp(), e.uid))
    if not ordered:
        raise ValueError("a feed needs at least one entry")
    clock = _clock(frame.zone, ordered)
    body = "".join(entry_lines(frame, clock, each) for each in ordered)
    text = "".join(
        (
            f"BEGIN:VCALENDAR{END}VERSION:2.0{END}",
            f"PRODID:{PRODID}{END}CALSCALE:GREGORIAN{END}",
            text_line("NAME", frame.title),
            text_line("X-WR-CALNAME", frame.title),
            f"REFRESH-INTERVAL;VALUE=DURATION:PT{REFRESH_MIN}M{END}",
            f"X-PUBLISHED-TTL:PT{REFRESH_MIN}M{END}",
            clock.definition() if "DTSTART;TZID=" in body else "",
            body,
            f"END:VCALENDAR{END}",
        )
    )
    return text.encode()


def entry_lines(frame: Frame, clock: Clock, entry: Entry) -> str:
    """Return one VEVENT."""
    content = entry.content
    made = stamp(entry.stamp)
    summary = f"Canceled: {content.summary}" if entry.is_canceled else content.summary
    place = entry.room if entry.room and content.is_online else content.place
    is_free = entry.is_canceled or content.is_all_day
    return "".join(
        (
            f"BEGIN:VEVENT{END}",
            folded(f"UID:{entry.uid}"),
            f"DTSTAMP:{made}{END}LAST-MODIFIED:{made}{END}SEQUENCE:{entry.sequence}{END}",
            _days(clock, content)
            if content.is_all_day
            else clock.times(content.start, content.end),
            text_line("SUMMARY", summary),
            text_line("LOCATION", place) if place else "",
            text_line("DESCRIPTION", _description(frame, entry)),
            *_addresses(frame, entry),
            text_line("CATEGORIES", content.category),
            f"STATUS:{'CANCELLED' if entry.is_canceled else 'CONFIRMED'}{END}",
            f"TRANSP:{'TRANSPARENT' if is_free else 'OPAQUE'}{END}",
            "" if is_free else reminder(f"{summary}: {place}"),
            f"END:VEVENT{END}",
        )
    )


def _clock(zone: ZoneInfo, entries: list[Entry]) -> Clock:
    days: list[date] = []
    for each in entries:
        content = each.content
        days += [
            moment.astimezone(zone).date() for moment in (content.start, content.end)
        ]
    return Clock(zone, min(days), max(days))


def _days(clock: Clock, content: Content) -> str:
    first = content.start.astimezone(clock.zone).date()
    after = content.end.astimezone(clock.zone).date() + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{first:%Y%m%d}{END}DTEND;VALUE=DATE:{after:%Y%m%d}{END}"


def _description(frame: Frame, entry: Entry) -> str:
    content = entry.content
    parts = [content.description]
    if entry.is_canceled:
        parts.insert(0, "This meeting is canceled.\n")
    elif content.call:
        parts.insert(0, f"{content.call}: {entry.room or NO_LINK}\n")
    if frame.live:
        parts.append(f"\nThe live agenda is right if this is not: {frame.live}")
    return "\n".join(parts)


def _addresses(frame: Frame, entry: Entry) -> Iterable[str]:
    """Yield the room where programs look for one, else the live agenda."""
    if entry.room and not entry.is_canceled:
        yield folded(f"URL:{entry.room}")
        yield folded(
            f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Video call:{entry.room}"
        )
    elif frame.live:
        yield folded(f"URL:{frame.live}")
