"""Tables of late changes: what delegates said, and what is proposed for it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned


class ProposalRow(Versioned, Base):
    """A change of the released plan that awaits the organizer; one is open at most."""

    __tablename__ = "proposal"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(default="open")
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("run.id", ondelete="SET NULL")
    )
    """The run that plans with all changes; None: it was deleted."""
    former_runs: Mapped[Json] = mapped_column(default=dict)
    """Ids of runs that newer changes made needless, under ``ids``."""
    made: Mapped[datetime]
    ended: Mapped[datetime | None]
    revision: Mapped[int | None]
    """What it was released as, or with."""


class LateChangeRow(Versioned, Base):
    """What a delegate said after the plan was made, done to the event's data."""

    __tablename__ = "late_change"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    delegate_key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    told: Mapped[Json]
    """What it was and is: moments, sessions or people, by kind."""
    made: Mapped[datetime]
    made_by: Mapped[str]
    data_version: Mapped[int]
    """`store.drafts.data_version` with the change in it."""
    is_settled: Mapped[bool] = mapped_column(default=False)
    """A release took it up, or the organizer set it aside."""
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id", ondelete="SET NULL")
    )


class MailChoiceRow(Versioned, Base):
    """Which messages a delegate does not want."""

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("event_id", "delegate_key"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    delegate_key: Mapped[str]
    without: Mapped[Json]
    """Kinds of messages, under ``kinds``."""
