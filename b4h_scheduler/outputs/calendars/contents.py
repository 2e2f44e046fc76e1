"""What the entries of a plan say, apart from how a calendar file writes it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import AwareDatetime

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.outputs.calendars.words import Words, asking, category
from b4h_scheduler.outputs.plain_text import one_line

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup

EVENT_ENTRY = ""
"""Stands for the id of a meeting: the all-day entry of the event."""


class Content(Entity):
    """What one entry says."""

    start: AwareDatetime
    end: AwareDatetime
    is_all_day: bool = False
    """From the day of ``start`` to the day of ``end``, both included."""
    summary: str
    place: str
    description: str
    call: str = ""
    """Said before the link of a call; empty: there is no call."""
    is_online: bool = False
    """The delegate joins the call; the place is the room."""
    category: str

    def hashes(self) -> tuple[str, str]:
        """Return the hash of everything, and the one of time and place alone."""
        content = self.model_dump(mode="json")
        return content_hash(content), place_hash(content)


def content_hash(content: dict[str, Any]) -> str:
    """Return the hash of everything that an entry says, given as JSON."""
    return _hash(content)


def place_hash(content: dict[str, Any]) -> str:
    """Return the hash of an entry's time and place alone, given as JSON."""
    return _hash([content[name] for name in ("start", "end", "place", "is_all_day")])


class Contents:
    """Makes what the entries of one plan say; colleagues share what is equal.

    Parameters
    ----------
    lookup : Lookup
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._words = Words(lookup)
        self._made: dict[tuple[MeetingId, int, bool], Content] = {}

    def of_delegate(self, delegate: DelegateId) -> dict[MeetingId, Content]:
        """Return a delegate's entries by meeting, in order of time."""
        is_online = delegate in self._lookup.online
        return {
            each.meeting.id: self._content(each, is_online=is_online)
            for each in self._lookup.agendas[delegate]
        }

    def of_event(self, delegate: DelegateId) -> Content:
        """Return the entry of the event's days."""
        lookup = self._lookup
        return event_content(
            lookup.event,
            len(lookup.agendas[delegate]),
            is_online=delegate in lookup.online,
        )

    def _content(self, appointment: Appointment, *, is_online: bool) -> Content:
        meeting = appointment.meeting
        key = meeting.id, appointment.side, is_online
        if key not in self._made:
            words = self._words
            self._made[key] = Content(
                start=meeting.start,
                end=meeting.end,
                summary=words.summary(appointment),
                place=words.place(meeting, is_online=is_online),
                description=words.description(
                    appointment, is_online=is_online, has_call=False
                ),
                call=words.call(meeting, is_online=is_online),
                is_online=is_online or meeting.table is None,
                category=category(meeting),
            )
        return self._made[key]


def event_content(event: Event, num_meetings: int, *, is_online: bool) -> Content:
    """Return the entry of the event's days for somebody with so many meetings."""
    told = f"Your meetings: {num_meetings}."
    if not num_meetings:
        told = "No meeting is planned for you; ask at the desk what is possible."
    return Content(
        start=event.slots[0].start,
        end=event.slots[-1].end,
        is_all_day=True,
        summary=one_line(event.name),
        place="Online" if is_online else one_line(event.venue),
        description=told + asking(event),
        category="Event",
    )


_ENCODER = json.JSONEncoder(sort_keys=True)
"""Made once: a release hashes 50,000 times."""


def _hash(value: object) -> str:
    text = _ENCODER.encode(value)
    return hashlib.sha256(text.encode()).hexdigest()
