"""A message of the outbox as people read it."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage

_SHOWN = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


@dataclass(frozen=True, slots=True)
class Readable:
    """Headers, both texts, and the names of attachments."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[str, ...]


def readable(body: bytes) -> Readable:
    """Return what the bytes of a message say."""
    message: EmailMessage = message_from_bytes(body, policy=email.policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Readable(
        headers=tuple((name, str(message[name])) for name in _SHOWN if name in message),
        text="" if text is None else text.get_content().replace("\r\n", "\n"),
        html="" if html is None else html.get_content(),
        attachments=tuple(
            each.get_filename() or each.get_content_type()
            for each in message.iter_attachments()
        ),
    )
