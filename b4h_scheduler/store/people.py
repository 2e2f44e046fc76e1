"""Organizations and delegates: read one, edit in place, erase a person."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from sqlalchemy import bindparam, func, select

from b4h_scheduler.domain.people import Delegate, Organization
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.calendar_state import erase_from_entries
from b4h_scheduler.store.content import from_json, to_json
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.field_faults import first_fault
from b4h_scheduler.store.late import erase_from_late
from b4h_scheduler.store.links import revoke_links
from b4h_scheduler.store.names import organization_numbered, organization_with
from b4h_scheduler.store.objections import erase_objections
from b4h_scheduler.store.outbox_erase import erase_from_outbox
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.plan_erase import erase_from_plans
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_desk import CheckInRow
from b4h_scheduler.store.schema_edits import ObjectionRow
from b4h_scheduler.store.schema_event import (
    ConsentRow,
    DelegateRow,
    OrganizationRow,
    WishRow,
)
from b4h_scheduler.store.schema_late import LateChangeRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.trips import unknown_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

ERASED = "Erased person"
_SAID = ("wish ", "objection ")
"""Rows in which a delegate says something."""
_ORGANIZATION = select(OrganizationRow).where(
    OrganizationRow.event_id == bindparam("event_id"),
    OrganizationRow.key == bindparam("key"),
)
OPEN_TO_DELEGATES = frozenset({Phase.SET_UP, Phase.REGISTRATION, Phase.WISHES})


def delegate_row(session: Session, event_id: int, key: str) -> DelegateRow:
    """Return a delegate.

    Raises
    ------
    NotFoundError
        There is none of this key at the event.
    """
    query = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.key == key
    )
    row = session.scalar(query)
    if row is None:
        raise NotFoundError("there is no such delegate: it may have been removed")
    return row


def organization_row(session: Session, event_id: int, key: str) -> OrganizationRow:
    """Return an organization.

    Raises
    ------
    NotFoundError
        There is none of this key at the event.
    """
    row = session.scalar(_ORGANIZATION, {"event_id": event_id, "key": key})
    if row is None:
        raise NotFoundError("there is no such organization: it may have been removed")
    return row


def delegate_of(row: DelegateRow, zone: ZoneInfo) -> Delegate:
    """Return the domain's delegate of a row."""
    return Delegate.model_validate(from_json(row.content, zone))


def organization_of(row: OrganizationRow) -> Organization:
    """Return the domain's organization of a row."""
    return Organization.model_validate(row.content)


def edit_delegate(
    session: Session, row: DelegateRow, changes: dict[str, Any], *, seen: int
) -> None:
    """Change fields of a delegate.

    Parameters
    ----------
    changes
        Fields of `domain.people.Delegate` with values that it accepts.

    Raises
    ------
    RefusedError
        A value cannot be; the message says which.
    StaleError
        Somebody changed the delegate since version ``seen``.
    """
    require_version(row, seen)
    settings = settings_of(event_row(session, row.event_id))
    content = from_json(row.content, settings.zone_info) | changes
    try:
        delegate = Delegate.model_validate(content)
    except ValidationError as error:
        raise RefusedError(first_fault(error)) from error
    for told in unknown_points(settings, delegate):
        raise RefusedError(told)
    _require_own_address(session, row, delegate.email)
    row.content = to_json(delegate)
    row.name, row.email = delegate.name, delegate.email.casefold()


def _require_own_address(session: Session, row: DelegateRow, email: str) -> None:
    """Refuse an address by which somebody else takes part."""
    if not email or email.casefold() == row.email:
        return
    known = organization_with(session, row.event_id, email)
    if known is not None:
        raise RefusedError(
            Sentence(
                "{email} is at the event already, for {known}", email=email, known=known
            )
        )


