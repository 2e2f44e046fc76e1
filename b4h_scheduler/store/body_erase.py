"""A name taken out of the final bytes of a message."""

from __future__ import annotations

import base64
import re
from html import escape

_PART = re.compile(
    rb"(Content-Type: ([^\r\n;]+)[^\r\n]*\r\nContent-Transfer-Encoding: base64\r\n"
    rb"(?:[^\r\n]+\r\n)*\r\n)([A-Za-z0-9+/=\r\n]+?)(?=\r\n--)"
)
"""A part as `mail.mime` writes it: its head, its type, its content."""
_CALENDARS = frozenset({b"text/calendar", b"application/ics"})
_MOST_OCTETS = 75
"""Of a line of a calendar (RFC 5545, 3.1)."""


def without_name(body: bytes, old: str, new: str) -> bytes:
    """Return a message in which ``new`` stands for the name ``old`` in every part.

    Headers name nobody but sender and recipient.
    """

    def replaced(found: re.Match[bytes]) -> bytes:
        content = base64.b64decode(found[3])
        changed = _changed(content, old, new, is_calendar=found[2] in _CALENDARS)
        if changed == content:
            return found[0]
        lines = base64.encodebytes(changed).rstrip(b"\n").replace(b"\n", b"\r\n")
        return found[1] + lines

    return _PART.sub(replaced, body)


def _changed(content: bytes, old: str, new: str, *, is_calendar: bool) -> bytes:
    if not is_calendar:
        for form in (str, _as_markup, escape):
            content = content.replace(form(old).encode(), form(new).encode())
        return content
    unfolded = content.replace(b"\r\n ", b"")
    for form in (str, _as_calendar):
        unfolded = unfolded.replace(form(old).encode(), form(new).encode())
    if unfolded == content.replace(b"\r\n ", b""):
        return content
    return b"\r\n".join(map(_folded, unfolded.split(b"\r\n")))


def _as_markup(text: str) -> str:
    """As Jinja escapes it: quotes by their numbers."""
    return escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def _as_calendar(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text)


def _folded(line: bytes) -> bytes:
    """Break a line where its octets are too many, but not within a letter."""
    pieces, most = [], _MOST_OCTETS
    while len(line) > most:
        end = most
        while line[end] & 0xC0 == 0x80:  # noqa: PLR2004  (the middle of a letter)
            end -= 1
        pieces.append(line[:end])
        line, most = line[end:], _MOST_OCTETS - 1
    return b"\r\n ".join([*pieces, line])
