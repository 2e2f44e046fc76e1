"""Meetings booked at the desk, and the promises that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.audit import ACTOR_KEY
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import wish_row
from b4h_scheduler.store.schema_desk import BookingRow
from b4h_scheduler.store.schema_event import WishRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.wishes import Wish
    from b4h_scheduler.plans import Meeting


def add_booking(
    session: Session, event_id: int, wish: Wish, meeting: Meeting
) -> BookingRow:
    """Keep that two people agreed to meet, and promise it.

    Parameters
    ----------
    wish
        The agreement: it names both.
    """
    promise = _promise(session, event_id, wish)
    row = BookingRow(
        event_id=event_id,
        meeting_key=meeting.id,
        first_key=str(wish.wisher.delegate),
        second_key=str(wish.wished.delegate),
        start=utc(meeting.start),
        place=meeting.table,
        wish_id=promise.id,
        booked=now(),
        booked_by=session.info[ACTOR_KEY],
    )
    session.add(row)
    session.flush()
    return row


def end_booking(session: Session, row: BookingRow, *, seen: int) -> None:
    """Keep that a booking was canceled; its promise ends.

    Parameters
    ----------
    seen
        The version that was shown.

    Raises
    ------
    RefusedError
        It was canceled already.
    StaleError
        Somebody changed it meanwhile.
    """
    if row.canceled is not None:
        raise RefusedError("this booking was canceled already")
    require_version(row, seen)
    promise = session.get(WishRow, row.wish_id)
    if promise is not None and promise.event_id == row.event_id:
        session.delete(promise)
    row.canceled, row.canceled_by = now(), session.info[ACTOR_KEY]
    session.flush()


def standing_bookings(session: Session, event_id: int) -> Sequence[BookingRow]:
    """Return what was booked and not canceled at the desk, in order of booking."""
    query = select(BookingRow).where(
        BookingRow.event_id == event_id, BookingRow.canceled.is_(None)
    )
    return session.scalars(query.order_by(BookingRow.id)).all()


def booking_row(session: Session, event_id: int, booking_id: int) -> BookingRow:
    """Return a booking of an event.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(BookingRow, booking_id)
    if row is None or row.event_id != event_id:
        raise NotFoundError("there is no such booking at this event")
    return row


def _promise(session: Session, event_id: int, wish: Wish) -> WishRow:
    """Add the wish as a promised meeting, after all others."""
    query = select(
        func.max(WishRow.position), func.max(WishRow.promised_position)
    ).where(WishRow.event_id == event_id)
    last, last_promised = session.execute(query).one()
    row = wish_row(event_id, 0 if last is None else last + 1, wish)
    row.is_promised = True
    row.promised_position = 0 if last_promised is None else last_promised + 1
    session.add(row)
    session.flush()
    return row
