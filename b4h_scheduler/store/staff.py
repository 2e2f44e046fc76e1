"""Accounts of staff: one-time links for passwords, signing in, sessions, roles."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.schema_staff import (
    LoginAttemptRow,
    StaffRoleRow,
    StaffRow,
    StaffSessionRow,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

SESSION_LASTS = timedelta(hours=12)
LINK_LASTS = timedelta(days=7)
LEAST_PASSWORD = 12
WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 5
"""Failed attempts at one account within `WINDOW`."""
MOST_PER_ADDRESS = 20


class Role(StrEnum):
    """What somebody may do at an event."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"
    PARTNER = "partner"
    DESK = "desk"


def add_account(
    session: Session, email: str, name: str, *, is_owner: bool = False
) -> str:
    """Add an account and return the one-time token that sets its password."""
    email = email.strip().casefold()
    if session.scalar(select(StaffRow.id).where(StaffRow.email == email)):
        message = f"there is an account of {email} already; give another address"
        raise RefusedError(message)
    row = StaffRow(email=email, name=name, is_owner=is_owner)
    session.add(row)
    return new_password_token(row)


def new_password_token(row: StaffRow) -> str:
    """Return a new one-time token that sets an account's password."""
    token = secrets.token_urlsafe(32)
    row.set_password_hash, row.set_password_until = _sha(token), now() + LINK_LASTS
    return token


def has_owner(session: Session) -> bool:
    """Whether somebody owns this installation and can sign in."""
    query = select(StaffRow.id).where(StaffRow.is_owner, StaffRow.password_hash != "")
    return session.scalar(query.limit(1)) is not None


def set_password(session: Session, token: str, password: str) -> StaffRow:
    """Set a password with a one-time token, which is used up; end all sessions.

    Raises
    ------
    RefusedError
        The token is unknown, used or too old, or the password too short.
    """
    row = _row_of_link(session, token)
    if row is None:
        raise RefusedError("this link is used up or too old; ask for a new one")
    _require_length(password)
    row.password_hash = _hasher().hash(password)
    row.set_password_hash = row.set_password_until = None
    sign_out_everywhere(session, row.id)
    return row


def address_of_link(session: Session, token: str) -> str | None:
    """Return whose password a one-time token can set; None: it is used up or too old.

    The token stays as it is.
    """
    row = _row_of_link(session, token)
    return None if row is None else row.email


def _row_of_link(session: Session, token: str) -> StaffRow | None:
    query = select(StaffRow).where(StaffRow.set_password_hash == _sha(token))
    row = session.scalar(query)
    until = None if row is None else row.set_password_until
    return None if until is None or until < now() else row


def change_password(database: Database, email: str, current: str, new: str) -> None:
    """Change a password by who knows it; end all sessions.

    Raises
    ------
    RefusedError
        The current one is wrong, there were too many attempts, or the new one is too
        short.
    """
    subjects = {f"account {email}": MOST_PER_ACCOUNT}
    database.write(lambda session: count_attempts(session, subjects))
    with database.read() as session:
        row = session.scalars(select(StaffRow).where(StaffRow.email == email)).one()
    if not _is_right(row.password_hash or _dummy_hash(), current):
        raise RefusedError("the current password is wrong")
    _require_length(new)
    hashed, staff_id = _hasher().hash(new), row.id

    def save(session: Session) -> None:
        stored = session.get_one(StaffRow, staff_id)
        stored.password_hash = hashed
        stored.set_password_hash = stored.set_password_until = None
        _forget_attempts(session, email)
        sign_out_everywhere(session, staff_id)

    database.write(save, actor=email)


