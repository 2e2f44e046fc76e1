"""Who of the staff may do what: accounts, and roles given, changed and taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_event import EventRow, OrganizationRow
from b4h_scheduler.store.schema_staff import StaffRoleRow, StaffRow
from b4h_scheduler.store.staff import (
    Role,
    add_account,
    new_password_token,
    role_row,
    set_role,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role at an event."""

    account: StaffRow
    role: StaffRoleRow


def team_of(session: Session, event_id: int) -> list[Member]:
    """Return who has a role at an event, by name; not who owns the installation."""
    query = (
        select(StaffRow, StaffRoleRow)
        .join(StaffRoleRow, StaffRoleRow.staff_id == StaffRow.id)
        .where(StaffRoleRow.event_id == event_id)
        .order_by(StaffRow.name, StaffRow.email)
    )
    return [Member(account, role) for account, role in session.execute(query)]


def roles_of(session: Session, staff_id: int) -> list[tuple[EventRow, StaffRoleRow]]:
    """Return the roles of an account with their events, the newest first."""
    query = (
        select(EventRow, StaffRoleRow)
        .join(StaffRoleRow, StaffRoleRow.event_id == EventRow.id)
        .where(StaffRoleRow.staff_id == staff_id)
        .order_by(EventRow.id.desc())
    )
    return [(event, role) for event, role in session.execute(query)]


def accounts(session: Session) -> list[StaffRow]:
    """Return all accounts, by name."""
    return list(session.scalars(select(StaffRow).order_by(StaffRow.name, StaffRow.id)))


def account_row(session: Session, staff_id: int) -> StaffRow:
    """Return an account.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(StaffRow, staff_id)
    if row is None:
        raise NotFoundError("there is no such account: it may have been removed")
    return row


def open_account(
    session: Session, email: str, name: str, *, is_owner: bool = False
) -> str:
    """Add an account, and return the one-time token that sets its password.

    Raises
    ------
    RefusedError
        The address is none, or has an account already; or the name is missing.
    """
    return add_account(session, _address(email), _name(name), is_owner=is_owner)


def give_role(
    session: Session,
    event_id: int,
    email: str,
    name: str,
    role: Role,
    regions: Iterable[str] = (),
) -> tuple[StaffRow, str]:
    """Give somebody a role at an event, with a new account if there is none.

    Returns
    -------
    tuple of StaffRow and str
        The account; the one-time token that sets its password, empty for an account
        that was there.

    Raises
    ------
    RefusedError
        The address is none; who it is has a role here already, or owns everything; a
        partner without regions.
    """
    event_row(session, event_id)
    address = _address(email)
    query = select(StaffRow).where(StaffRow.email == address)
    row, token = session.scalar(query), ""
    if row is None:
        token = open_account(session, address, name)
        session.flush()
        row = session.scalars(query).one()
    elif row.is_owner:
        raise RefusedError(
            Sentence("{email} owns the installation, and so this event", email=address)
        )
    elif role_row(session, row.id, event_id) is not None:
        raise RefusedError(
            Sentence("{email} has a role here already: change it below", email=address)
        )
    set_role(session, row.id, event_id, role, _known(session, event_id, regions))
    session.flush()
    return row, token


def change_role(
    session: Session,
    event_id: int,
    staff_id: int,
    role: Role,
    regions: Iterable[str] = (),
    *,
    seen: int,
) -> None:
    """Give somebody another role at an event.

    Raises
    ------
    NotFoundError
        There is no role to change.
    RefusedError
        A partner without regions.
    StaleError
        Somebody changed it since version ``seen``.
    """
    require_version(_role(session, event_id, staff_id), seen)
    set_role(session, staff_id, event_id, role, _known(session, event_id, regions))


def take_role(session: Session, event_id: int, staff_id: int) -> None:
    """Take somebody's role at an event; the account and other roles stay.

    Raises
    ------
    NotFoundError
        There is no role to take.
    """
    session.delete(_role(session, event_id, staff_id))


def is_only_at(session: Session, staff_id: int, events: Iterable[int]) -> bool:
    """Whether all roles of an account are at these events."""
    query = select(StaffRoleRow.event_id).where(StaffRoleRow.staff_id == staff_id)
    return set(session.scalars(query)) <= set(events)


def renew_link(session: Session, staff_id: int) -> str:
    """Return a new one-time token that sets an account's password."""
    return new_password_token(account_row(session, staff_id))


def renew_link_of(session: Session, email: str) -> str:
    """Return a new one-time token for the account of an address.

    Raises
    ------
    NotFoundError
        There is none.
    """
    address = email.strip().casefold()
    row = session.scalar(select(StaffRow).where(StaffRow.email == address))
    if row is None:
        raise NotFoundError(
            Sentence("there is no account of {email}: is it right?", email=address)
        )
    return new_password_token(row)


def rename_account(session: Session, staff_id: int, email: str, name: str) -> None:
    """Change name and address of an account.

    Raises
    ------
    RefusedError
        The address is none, or another account's; or the name is missing.
    """
    row, address = account_row(session, staff_id), _address(email)
    taken = select(StaffRow.id).where(StaffRow.email == address, StaffRow.id != row.id)
    if session.scalar(taken) is not None:
        raise RefusedError(
            Sentence("{email} is the address of another account", email=address)
        )
    row.email, row.name = address, _name(name)


def set_ownership(session: Session, staff_id: int, *, is_owner: bool) -> None:
    """Let somebody own the installation, or no longer.

    Raises
    ------
    RefusedError
        Nobody who can sign in would own it.
    """
    row = account_row(session, staff_id)
    row.is_owner = is_owner
    session.flush()
    _require_owner(session)


def remove_account(session: Session, staff_id: int) -> None:
    """Remove an account with its roles and sessions.

    Raises
    ------
    RefusedError
        Nobody who can sign in would own the installation.
    """
    row = account_row(session, staff_id)
    for _, role in roles_of(session, staff_id):
        session.delete(role)  # so that the log of each event tells it
    session.flush()
    session.delete(row)
    session.flush()
    _require_owner(session)


def _require_owner(session: Session) -> None:
    query = select(StaffRow.id).where(StaffRow.is_owner, StaffRow.password_hash != "")
    if session.scalar(query.limit(1)) is None:
        raise RefusedError(
            "somebody who can sign in must own the installation: make another owner "
            "first"
        )


def _role(session: Session, event_id: int, staff_id: int) -> StaffRoleRow:
    row = role_row(session, staff_id, event_id)
    if row is None:
        raise NotFoundError("this person has no role here any more")
    return row


def _address(email: str) -> str:
    address = email.strip().casefold()
    if len(address) > _MOST_LETTERS or not _ADDRESS.fullmatch(address):
        raise RefusedError(
            Sentence(
                "{address!r} is no mail address: write it as ann@example.org",
                address=address[:60],
            )
        )
    return address


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RefusedError("give the name too: the others see it")
    return name[:_MOST_LETTERS]


def _known(session: Session, event_id: int, regions: Iterable[str]) -> tuple[str, ...]:
    """Return regions as the event writes them: each once, whatever the case."""
    query = select(OrganizationRow.region).where(OrganizationRow.event_id == event_id)
    known = {each.casefold(): each for each in session.scalars(query)}
    given = (" ".join(each.split()) for each in regions)
    found = {
        each.casefold(): known.get(each.casefold(), each) for each in given if each
    }
    return tuple(found.values())
