"""Table of the logos of who organizes an event and who pays for it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Versioned


class LogoRow(Versioned, Base):
    """An image that stands below the pages of an event."""

    __tablename__ = "logo"
    __table_args__ = (UniqueConstraint("event_id", "digest"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    digest: Mapped[str]
    """Of the image: its address, which changes with its content."""
    name: Mapped[str]
    """Whose it is: read out to who cannot see it."""
    mimetype: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    image: Mapped[bytes] = mapped_column(deferred=True)
