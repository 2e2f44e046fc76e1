"""Tables of the desk: who came, what took place, and what was booked there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Versioned


class CheckInRow(Versioned, Base):
    """What the desk said last about whether a delegate has come."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("event_id", "delegate_key"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    delegate_key: Mapped[str]
    is_here: Mapped[bool]
    """False: taken back."""
    said: Mapped[datetime]
    said_by: Mapped[str]


class HeldRow(Versioned, Base):
    """What the desk said last about a meeting at its time.

    Later revisions keep what was said; a meeting that is moved is asked about anew.
    """

    __tablename__ = "meeting_held"
    __table_args__ = (UniqueConstraint("event_id", "meeting_key", "start"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    meeting_key: Mapped[str]
    """`plans.Meeting.id`."""
    start: Mapped[datetime]
    took_place: Mapped[bool | None]
    """None: taken back."""
    revision: Mapped[int]
    """The number of the plan in which it stood when that was said."""
    said: Mapped[datetime]
    said_by: Mapped[str]


class BookingRow(Versioned, Base):
    """A meeting that two people agreed at the desk, and whether it was canceled there.

    The released plan says when and where it is.
    """

    __tablename__ = "booking"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    meeting_key: Mapped[str]
    """`plans.Meeting.id`."""
    first_key: Mapped[str]
    second_key: Mapped[str]
    """The delegates who agreed."""
    start: Mapped[datetime]
    place: Mapped[str | None]
    """The table; None: online."""
    wish_id: Mapped[int]
    """The row of the promise that stands for the agreement; it may be gone."""
    booked: Mapped[datetime]
    booked_by: Mapped[str]
    canceled: Mapped[datetime | None]
    canceled_by: Mapped[str | None]
