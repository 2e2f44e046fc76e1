"""Tables of plans: runs with their progress, drafts, released revisions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned, Words


class RunRow(Base):
    """One solve, or one question about plans that needs solving.

    Who holds its current token may write its result.
    """

    __tablename__ = "run"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(default="plan")
    """``plan``, or `jobs.questions.Kind`."""
    about: Mapped[str] = mapped_column(default="", index=True)
    """Of a question: which state of which draft or event it is about."""
    state: Mapped[str] = mapped_column(default="queued", index=True)
    token: Mapped[int] = mapped_column(default=0)
    """Fencing token: raised by each claim."""
    owner: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[datetime | None]
    is_cancel_asked: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    options: Mapped[Json] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(Words, default="")
    answer: Mapped[Json | None]
    """Of a question; of a plan that cannot be: the demands that contradict."""
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    draft_id: Mapped[int | None] = mapped_column(
        ForeignKey("draft.id", ondelete="SET NULL")
    )


class ProgressRow(Base):
    """One step of a run, for the picture of value against bound."""

    __tablename__ = "run_progress"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("run.id", ondelete="CASCADE"), index=True
    )
    attempt: Mapped[int]
    step: Mapped[str] = mapped_column(Words)
    level: Mapped[str | None]
    value: Mapped[int | None]
    bound: Mapped[int | None]
    seconds: Mapped[float]


class DraftRow(Versioned, Base):
    """A plan that is not released."""

    __tablename__ = "draft"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    plan: Mapped[Json]
    data_version: Mapped[int]
    """`store.drafts.data_version` of the event that was planned."""
    is_previewed: Mapped[bool] = mapped_column(default=False)
    """Delegates see their agendas of it, marked provisional."""
    objections_until: Mapped[datetime | None]
    """Until then, while it is shown, delegates can object."""
    created: Mapped[datetime]


class RevisionRow(Base):
    """A released plan; never changed, but that an erased person loses the name."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    plan: Mapped[Json]
    released: Mapped[datetime]
    released_by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    """What the organizer said about it."""
    source: Mapped[str] = mapped_column(Words, default="")
    """Where it came from: ``draft 4 (Plan 7)``, ``revision 2``."""
