from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import icalendar
import pytest
import time_machine

from b4h_scheduler.mail.imip import Invitation, Method, calendar_bytes
from b4h_scheduler.mail.transport import Later, Refused, Taken
from tests.b4h_scheduler.mail.post import agenda, meets, opened
from tests.vobject_reader import read_by_vobject
from tests.web.events import ZONE, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.store.schema_mail import OutboxRow
    from tests.b4h_scheduler.mail.post import Post

ONE = agenda(meets("m1", 9))
NONE = agenda()
NAMES = [
    'Eve "the" Quote; semi: colon, comma',
    "Zoë 🧬 שלום",
    "line\nbreak\r\nATTENDEE:mailto:all@example.org",
    "x" * 300,
]


@pytest.fixture(autouse=True)
def _before_the_event() -> Iterator[None]:
    """Messages are written some days before."""
    with time_machine.travel(moment(9) - timedelta(days=5), tick=True):
        yield


@pytest.fixture
def inviting(post: Post) -> Post:
    """An event that wants calendar invitations."""
    post.want(has_invitations=True)
    return post


def _calendar(row: OutboxRow) -> tuple[object, icalendar.Calendar]:
    """The method in the MIME type, and what a reader of others finds."""
    (part,) = [
        part
        for part in opened(row.body).walk()
        if part.get_content_type() == "text/calendar"
    ]
    content = part.get_payload(decode=True)
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return part.get_param("method"), calendar


def _meetings(post: Post) -> list[OutboxRow]:
    return [row for row in post.rows() if row.topic == "meeting m1"]


def test_invitations_are_off_by_default(post: Post) -> None:
    """Only the agenda is sent."""
    post.release(alba=ONE)
    assert [row.kind for row in post.rows()] == ["agenda"]


def test_request_update_and_cancel_are_one_meeting(inviting: Post) -> None:
    """One message each, one identifier, a rising SEQUENCE, one attendee."""
    for given in (ONE, agenda(meets("m1", 10)), NONE):
        inviting.release(alba=given)
        inviting.send()
    rows = _meetings(inviting)
    assert [row.kind for row in rows] == ["meeting", "meeting", "meeting-canceled"]
    found = [_calendar(row) for row in rows]
    events = [calendar.walk("VEVENT") for _, calendar in found]
    assert [len(each) for each in events] == [1, 1, 1]
    assert [method for method, _ in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(calendar["METHOD"]) for _, calendar in found] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert len({str(each[0]["UID"]) for each in events}) == 1
    assert [int(each[0]["SEQUENCE"]) for each in events] == [0, 1, 2]
    states = [str(each[0]["STATUS"]) for each in events]
    assert states == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [each[0].decoded("DTSTART") for each in events] == [
        moment(9),
        moment(10),
        moment(10),
    ]
    assert {str(each[0]["ATTENDEE"]) for each in events} == {"mailto:alba@example.org"}


def test_message_has_the_shape_that_programs_know(inviting: Post) -> None:
    """Text, HTML and calendar as alternatives, the calendar as a file too."""
    inviting.release(alba=ONE)
    types = [p.get_content_type() for p in opened(_meetings(inviting)[0].body).walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_meeting_that_came_and_went_unsent_is_never_told(inviting: Post) -> None:
    """No CANCEL of what nobody was asked for."""
    inviting.release(alba=ONE)
    inviting.release(alba=NONE)
    assert [row.state for row in _meetings(inviting)] == ["withdrawn"]


def test_cancel_waits_for_its_request(inviting: Post) -> None:
    """A REQUEST of unknown fate goes again, and the CANCEL after it."""
    inviting.release(alba=ONE)
    inviting.send(Taken("250"), Later("cut", is_in_doubt=True))
    inviting.release(alba=NONE)
    sent = [parcel.body for parcel in inviting.send().parcels]
    request, cancel = _meetings(inviting)
    assert (request.state, cancel.state) == ("taken", "taken")
    assert sent.index(request.body) < sent.index(cancel.body)


def test_cancel_of_a_refused_request_is_withdrawn(inviting: Post) -> None:
    """The calendar never had the meeting."""
    inviting.release()
    inviting.send()
    inviting.release(alba=ONE)
    waiting = [row.topic for row in inviting.rows() if row.state == "waiting"]
    assert waiting == ["agenda", "meeting m1"]
    inviting.send(Taken("250"), Later("451 later", is_in_doubt=False))
    inviting.release(alba=NONE)
    assert [row.state for row in _meetings(inviting)] == ["withdrawn"]
    inviting.release(alba=ONE)
    inviting.send(Later("cut", is_in_doubt=True))
    inviting.release(alba=NONE)
    assert [row.state for row in _meetings(inviting)][1:] == ["waiting", "waiting"]
    inviting.send(Refused("550 no"))
    # It may have arrived before it was refused: the CANCEL goes, and does no harm.
    assert [row.state for row in _meetings(inviting)][1:] == ["failed", "taken"]


def test_unchanged_meeting_is_not_told_again(inviting: Post) -> None:
    """Nothing differs: nothing is sent, nothing rises."""
    inviting.release(alba=ONE)
    inviting.send()
    inviting.release(alba=agenda(meets("m1", 9), meets("m2", 11)))
    assert len(_meetings(inviting)) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", list(Method))
def test_hostile_names_stay_in_their_property(name: str, method: Method) -> None:
    """Lines fit, two readers find one attendee and the same values."""
    content = calendar_bytes(
        Invitation(
            method=method,
            uid="u1@example.org",
            sequence=3,
            made=moment(7),
            start=moment(9),
            end=moment(9, 20),
            zone=ZONE,
            summary=f"Meeting with {name}",
            place=name,
            description=name,
            organizer="desk@example.org",
            organizer_name=name,
            attendee="ada@example.org",
            attendee_name=name,
        )
    )
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"(?<!\r)\n", content)
    (first,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    second = read_by_vobject(content).vevent
    assert str(first["ATTENDEE"]) == second.attendee.value == "mailto:ada@example.org"
    assert str(first["SUMMARY"]) == second.summary.value
    assert first.decoded("DTSTART") == second.dtstart.value == moment(9)
    assert len(second.contents["attendee"]) == 1
    assert content.count(b"BEGIN:VTIMEZONE") == 1
