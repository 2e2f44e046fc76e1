"""Tables of what released plans give away: calendar entries, feeds, prints."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Json, Versioned


class CalendarEntryRow(Base):
    """One entry of one delegate's calendar, as the last release that changed it."""

    __tablename__ = "calendar_entry"
    __table_args__ = (UniqueConstraint("event_id", "delegate_key", "meeting_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    delegate_key: Mapped[str]
    meeting_id: Mapped[str] = mapped_column(index=True)
    """Empty: the entry of the event's days, which keeps a feed from being empty."""
    uid: Mapped[str]
    sequence: Mapped[int]
    """Raised when start, end, place or status changed (RFC 5545, 3.8.7.4)."""
    stamp: Mapped[datetime]
    """DTSTAMP and LAST-MODIFIED: of the last release that changed anything."""
    is_canceled: Mapped[bool] = mapped_column(default=False)
    content: Mapped[Json]
    """`outputs.calendars.contents.Content`; a canceled entry keeps its last one."""
    content_hash: Mapped[str]
    place_hash: Mapped[str]
    """Of start, end and place alone."""


class CalendarSettingRow(Versioned, Base):
    """What an event gives away beside personal agendas."""

    __tablename__ = "calendar_setting"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), unique=True
    )
    uid_key: Mapped[str]
    """Drawn once: identifiers of entries are derived from it."""
    room_address: Mapped[str] = mapped_column(default="")
    """Rooms of online meetings begin with it; empty: there are none."""
    is_table_feed_on: Mapped[bool] = mapped_column(default=False)
    is_event_feed_on: Mapped[bool] = mapped_column(default=False)
    shows_pairs: Mapped[bool] = mapped_column(default=False)
    """Feeds of tables and the wall name who meets whom (organizations only)."""
    generation: Mapped[int] = mapped_column(default=1)
    """Raised: addresses of table feeds, event feed and wall are revoked."""


class PrintRow(Base):
    """Agendas were printed: the next print can be of what changed since."""

    __tablename__ = "print"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    """Revision that was printed."""
    printed: Mapped[datetime]
    printed_by: Mapped[str]
