"""Personal links: derived tokens, the same on every mail and print, revocable.

A token is an HMAC over purpose, event, delegate and the generations of both, with a
secret that is not in the database: a copy of the database opens no page.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from b4h_scheduler.store.errors import StoreError
from b4h_scheduler.store.schema_event import DelegateRow, EventRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

_SECRET_BYTES = 32
_MAC_BYTES = 20
_MOST_DIGITS = 15
"""Of an id: more would not fit the database's integers."""
_MOST_FORMER = 12
"""Revoked generations that are still known."""


_WITH_EVENT = (
    select(DelegateRow, EventRow)
    .join(EventRow, EventRow.id == DelegateRow.event_id)
    .where(DelegateRow.id == bindparam("number"))
)
"""Made once, as other queries of every page: making one takes as long as running it."""


class Purpose(StrEnum):
    """What a link opens."""

    PAGE = "page"
    FEED = "feed"
    """Can only read the agenda."""
    MAIL = "mail"
    """Can only turn messages off."""


def read_secret(path: Path) -> bytes:
    """Return the secret of a file, which is made if there is none.

    Raises
    ------
    StoreError
        The file is shorter than a secret.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) < _SECRET_BYTES:
        message = (
            f"{path}: {len(secret)} bytes are no secret (expected {_SECRET_BYTES}); "
            "delete it to get a new one: all links will change"
        )
        raise StoreError(message)
    return secret


def link_token(
    secret: bytes, purpose: Purpose, event: EventRow, delegate: DelegateRow
) -> str:
    """Return the token of a delegate's link."""
    generations = event.link_generation, delegate.link_generation
    return _token(secret, purpose, event.id, delegate.id, generations)


def _token(
    secret: bytes,
    purpose: Purpose,
    event_id: int,
    delegate_id: int,
    generations: tuple[int, int],
) -> str:
    of_event, of_delegate = generations
    signed = f"{purpose}:{event_id}:{of_event}:{delegate_id}:{of_delegate}"
    mac = hmac.digest(secret, signed.encode(), hashlib.sha256)[:_MAC_BYTES]
    return f"{delegate_id}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def delegate_of_token(
    session: Session, secret: bytes, purpose: Purpose, token: str
) -> DelegateRow | None:
    """Return whose link it is; None: nobody's, or revoked."""
    found = holder_of_token(session, secret, purpose, token)
    return None if found is None else found[0]


def holder_of_token(
    session: Session, secret: bytes, purpose: Purpose, token: str
) -> tuple[DelegateRow, EventRow] | None:
    """Return whose link it is, and of which event; None: nobody's, or revoked."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return None
    found = session.execute(_WITH_EVENT, {"number": int(number)}).one_or_none()
    if found is None:
        return None
    delegate, event = found
    expected = link_token(secret, purpose, event, delegate)
    if not hmac.compare_digest(expected.encode(), token.encode()):
        return None
    return delegate, event


def former_of_token(
    session: Session, secret: bytes, purpose: Purpose, token: str
) -> DelegateRow | None:
    """Return whose revoked link it is; None: nobody's, or one that is valid."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return None
    delegate = session.get(DelegateRow, int(number))
    if delegate is None:
        return None
    event = session.get_one(EventRow, delegate.event_id)
    now = event.link_generation, delegate.link_generation
    known = (range(max(1, last - _MOST_FORMER), last + 1) for last in now)
    for of_event, of_delegate in product(*known):
        if (of_event, of_delegate) == now:
            continue
        before = of_event, of_delegate
        expected = _token(secret, purpose, event.id, delegate.id, before)
        if hmac.compare_digest(expected.encode(), token.encode()):
            return delegate
    return None


def revoke_links(delegate: DelegateRow) -> None:
    """Make all links of a delegate invalid; new ones are derived."""
    delegate.link_generation += 1
