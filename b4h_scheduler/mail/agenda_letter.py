"""An agenda in a letter: days, marks, buttons and small print."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from b4h_scheduler.languages import clock
from b4h_scheduler.mail.letter import Button, Day, Line
from b4h_scheduler.mail.marks import Mark, counts
from b4h_scheduler.mail.texts import filled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from b4h_scheduler.mail.agenda import AgendaMeeting
    from b4h_scheduler.mail.marks import Marked
    from b4h_scheduler.mail.words import MailWords

_TONES = {
    Mark.SAME: "same",
    Mark.NEW: "new",
    Mark.MOVED: "changed",
    Mark.PLACE: "changed",
    Mark.ONLINE: "changed",
    Mark.SEATED: "changed",
    Mark.PEOPLE: "changed",
    Mark.CANCELED: "canceled",
}
_PLACE_WORDS = {"Table ": "table", "Stand ": "stand"}
"""How outputs in English call a place, and our word for it."""


def changes_in_words(changes: tuple[Marked, ...], words: MailWords) -> str:
    """Return "1 new, 2 moved"."""
    found = counts(changes)
    told = [
        filled(words[f"count.{mark}"], {"n": found[mark]})
        for mark in Mark
        if found[mark]
    ]
    return ", ".join(told) or words["count.none"]


def days_of(
    changes: Sequence[Marked], words: MailWords, zone: ZoneInfo
) -> tuple[Day, ...]:
    """Return the meetings by day, on the event's clocks."""
    by_day = groupby(changes, lambda each: each.meeting.start.astimezone(zone).date())
    return tuple(
        Day(words.day(day), tuple(_line(each, words, zone) for each in group))
        for day, group in by_day
    )


def agenda_parts(
    changes: tuple[Marked, ...],
    words: MailWords,
    zone: ZoneInfo,
    links: dict[str, str],
    *,
    has_file: bool,
) -> dict[str, Any]:
    """Return what a letter with an agenda has besides its first words.

    Parameters
    ----------
    links
        ``page``, ``late`` and ``feed``.
    has_file
        ``agenda.ics`` is attached.
    """
    has_meetings = any(each.mark is not Mark.CANCELED for each in changes)
    nothing = () if has_meetings else (words["no_meetings"], words["no_meetings_why"])
    has_marks = bool(counts(changes))
    notes = (
        *((words["legend"],) if has_marks else ()),
        filled(words["time_zone"], {"zone": zone.key}),
        words["live"],
        words["feed_hint" if has_file else "feed_only"],
    )
    buttons = (
        Button(words["open_agenda"], links["page"]),
        Button(words["late"], links["late"]),
        Button(words["feed"], links["feed"]),
    )
    return {
        "days": days_of(changes, words, zone),
        "paragraphs": nothing,
        "buttons": buttons,
        "notes": notes,
    }


def place_of(meeting: AgendaMeeting, words: MailWords) -> str:
    """Return table and zone, or "Online"."""
    if not meeting.has_place:
        return words["online"]
    table = meeting.table
    for english, name in _PLACE_WORDS.items():
        if table.startswith(english):
            table = f"{words[name]} {table.removeprefix(english)}"
    return ", ".join(part for part in (table, meeting.zone) if part)


def _line(each: Marked, words: MailWords, zone: ZoneInfo) -> Line:
    meeting = each.meeting
    with_whom = filled(words["with"], {"people": meeting.people})
    return Line(
        mark="" if each.mark is Mark.SAME else words[f"mark.{each.mark}"],
        tone=_TONES[each.mark],
        when=_hours(meeting.start, meeting.end, zone),
        what=meeting.partner,
        people=with_whom if meeting.people else "",
        where=place_of(meeting, words),
        before=_before(each, words, zone),
    )


def _before(each: Marked, words: MailWords, zone: ZoneInfo) -> str:
    before = each.before
    if before is None or each.mark in {Mark.SAME, Mark.CANCELED}:
        return ""
    if each.mark is Mark.PEOPLE:
        parts = [before.people or before.partner]
    elif each.mark in {Mark.PLACE, Mark.ONLINE, Mark.SEATED}:
        parts = [place_of(before, words)]
    else:
        is_same_day = _day(before, zone) == _day(each.meeting, zone)
        day = [] if is_same_day else [words.day(_day(before, zone))]
        parts = [*day, _hours(before.start, before.end, zone), place_of(before, words)]
    return filled(words["before"], {"what": ", ".join(parts)})


def _day(meeting: AgendaMeeting, zone: ZoneInfo) -> date:
    return meeting.start.astimezone(zone).date()


@lru_cache(maxsize=1024)
def _hours(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """Return the hours of a meeting, given in UTC: all meetings share few."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    return f"{clock(first)}–{clock(last)}"