def edit_organization(
    session: Session, row: OrganizationRow, changes: dict[str, Any], *, seen: int
) -> None:
    """Change fields of an organization.

    Raises
    ------
    RefusedError, StaleError
        As `edit_delegate`.
    """
    require_version(row, seen)
    event_row(session, row.event_id)
    try:
        organization = Organization.model_validate(row.content | changes)
    except ValidationError as error:
        raise RefusedError(first_fault(error)) from error
    if organization.number != row.content["number"]:
        known = organization_numbered(session, row.event_id, organization.number)
        if known is not None and known != row.name:
            raise RefusedError(Sentence("{name} has this number", name=known))
    row.content = to_json(organization)
    row.name, row.region = organization.name, organization.region


def erase_delegate(session: Session, row: DelegateRow) -> None:
    """Remove a person's name and contact from everywhere; ids and times stay.

    The links end, messages of the person's own wishes are emptied, the log and the
    texts of plans lose the name.
    """
    name = row.name
    content = {
        "id": row.key,
        "name": ERASED,
        "organization": row.organization_key,
        "unit": row.content.get("unit"),
    }
    row.content = to_json(Delegate.model_validate(content))
    row.name, row.email = ERASED, ""
    revoke_links(row)
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for wish in session.scalars(
        select(WishRow).where(
            WishRow.event_id == row.event_id,
            (WishRow.message != "") | (WishRow.reply != ""),
        )
    ):
        is_own = wish.wisher_delegate == row.key
        wish.message = "" if is_own else whole.sub(ERASED, wish.message)
        is_own = wish.wished_delegate == row.key
        wish.reply = "" if is_own else whole.sub(ERASED, wish.reply)
    _erase_from_plans(session, row, name)
    session.flush()
    # Last: what was just emptied stands in the log as it was before.
    _erase_from_log(session, row, name)


def is_erased(name: str, email: str) -> bool:
    """Whether this is what is left of a person who was erased."""
    return name == ERASED and not email


def num_erased(session: Session, event_id: int) -> int:
    """Return how many people of an event were erased."""
    query = select(func.count(DelegateRow.id)).where(
        DelegateRow.event_id == event_id, DelegateRow.name == ERASED
    )
    return session.scalar(query) or 0


def consents_of(session: Session, row: DelegateRow) -> list[ConsentRow]:
    """Return what a delegate agreed to, in order of time."""
    query = select(ConsentRow).where(
        ConsentRow.event_id == row.event_id, ConsentRow.delegate_key == row.key
    )
    return list(session.scalars(query.order_by(ConsentRow.id)))


def _erase_from_log(session: Session, row: DelegateRow, name: str) -> None:
    query = select(AuditRow).where(AuditRow.event_id == row.event_id)
    own = {f"delegate {row.key}", *_subjects_of(session, row)}
    quoted = json.dumps(name, ensure_ascii=False)[1:-1]
    for entry in session.scalars(query):
        told = json.dumps([entry.before, entry.after], ensure_ascii=False)
        is_said = entry.subject.startswith(_SAID) and f'"{row.key}"' in told
        if entry.subject in own or is_said or quoted in told:
            entry.before = blank(entry.before)
            entry.after = blank(entry.after)


def _subjects_of(session: Session, row: DelegateRow) -> Iterator[str]:
    """Yield how the log calls the rows of what a delegate said, or that one came."""
    for kind in (ObjectionRow, LateChangeRow, CheckInRow):
        query = select(kind.id).where(
            kind.event_id == row.event_id, kind.delegate_key == row.key
        )
        yield from (f"{kind.__tablename__} {each}" for each in session.scalars(query))


def blank(content: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the log tells with every value erased."""
    return None if content is None else dict.fromkeys(content, "(erased)")


def _erase_from_plans(session: Session, row: DelegateRow, name: str) -> None:
    """Reasons and warnings name people who attend separately."""
    old, new = (json.dumps(text, ensure_ascii=False)[1:-1] for text in (name, ERASED))
    erase_from_plans(session, row.event_id, old, new)
    erase_objections(session, row.event_id, row.key)
    erase_from_outbox(session, row.event_id, row.key, name, ERASED)
    erase_from_entries(session, row.event_id, row.key, name, ERASED)
    erase_from_late(session, row.event_id, row.key)
