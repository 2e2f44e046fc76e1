"""Profiles of earlier events, copied to a new one with the consent of their owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.domain.people import Delegate
from b4h_scheduler.files.duplicates import core
from b4h_scheduler.store.enrolling import NEW, enroll_delegate, enroll_organization
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import organization_of, organization_row
from b4h_scheduler.store.rules import Consent
from b4h_scheduler.store.schema_event import (
    ConsentRow,
    DelegateRow,
    EventRow,
    OrganizationRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

_KEPT = frozenset({"name", "email", "phone", "role", "language", "speaks"})
"""Of a person; trips, vouchers and times belong to the earlier event."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Somebody of an earlier event who agreed to be copied."""

    delegate: DelegateRow
    organization: OrganizationRow
    event_name: str


def earlier_people(
    session: Session, event_id: int, sources: Collection[int]
) -> list[Earlier]:
    """Return who may be copied from other events, each address once.

    Who withdrew the consent, or is at the event already, is not among them.
    """
    here = select(DelegateRow.email).where(DelegateRow.event_id == event_id)
    known = set(session.scalars(here))
    agreed = _agreed(session, sources)
    query = (
        select(DelegateRow, OrganizationRow, EventRow.name)
        .join(
            OrganizationRow,
            (OrganizationRow.event_id == DelegateRow.event_id)
            & (OrganizationRow.key == DelegateRow.organization_key),
        )
        .join(EventRow, EventRow.id == DelegateRow.event_id)
        .where(DelegateRow.event_id.in_(sources), DelegateRow.event_id != event_id)
        .order_by(DelegateRow.event_id.desc(), OrganizationRow.name, DelegateRow.name)
    )
    found = []
    for delegate, organization, name in session.execute(query):
        is_free = delegate.email and delegate.email not in known
        if is_free and (delegate.event_id, delegate.key) in agreed:
            known.add(delegate.email)
            found.append(Earlier(delegate, organization, name))
    return found


def copy_forward(
    session: Session, event_id: int, sources: Collection[int], ids: Collection[int]
) -> int:
    """Copy people and their organizations to an event; return how many.

    Parameters
    ----------
    ids
        Of rows of delegates; those who may not be copied (any more) are refused.

    Raises
    ------
    RefusedError
        Nobody, or somebody who may not be copied.
    """
    may = {
        each.delegate.id: each for each in earlier_people(session, event_id, sources)
    }
    if not ids:
        raise RefusedError("tick the people first")
    if not set(ids) <= may.keys():
        raise RefusedError("somebody of these may not be copied any more: look again")
    here = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
    keys = {core(row.name): row.key for row in session.scalars(here)}
    for number in dict.fromkeys(ids):
        each = may[number]
        name = core(each.organization.name)
        if name not in keys:
            keys[name] = _copy_organization(session, event_id, each.organization)
        _copy_delegate(session, event_id, keys[name], each.delegate)
    return len(set(ids))


def _agreed(session: Session, sources: Collection[int]) -> set[tuple[int, str]]:
    """Return who agreed, by event and key; what was said last counts."""
    query = select(ConsentRow).where(
        ConsentRow.event_id.in_(sources), ConsentRow.purpose == Consent.LATER
    )
    said = {
        (row.event_id, row.delegate_key): row.is_given
        for row in session.scalars(query.order_by(ConsentRow.id))
    }
    return {key for key, is_given in said.items() if is_given}


def _copy_organization(session: Session, event_id: int, source: OrganizationRow) -> str:
    organization = organization_of(source).model_copy(update={"number": ""})
    return enroll_organization(session, event_id, organization).key


def _copy_delegate(
    session: Session, event_id: int, organization: str, source: DelegateRow
) -> None:
    content = {name: source.content[name] for name in _KEPT}
    unit = source.content.get("unit")
    units = organization_row(session, event_id, organization).content["units"]
    if unit in {each["id"] for each in units}:
        content["unit"] = unit
    delegate = Delegate.model_validate(
        content | {"id": NEW, "organization": organization}
    )
    enroll_delegate(session, event_id, delegate)
