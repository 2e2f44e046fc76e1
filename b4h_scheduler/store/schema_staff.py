"""Tables of staff: accounts, roles, sessions, attempts to sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from b4h_scheduler.store.base import Base, Versioned


class StaffRow(Versioned, Base):
    """An account."""

    __tablename__ = "staff"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    """Argon2; empty: no password set yet."""
    is_owner: Mapped[bool] = mapped_column(default=False)
    """Of the whole installation."""
    set_password_hash: Mapped[str | None] = mapped_column(unique=True)
    """SHA-256 of the one-time token that sets a password."""
    set_password_until: Mapped[datetime | None]


class StaffRoleRow(Versioned, Base):
    """What somebody may do at one event."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("staff_id", "event_id"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    role: Mapped[str]
    regions: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of a partner."""


class StaffSessionRow(Base):
    """One signed-in browser."""

    __tablename__ = "staff_session"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the cookie."""
    created: Mapped[datetime]
    expires: Mapped[datetime]


class LoginAttemptRow(Base):
    """A failed attempt, by address and by account."""

    __tablename__ = "login_attempt"

    subject: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)
