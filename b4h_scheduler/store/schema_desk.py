"""Tables of the desk: who has come, and which meetings took place."""

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
