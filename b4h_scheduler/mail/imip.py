"""The calendar part of an invitation: one event, one attendee, one method."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.mail.mime import Part
from b4h_scheduler.outputs.calendars.agenda import PRODID
from b4h_scheduler.outputs.calendars.clock import Clock, stamp
from b4h_scheduler.outputs.calendars.content_lines import END, folded, text_line
from b4h_scheduler.outputs.plain_text import one_line

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo


class Method(StrEnum):
    """What a calendar program is asked to do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a program needs to know of a meeting.

    Attributes
    ----------
    sequence : int
        Rises with every message about the meeting.
    made : datetime
        When this message was written.
    """

    method: Method
    uid: str
    sequence: int
    made: datetime
    start: datetime
    end: datetime
    zone: ZoneInfo
    summary: str
    place: str
    description: str
    organizer: str
    organizer_name: str
    attendee: str
    attendee_name: str


def calendar_part(invitation: Invitation) -> Part:
    """Return the alternative by which programs know an invitation."""
    kind = f"text/calendar; method={invitation.method}; charset=utf-8"
    return Part(kind, calendar_bytes(invitation))


def file_part(invitation: Invitation) -> Part:
    """Return the same as a file, for programs that look for one."""
    kind = "application/ics; name=meeting.ics"
    return Part(kind, calendar_bytes(invitation), "meeting.ics")


def calendar_bytes(invitation: Invitation) -> bytes:
    """Return the calendar object."""
    first = invitation.start.astimezone(invitation.zone).date()
    last = invitation.end.astimezone(invitation.zone).date()
    clock = Clock(invitation.zone, first, last)
    is_request = invitation.method is Method.REQUEST
    # Nobody reads replies: the meeting is accepted as it is.
    state = "PARTSTAT=ACCEPTED;RSVP=FALSE;" if is_request else ""
    text = "".join(
        (
            f"BEGIN:VCALENDAR{END}VERSION:2.0{END}PRODID:{PRODID}{END}",
            f"CALSCALE:GREGORIAN{END}METHOD:{invitation.method}{END}",
            clock.definition(),
            f"BEGIN:VEVENT{END}",
            folded(f"UID:{invitation.uid}"),
            f"DTSTAMP:{stamp(invitation.made)}{END}SEQUENCE:{invitation.sequence}{END}",
            clock.times(invitation.start, invitation.end),
            text_line("SUMMARY", invitation.summary),
            text_line("LOCATION", invitation.place) if invitation.place else "",
            text_line("DESCRIPTION", invitation.description),
            folded(
                f"ORGANIZER;CN={quoted(invitation.organizer_name)}"
                f":mailto:{invitation.organizer}"
            ),
            folded(
                f"ATTENDEE;ROLE=REQ-PARTICIPANT;{state}"
                f"CN={quoted(invitation.attendee_name)}:mailto:{invitation.attendee}"
            ),
            f"STATUS:{'CONFIRMED' if is_request else 'CANCELLED'}{END}",
            f"TRANSP:{'OPAQUE' if is_request else 'TRANSPARENT'}{END}",
            f"END:VEVENT{END}END:VCALENDAR{END}",
        )
    )
    return text.encode()


def quoted(name: str) -> str:
    """Return a name as a parameter's value, which no quote or line end can leave."""
    shown = one_line(name).replace('"', "”")
    return f'"{shown}"'
