from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from b4h_scheduler.mail.mime import Envelope, Part, message_bytes
from b4h_scheduler.store.body_erase import without_name

NEW = "Erased person"


def _message(name: str) -> bytes:
    """Return a message that names somebody as text, page and calendar write it."""
    envelope = Envelope(
        sender="b4h@example.org",
        sender_name="Small Day",
        recipient="ada@example.org",
        recipient_name="Ada Ahl",
        reply_to="",
        subject="Your agenda",
        language="en",
        message_id="<1@example.org>",
        date=datetime(2026, 11, 26, tzinfo=UTC),
    )
    page = name.replace("&", "&amp;").replace("'", "&#39;")
    line = f"DESCRIPTION:{'x' * 60} with " + name.replace(",", "\\,")
    folded = line[:75] + "\r\n " + line[75:] + "\r\n"
    parts = [
        Part("text/plain; charset=utf-8", f"At nine: {name}\r\n".encode() * 9),
        Part("text/html; charset=utf-8", f"<p>{page}</p>\n".encode()),
        Part("text/calendar; charset=utf-8", folded.encode()),
    ]
    return message_bytes(envelope, parts, [Part("image/png", b"\x89PNG", "a.png")])


@pytest.mark.parametrize("name", ["Bo Berg", "Zoë O'Hara & Co, sr", "Jürgen Öst"])
def test_name_is_gone_from_every_part_and_the_rest_stays(name: str) -> None:
    """As text, escaped in a page, escaped and folded in a calendar."""
    before = message_from_bytes(_message(name), policy=policy.default)
    erased = without_name(_message(name), name, NEW)
    after = message_from_bytes(erased, policy=policy.default)
    assert [str(v) for v in before.values()] == [str(v) for v in after.values()]
    texts = [
        bytes(part.get_payload(decode=True)) for part in after.walk()
        if not part.is_multipart()
    ]  # fmt: skip
    assert texts[0] == f"At nine: {NEW}\r\n".encode() * 9
    assert texts[1] == f"<p>{NEW}</p>\n".encode()
    whole = f"DESCRIPTION:{'x' * 60} with {NEW}".encode()
    assert texts[2].replace(b"\r\n ", b"") == whole + b"\r\n"
    assert max(map(len, texts[2].split(b"\r\n"))) <= 75
    assert texts[3] == b"\x89PNG"


def test_message_that_does_not_name_them_keeps_its_bytes() -> None:
    """Not a line is folded anew."""
    message = _message("Bo Berg")
    assert without_name(message, "Cleo Costa", NEW) == message
