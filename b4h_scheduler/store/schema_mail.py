"""Tables of mail: the outbox, the relay, and what an event wants sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned, Words


class OutboxRow(Base):
    """One message to one recipient, from its writing to its end."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_event_recipient", "event_id", "recipient", "state"),
        Index("ix_outbox_event_topic", "event_id", "topic", "delegate_key"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    delegate_key: Mapped[str]
    """Empty: somebody who is no delegate (yet)."""
    recipient: Mapped[str]
    """Address, as the envelope has it; empty: none is known."""
    kind: Mapped[str]
    topic: Mapped[str]
    """A newer message on the same topic makes an unsent older one needless."""
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    body: Mapped[bytes | None]
    """The final bytes; None: deleted after their time."""
    content: Mapped[Json | None]
    """What it tells, to compare the next one with."""
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    due: Mapped[datetime]
    """Not sent before; the next try after a failure."""
    give_up: Mapped[datetime]
    """Not sent after."""
    attempts: Mapped[int] = mapped_column(default=0)
    is_in_doubt: Mapped[bool] = mapped_column(default=False)
    """A connection broke after the bytes had gone: it may have arrived."""
    token: Mapped[int] = mapped_column(default=0)
    """Fencing token: raised by each claim."""
    lease_until: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Words, default="")
    """What the server said last, or why it was not sent."""
    created: Mapped[datetime]
    ended: Mapped[datetime | None]


class RelayRow(Base):
    """The mail server all messages go through; there is one row."""

    __tablename__ = "mail_relay"

    is_paused: Mapped[bool] = mapped_column(default=False)
    next_at: Mapped[datetime | None]
    """The next message goes not before: the rate, or a wait after a failure."""
    failures: Mapped[int] = mapped_column(default=0)
    """In a row, of the server itself."""
    problem: Mapped[str] = mapped_column(Words, default="")
    """Of the server itself, in its words; empty: none."""


class EventMailRow(Versioned, Base):
    """What an event wants sent, and in which words."""

    __tablename__ = "event_mail"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), unique=True
    )
    is_paused: Mapped[bool] = mapped_column(default=False)
    has_invitations: Mapped[bool] = mapped_column(default=False)
    """Calendar invitations (iMIP), one message per meeting."""
    has_digest: Mapped[bool] = mapped_column(default=True)
    has_last_call: Mapped[bool] = mapped_column(default=True)
    has_day_before: Mapped[bool] = mapped_column(default=True)
    texts: Mapped[Json] = mapped_column(default=dict)
    """``kind.language`` to ``{"subject": ..., "intro": ...}``."""
