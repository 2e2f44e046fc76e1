"""The table of who changed what, when, from what to what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json

if TYPE_CHECKING:
    from sqlalchemy.engine.default import DefaultExecutionContext


def _first_word(context: DefaultExecutionContext) -> str:
    given = context.current_parameters or {}
    return str(given["subject"]).partition(" ")[0]


class AuditRow(Base):
    """One change of one row."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "event_id", "kind", "id"),)

    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(index=True)
    """No foreign key: the log outlives what it tells of, until it is purged."""
    action: Mapped[str]
    """``created``, ``changed`` or ``deleted``."""
    subject: Mapped[str]
    """Table and key, such as ``delegate d-17``."""
    kind: Mapped[str] = mapped_column(default=_first_word)
    """The table alone: the latest change of one is found at once."""
    before: Mapped[Json | None]
    after: Mapped[Json | None]
