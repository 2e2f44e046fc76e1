"""An agenda as an iCalendar file: one person's meetings.

A snapshot for import: no METHOD, so no scheduling transaction is assumed (RFC 5545,
3.7.2). Times are local with TZID, identifiers are stable per meeting and person, and
equal input gives equal bytes.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.clock import Clock, stamp
from b4h_scheduler.outputs.calendars.content_lines import END, text_line
from b4h_scheduler.outputs.calendars.reminder import reminder
from b4h_scheduler.outputs.calendars.words import Words, category
from b4h_scheduler.outputs.plain_text import one_line

if TYPE_CHECKING:
    from datetime import date, datetime

    from b4h_scheduler.domain.ids import (
        CompanionId,
        DelegateId,
        MeetingId,
        SlotId,
    )
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.plans import Meeting

PRODID = "-//Boost4Health//b4h-scheduler//EN"
_MOST_BODIES = 4096
"""Colleagues stand near each other in a file: this many texts are kept."""


class Agendas:
    """Makes the files of one plan; what they share is made once.

    Parameters
    ----------
    lookup : Lookup
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._words = Words(lookup)
        self._place_line = lru_cache(maxsize=None)(partial(text_line, "LOCATION"))
        self._bodies: dict[tuple[MeetingId, int, bool], str] = {}
        self._times_of: dict[tuple[SlotId, datetime, datetime], str] = {}

    def of_delegate(self, delegate: DelegateId) -> bytes:
        """Return a delegate's file."""
        is_online = self._lookup.event.delegate_of[delegate].is_online
        entries = [
            self._entry(
                appointment.meeting,
                f"delegate {delegate}",
                self._delegates_body(appointment, is_online=is_online),
            )
            for appointment in self._lookup.agendas[delegate]
        ]
        name = self._lookup.delegate_name[delegate]
        return self._file(name, f"delegate {delegate}", entries, is_online=is_online)

    def of_companion(self, companion: CompanionId) -> bytes:
        """Return the file of an interpreter or coach."""
        entries = [
            self._entry(
                meeting,
                f"companion {companion}",
                self._body(
                    meeting,
                    self._words.companion_summary(meeting),
                    self._words.place(meeting, is_online=False),
                    self._words.companion_description(meeting),
                ),
            )
            for meeting in self._lookup.companion_agendas[companion]
        ]
        name = self._lookup.companion_name[companion]
        return self._file(name, f"companion {companion}", entries, is_online=False)

    def _file(
        self, name: str, who: str, entries: list[str], *, is_online: bool
    ) -> bytes:
        event = self._lookup.event
        lines = ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"]
        lines.append(f"PRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n")
        if entries:
            # Microsoft wants no calendar name where there is a single entry.
            title = f"{one_line(event.name)} – {name}"
            lines += [text_line("NAME", title), text_line("X-WR-CALNAME", title)]
        if any("DTSTART;TZID=" in entry for entry in entries):
            lines.append(self._clock.definition())
        lines.append(self._event_entry(who, len(entries), is_online=is_online))
        lines += entries
        lines.append("END:VCALENDAR\r\n")
        return "".join(lines).encode()

    def _delegates_body(self, appointment: Appointment, *, is_online: bool) -> str:
        """Return what an entry says; colleagues who share the meeting share it."""
        key = appointment.meeting.id, appointment.side, is_online
        body = self._bodies.get(key)
        if body is None:
            if len(self._bodies) > _MOST_BODIES:
                self._bodies.clear()
            body = self._bodies[key] = self._body(
                appointment.meeting,
                self._words.summary(appointment),
                self._words.place(appointment.meeting, is_online=is_online),
                self._words.description(appointment, is_online=is_online),
            )
        return body

    def _body(
        self, meeting: Meeting, summary: str, place: str, description: str
    ) -> str:
        return "".join(
            (
                text_line("SUMMARY", summary),
                self._place_line(place),
                text_line("DESCRIPTION", description),
                f"CATEGORIES:{category(meeting)}\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n",
                reminder(f"{summary}: {place}"),
            )
        )

    def _entry(self, meeting: Meeting, who: str, body: str) -> str:
        identity = self._identity(f"meeting {meeting.id}", who)
        return f"BEGIN:VEVENT{END}{identity}{self._times(meeting)}{body}END:VEVENT{END}"

    def _event_entry(self, who: str, num_meetings: int, *, is_online: bool) -> str:
        """Return the all-day entry that keeps a file from ever being empty."""
        event = self._lookup.event
        told = f"Your meetings: {num_meetings}."
        if not num_meetings:
            told = "No meeting is planned for you; ask at the desk what is possible."
        after = self._last_day + timedelta(days=1)
        venue = "Online" if is_online else one_line(event.venue)
        return "".join(
            (
                "BEGIN:VEVENT\r\n",
                self._identity("event", who),
                f"DTSTART;VALUE=DATE:{self._first_day:%Y%m%d}\r\n",
                f"DTEND;VALUE=DATE:{after:%Y%m%d}\r\n",
                text_line("SUMMARY", one_line(event.name)),
                text_line("LOCATION", venue) if venue else "",
                text_line("DESCRIPTION", f"{told}\n{self._words.about_event}"),
                "CATEGORIES:Event\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n",
                "END:VEVENT\r\n",
            )
        )

    def _identity(self, what: str, who: str) -> str:
        """Return UID, stamps and revision of an entry.

        The identifier depends on event, meeting and person alone: a later revision
        finds the entry again. The month tells apart next year's event, where the same
        two organizations may meet; a corrected name or day does not change it.
        """
        key = f"{self._month}\n{what}\n{who}"
        uid = hashlib.sha256(key.encode()).hexdigest()[:32]
        return f"UID:{uid}@b4h-scheduler\r\n{self._revision}"

    @cached_property
    def _month(self) -> str:
        return f"{self._first_day:%Y-%m}"

    @cached_property
    def _revision(self) -> str:
        made = stamp(self._lookup.plan.run.created)
        sequence = self._lookup.plan.revision
        return f"DTSTAMP:{made}\r\nLAST-MODIFIED:{made}\r\nSEQUENCE:{sequence}\r\n"

    def _times(self, meeting: Meeting) -> str:
        """Return DTSTART and DTEND."""
        # With the slot: datetimes of one zone compare by wall clock alone.
        key = meeting.slot, meeting.start, meeting.end
        lines = self._times_of.get(key)
        if lines is None:
            lines = self._times_of[key] = self._clock.times(meeting.start, meeting.end)
        return lines

    @cached_property
    def _clock(self) -> Clock:
        zone = self._lookup.event.zone_info
        return Clock(zone, self._first_day, self._last_day)

    @cached_property
    def _first_day(self) -> date:
        return self._lookup.local(self._lookup.first_moment).date()

    @cached_property
    def _last_day(self) -> date:
        return self._lookup.local(self._lookup.last_moment).date()
