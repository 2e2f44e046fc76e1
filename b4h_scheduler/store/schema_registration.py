"""Tables of registration: an event's rules, the texts agreed to, applications."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned


class RulesRow(Versioned, Base):
    """Who may register at an event, and how many wishes each may have."""

    __tablename__ = "event_rules"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), unique=True
    )
    content: Mapped[Json]
    """`store.rules.Rules`."""


class ConsentTextRow(Base):
    """One version of a text that people agree to; never changed."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("event_id", "consent", "version"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    consent: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    """Empty: not asked for from this version on."""
    at: Mapped[datetime]


class ApplicationRow(Versioned, Base):
    """A registration until it is decided: its people are at the event only then."""

    __tablename__ = "application"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(index=True)
    """`store.application_states.State`."""
    name: Mapped[str]
    """Of the organization."""
    region: Mapped[str]
    email: Mapped[str] = mapped_column(index=True)
    """Of who filled in the form: the address that is confirmed."""
    content: Mapped[Json]
    """`store.application.Application`; empty once its people are at the event."""
    created: Mapped[datetime]
    confirmed: Mapped[datetime | None]
    rejoined: Mapped[datetime | None]
    """When it went to the end of the waiting list, after an offer that is over."""
    offered_until: Mapped[datetime | None]
    """Last moment of the day until which a place is kept for it."""
    offered_least: Mapped[Json | None]
    """Least meetings of vouchers by the number of the applicant, once it accepts."""
    decided: Mapped[datetime | None]
    organization_key: Mapped[str | None]
    """Once approved or merged."""
    reason: Mapped[str] = mapped_column(default="")
    """Of a decline, as the applicant reads it."""
