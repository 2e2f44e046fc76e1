from __future__ import annotations

import base64
import email.policy
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4h_scheduler.mail.mime import Envelope, Part, message_bytes

MOMENT = datetime(2026, 11, 26, 9, tzinfo=UTC)
HOSTILE = [
    "Eve\r\nBcc: all@example.org",
    "Eve\nSubject: no\n\nbody",
    '"; <all@example.org>',
    "=?utf-8?q?Bcc=3A_all?=",
    "Zoë Ünïcødé 🧬 שלום العربية",
    "\u202eevil\u2066",
    "x" * 300,
    "a,b;c:d<e>@f(g)\\",
    "\x00\x0b\x1b[31m",
    "\ud800",
]


def _bytes(name: str, subject: str, text: str = "hello") -> bytes:
    envelope = Envelope(
        sender="events@meet.example.org",
        sender_name=name,
        recipient="ada@example.org",
        recipient_name=name,
        reply_to="desk@example.org",
        subject=subject,
        language="en",
        message_id="<e1.a.agenda@meet.example.org>",
        date=MOMENT,
    )
    parts = [
        Part("text/plain; charset=utf-8", text.encode()),
        Part("text/html; charset=utf-8", f"<p>{text}</p>".encode()),
    ]
    attached = Part("application/ics; name=agenda.ics", b"BEGIN", "agenda.ics")
    return message_bytes(envelope, parts, [attached])


EXPECTED = [
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language",
    "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
]  # fmt: skip


def _check(body: bytes) -> None:
    """The headers are ours, the addresses too, and the lines fit."""
    message = message_from_bytes(body, policy=email.policy.default)
    assert message.keys() == EXPECTED
    for name, address in (
        ("From", "events@meet.example.org"),
        ("To", "ada@example.org"),
    ):
        assert [each.addr_spec for each in message[name].addresses] == [address]
    head = body.partition(b"\r\n\r\n")[0]
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 200
    body.decode("ascii")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_and_subjects_stay_where_they_are(text: str) -> None:
    """No header more, no address more, no bare line end."""
    _check(_bytes(text, text))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_name_and_subject_make_a_message(name: str, subject: str) -> None:
    """Whatever people type."""
    _check(_bytes(name, subject))


def test_names_and_subjects_arrive_as_they_were_typed() -> None:
    """Decoded by the standard library, they are those that were given."""
    name, subject = "Zoë 🧬 Ünïcødé, Dr.", "Ihre Termine – geändert: „neu“"
    message = message_from_bytes(_bytes(name, subject), policy=email.policy.default)
    assert message["Subject"] == subject
    assert message["To"].addresses[0].display_name == name


def test_parts_are_in_the_shape_that_mail_programs_want() -> None:
    """Alternatives from plain to rich, the file beside them, all in base64."""
    message = message_from_bytes(
        _bytes("Ada", "Agenda", "Grüße\r\n.\r\n"), policy=email.policy.default
    )
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/ics",
    ]
    leaves = [part for part in message.walk() if not part.is_multipart()]
    encodings = {part["Content-Transfer-Encoding"] for part in leaves}
    assert encodings == {"base64"}
    assert message.get_body(("plain",)).get_content() == "Grüße\r\n.\r\n"
    assert next(message.iter_attachments()).get_content_disposition() == "attachment"


def test_equal_input_gives_equal_bytes() -> None:
    """A message can be compared byte for byte."""
    assert _bytes("Ada", "Agenda") == _bytes("Ada", "Agenda")


def test_base64_is_that_of_the_standard_library() -> None:
    """Line for line, whatever the length."""
    for size in (0, 1, 56, 57, 58, 114, 115, 1000):
        text = "0123456789" * 100
        lines = base64.encodebytes(text[:size].encode()).replace(b"\n", b"\r\n")
        assert b"\r\n\r\n" + lines + b"\r\n--" in _bytes("Ann", "Hi", text[:size])
