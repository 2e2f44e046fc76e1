"""What the mail server of a story took, and what calendars in it say.

What is due is worked out here from two plans, by other means than the code that
writes messages.
"""

from __future__ import annotations

import email.policy
import re
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

from icalendar import Calendar

from b4h_scheduler.domain.base import utc
from tests.b4h_scheduler.mail.outboxes import num_open
from tests.vobject_reader import read_by_vobject

if TYPE_CHECKING:
    from email.message import EmailMessage

    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.store.database import Database
    from tests.b4h_scheduler.mail.smtp_server import Relay

WAIT_S = 60
Meets = tuple[str, datetime, datetime, str]
"""Partner, start, end and table of a meeting."""


@dataclass(frozen=True)
class Sent:
    """A message that the server took."""

    recipient: str
    subject: str
    message: EmailMessage

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @property
    def file(self) -> bytes:
        """The attached ``agenda.ics``; empty: there is none."""
        for part in self.message.iter_attachments():
            if part.get_filename() == "agenda.ics":
                return bytes(part.get_payload(decode=True) or b"")
        return b""

    @property
    def invitation(self) -> tuple[str, bytes]:
        """Method and content of the invitation; empty: it is none."""
        for part in self.message.walk():
            if part.get_content_type() == "text/calendar":
                method = str(part.get_param("method"))
                return method, bytes(part.get_payload(decode=True) or b"")
        return "", b""


def taken(database: Database, relay: Relay, before: int) -> list[Sent]:
    """Wait until the outbox has nothing to send; return what the server took since."""
    end = time.monotonic() + WAIT_S
    while num_open(database):
        assert time.monotonic() < end, "messages are still waiting"
        time.sleep(0.1)
    found = []
    for each in relay.taken[before:]:
        message = message_from_bytes(each.body, policy=email.policy.default)
        found.append(Sent(each.recipient, str(message["Subject"]), message))
    return found


def meetings(lookup: Lookup, who: DelegateId) -> dict[str, Meets]:
    """Return a delegate's meetings by id."""
    return {each.meeting.id: _meets(lookup, each) for each in lookup.agendas[who]}


def counts(before: dict[str, Meets], now: dict[str, Meets]) -> list[int]:
    """Return how many meetings are new, moved and canceled."""
    both = before.keys() & now.keys()
    moved = sum(before[key][:3] != now[key][:3] for key in both)
    return [len(now.keys() - both), moved, len(before.keys() - both)]


def counts_told(subject: str) -> list[int]:
    """Return how many meetings a subject calls new, moved and canceled."""
    found = [re.search(rf"(\d+) {word}", subject) for word in ("new", "mov", "canc")]
    return [int(each[1]) if each else 0 for each in found]


def same_in_both(content: bytes) -> list[dict[str, object]]:
    """Return the timed entries of a calendar, equal in vobject and icalendar."""
    one = [_by_icalendar(event) for event in Calendar.from_ical(content).walk("VEVENT")]
    two = [_by_vobject(event) for event in read_by_vobject(content).vevent_list]
    assert one == two
    return [each for each in one if isinstance(each["start"], datetime)]


def _by_icalendar(event: Any) -> dict[str, object]:
    return {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "start": _moment(event["DTSTART"].dt),
        "end": _moment(event["DTEND"].dt),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "status": str(event["STATUS"]),
    }


def _by_vobject(event: Any) -> dict[str, object]:
    content = event.contents
    plain = {
        name: content[name][0].value if name in content else ""
        for name in ("uid", "summary", "location", "status")
    }
    return plain | {
        "sequence": int(content["sequence"][0].value),
        "start": _moment(content["dtstart"][0].value),
        "end": _moment(content["dtend"][0].value),
    }


def _moment(value: object) -> object:
    return utc(value) if isinstance(value, datetime) else value


def _meets(lookup: Lookup, each: Appointment) -> Meets:
    meeting = each.meeting
    table = "" if meeting.table is None else str(meeting.table)
    partner = lookup.side_name(each.partner)
    return partner, utc(meeting.start), utc(meeting.end), table