def sign_in(database: Database, email: str, password: str, address: str) -> str:
    """Check a password and return the token of a new session.

    The attempt is counted before the password is looked at, so that simultaneous
    ones count too; no transaction is open while the password is hashed.

    Raises
    ------
    RefusedError
        Wrong, or too many attempts; the same words for unknown accounts.
    """
    email = email.strip().casefold()
    subjects = {f"account {email}": MOST_PER_ACCOUNT}
    subjects[f"address {address}"] = MOST_PER_ADDRESS
    database.write(lambda session: count_attempts(session, subjects))
    with database.read() as session:
        row = session.scalar(select(StaffRow).where(StaffRow.email == email))
    known = row.password_hash if row is not None else ""
    if not _is_right(known or _dummy_hash(), password) or row is None or not known:
        raise RefusedError("address or password is wrong")
    staff_id, token = row.id, secrets.token_urlsafe(32)

    def begin(session: Session) -> None:
        _forget_attempts(session, email)
        begun = now()
        session.add(
            StaffSessionRow(
                staff_id=staff_id,
                token_hash=_sha(token),
                created=begun,
                expires=begun + SESSION_LASTS,
            )
        )

    database.write(begin, actor=email)
    return token


def staff_of_session(session: Session, token: str) -> StaffRow | None:
    """Return who is signed in; None: nobody, signed out or expired."""
    query = (
        select(StaffRow)
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .where(StaffSessionRow.token_hash == _sha(token))
        .where(StaffSessionRow.expires > now())
    )
    return session.scalar(query)


def sign_out(session: Session, token: str) -> None:
    """End one session."""
    ended = StaffSessionRow.token_hash == _sha(token)
    session.execute(delete(StaffSessionRow).where(ended))


def sign_out_everywhere(session: Session, staff_id: int) -> None:
    """End all sessions of somebody."""
    ended = StaffSessionRow.staff_id == staff_id
    session.execute(delete(StaffSessionRow).where(ended))


def role_at(session: Session, staff: StaffRow, event_id: int) -> Role | None:
    """Return what somebody may do at an event; owners of the installation own all."""
    if staff.is_owner:
        return Role.OWNER
    row = role_row(session, staff.id, event_id)
    return None if row is None else Role(row.role)


def role_row(session: Session, staff_id: int, event_id: int) -> StaffRoleRow | None:
    """Return the role with a partner's regions."""
    query = select(StaffRoleRow).where(
        StaffRoleRow.staff_id == staff_id, StaffRoleRow.event_id == event_id
    )
    return session.scalar(query)


def set_role(
    session: Session,
    staff_id: int,
    event_id: int,
    role: Role,
    regions: tuple[str, ...] = (),
) -> None:
    """Give somebody a role at an event, instead of any other.

    Raises
    ------
    RefusedError
        A partner without regions, or regions for somebody else.
    """
    if (role is Role.PARTNER) != bool(regions):
        raise RefusedError("a partner, and nobody else, needs at least one region")
    row = role_row(session, staff_id, event_id)
    if row is None:
        row = StaffRoleRow(staff_id=staff_id, event_id=event_id)
        session.add(row)
    row.role, row.regions = role.value, list(regions)


def count_attempts(session: Session, subjects: dict[str, int]) -> None:
    """Count an attempt of each subject, at most so many within `WINDOW`.

    Raises
    ------
    RefusedError
        There were too many.
    """
    moment = now()
    for subject, most in subjects.items():
        recent = select(func.count()).where(
            LoginAttemptRow.subject == subject, LoginAttemptRow.at > moment - WINDOW
        )
        if (session.scalar(recent) or 0) >= most:
            minutes = int(WINDOW.total_seconds() // 60)
            raise RefusedError(
                Sentence(
                    "too many attempts: wait {minutes} minutes and try again",
                    minutes=minutes,
                )
            )
    session.add_all(LoginAttemptRow(subject=subject, at=moment) for subject in subjects)


def _require_length(password: str) -> None:
    if len(password) < LEAST_PASSWORD:
        raise RefusedError(
            Sentence(
                "a password needs at least {least} characters", least=LEAST_PASSWORD
            )
        )


def _forget_attempts(session: Session, email: str) -> None:
    """Let attempts at an account that succeeded at last count no more."""
    accounts = LoginAttemptRow.subject == f"account {email}"
    session.execute(delete(LoginAttemptRow).where(accounts))


def _sha(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _dummy_hash() -> str:
    """So that an unknown account takes as long as a known one."""
    return _hasher().hash(secrets.token_urlsafe(16))


def _is_right(known: str, password: str) -> bool:
    try:
        return _hasher().verify(known, password)
    except VerificationError:
        return False
