"""Tables of an event: its settings, and the people, places and wishes it holds.

What the domain validates is kept as the domain's JSON (``content``); columns beside
it are what is looked up or compared.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned


class EventRow(Versioned, Base):
    """One event: settings, phase, dates."""

    __tablename__ = "event"

    name: Mapped[str]
    content: Mapped[Json]
    """Settings: `domain.Event` without people, places, wishes and vetoes."""
    phase: Mapped[str] = mapped_column(default="set-up")
    phase_dates: Mapped[Json] = mapped_column(default=dict)
    """Phase to the moment (ISO 8601) at which it begins by itself."""
    is_held: Mapped[bool] = mapped_column(default=False)
    """The organizer holds the phase: dates do not move it."""
    link_generation: Mapped[int] = mapped_column(default=1)
    """Raised: all links of the event are revoked."""
    delete_after: Mapped[datetime | None]
    """Retention date: `b4h db purge` removes the event after it."""


class _Part(Versioned):
    """A row of an event with a key of the domain and a place in the order."""

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str]
    position: Mapped[int]
    content: Mapped[Json]


class OrganizationRow(_Part, Base):
    """An organization with its units."""

    __tablename__ = "organization"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    name: Mapped[str]
    region: Mapped[str]
    is_approved: Mapped[bool] = mapped_column(default=True)
    is_late: Mapped[bool] = mapped_column(default=False)
    """Came after closing: planned only into what is free."""


class DelegateRow(_Part, Base):
    """A delegate with trip and voucher."""

    __tablename__ = "delegate"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index(None, "event_id", "organization_key"),
    )

    organization_key: Mapped[str]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    link_generation: Mapped[int] = mapped_column(default=1)
    """Raised: the delegate's links are revoked."""


class CompanionRow(_Part, Base):
    """An interpreter or coach."""

    __tablename__ = "companion"
    __table_args__ = (UniqueConstraint("event_id", "key"),)


class TableRow(_Part, Base):
    """A table of the common pool, or a home place."""

    __tablename__ = "meeting_table"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    is_home: Mapped[bool]


class WishRow(Versioned, Base):
    """A wish, and what the side wished for answered."""

    __tablename__ = "wish"
    __table_args__ = (
        Index(None, "event_id", "wisher_organization", "position"),
        Index(None, "event_id", "wished_organization", "position"),
        Index(None, "event_id", "position"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    position: Mapped[int]
    wisher_organization: Mapped[str]
    wisher_unit: Mapped[str | None]
    wisher_delegate: Mapped[str | None]
    wished_organization: Mapped[str]
    wished_unit: Mapped[str | None]
    wished_delegate: Mapped[str | None]
    priority: Mapped[int]
    message: Mapped[str]
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    """Written with the answer; the wisher reads it unless that is a decline."""
    source: Mapped[str]
    is_promised: Mapped[bool] = mapped_column(default=False)
    promised_position: Mapped[int | None]


class VetoRow(Versioned, Base):
    """Two sides that must never meet."""

    __tablename__ = "veto"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    content: Mapped[Json]


class ConsentRow(Base):
    """What a delegate agreed to, in which version of the text, and when."""

    __tablename__ = "consent"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    delegate_key: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    text_version: Mapped[str]
    is_given: Mapped[bool]
    at: Mapped[datetime]
