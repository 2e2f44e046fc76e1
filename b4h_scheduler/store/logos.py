"""Logos of an event: added, shown in order, removed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.images import image_of
from b4h_scheduler.store.schema_backing import LogoRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST_LOGOS = 8
MOST_NAME = 100
MOST_BYTES = 90_000
"""Of all logos together: the first visit of a delegate is to stay small."""


def logos_of(session: Session, event_id: int) -> list[LogoRow]:
    """Return the logos of an event in the order in which they were added."""
    query = select(LogoRow).where(LogoRow.event_id == event_id)
    return list(session.scalars(query.order_by(LogoRow.id)))


def add_logo(session: Session, event_id: int, name: str, content: bytes) -> LogoRow:
    """Add a logo below the others.

    Parameters
    ----------
    name : str
        Whose it is.
    content : bytes
        A PNG or JPEG image.

    Raises
    ------
    RefusedError
        No name, no image, too large, there already, or there are enough.
    """
    event_row(session, event_id)
    name = " ".join(name.split())
    if not name or len(name) > MOST_NAME:
        raise RefusedError(
            Sentence(
                "say whose logo it is, in at most {most} characters", most=MOST_NAME
            )
        )
    image = image_of(content)
    _require_room(session, event_id, len(content))
    digest = hashlib.sha256(content).hexdigest()[:32]
    if _row(session, event_id, digest) is not None:
        raise RefusedError("this image is one of the logos already")
    row = LogoRow(
        event_id=event_id,
        digest=digest,
        name=name,
        mimetype=image.mimetype,
        width=image.width,
        height=image.height,
        image=content,
    )
    session.add(row)
    session.flush()
    return row


def logo_row(session: Session, event_id: int, digest: str) -> LogoRow:
    """Return a logo by the digest of its image.

    Raises
    ------
    NotFoundError
        The event has none like it.
    """
    row = _row(session, event_id, digest)
    if row is None:
        raise NotFoundError("there is no such logo at this event (any more)")
    return row


def remove_logo(session: Session, event_id: int, digest: str) -> None:
    """Remove a logo.

    Raises
    ------
    NotFoundError
        It was removed meanwhile.
    """
    session.delete(logo_row(session, event_id, digest))


def _require_room(session: Session, event_id: int, num_bytes: int) -> None:
    query = select(func.count(LogoRow.id), func.sum(func.length(LogoRow.image)))
    number, taken = session.execute(query.where(LogoRow.event_id == event_id)).one()
    if number >= MOST_LOGOS:
        raise RefusedError(
            Sentence(
                "there are {most} logos already: remove one first", most=MOST_LOGOS
            )
        )
    left = MOST_BYTES - (taken or 0)
    if num_bytes > left:
        raise RefusedError(
            Sentence(
                "the image has {found:,} bytes, and {left:,} are left of {most:,} for "
                "all logos, so that pages come quickly: save it smaller, 400 pixels "
                "wide are enough",
                found=num_bytes,
                left=left,
                most=MOST_BYTES,
            )
        )


def _row(session: Session, event_id: int, digest: str) -> LogoRow | None:
    query = select(LogoRow).where(LogoRow.event_id == event_id)
    return session.scalar(query.where(LogoRow.digest == digest))
