"""Tables of work on drafts by hand: edits, locks, objections of delegates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned, Words


class EditRow(Base):
    """One edit of a draft, with what it takes to undo and redo it."""

    __tablename__ = "draft_edit"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    draft_id: Mapped[int] = mapped_column(
        ForeignKey("draft.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    actor: Mapped[str]
    words: Mapped[str] = mapped_column(Words)
    """What was done, naming organizations only."""
    before: Mapped[Json]
    after: Mapped[Json]
    """Meetings that differ and the proof, as they were before and after it."""
    is_undone: Mapped[bool] = mapped_column(default=False)


class LockRow(Versioned, Base):
    """A meeting that every plan of the event keeps, wholly or in part."""

    __tablename__ = "meeting_lock"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str]
    """The candidate."""
    words: Mapped[str] = mapped_column(Words)
    """Who is locked to what, for the log."""
    content: Mapped[Json]
    """`planning.locks.Lock`."""


class ObjectionRow(Versioned, Base):
    """What a delegate said against a meeting (or all) of a draft that was shown."""

    __tablename__ = "objection"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    draft_id: Mapped[int] = mapped_column(
        ForeignKey("draft.id", ondelete="CASCADE"), index=True
    )
    delegate_key: Mapped[str] = mapped_column(index=True)
    candidate: Mapped[str] = mapped_column(default="")
    """Empty: the whole agenda."""
    meeting: Mapped[str] = mapped_column(default="")
    """The meeting in words, as it was then: with whom, when, where."""
    text: Mapped[str]
    made: Mapped[datetime]
    is_settled: Mapped[bool] = mapped_column(default=False)
