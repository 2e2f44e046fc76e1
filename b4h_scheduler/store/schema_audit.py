"""The table of who changed what, when, from what to what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json


class AuditRow(Base):
    """One change of one row."""

    __tablename__ = "audit"

    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(index=True)
    """No foreign key: the log outlives what it tells of, until it is purged."""
    action: Mapped[str]
    """``created``, ``changed`` or ``deleted``."""
    subject: Mapped[str]
    """Table and key, such as ``delegate d-17``."""
    before: Mapped[Json | None]
    after: Mapped[Json | None]
