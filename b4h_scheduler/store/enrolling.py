"""New rows for people of an event, however they come: keys, places, late or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.files.identifiers import delegate_id, distinct, organization_id
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row, new_delegate, new_organization
from b4h_scheduler.store.phases import LATE, phase_at
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Delegate, Organization
    from b4h_scheduler.store.schema_event import CompanionRow

    _Kind = type[OrganizationRow | DelegateRow | CompanionRow]

NEW = "new"
"""Id of somebody who gets another one by being enrolled."""


def enroll_organization(
    session: Session, event_id: int, organization: Organization
) -> OrganizationRow:
    """Store a new organization, whatever its id was; after closing it is late."""
    wanted = organization_id(organization.number, organization.name)
    key = new_key(session, OrganizationRow, event_id, wanted)
    position = next_position(session, OrganizationRow, event_id)
    row = new_organization(
        event_id, organization.model_copy(update={"id": key}), position
    )
    row.is_late = phase_at(event_row(session, event_id), now()) in LATE
    session.add(row)
    session.flush()
    return row


def enroll_delegate(session: Session, event_id: int, delegate: Delegate) -> DelegateRow:
    """Store a new delegate of an organization that is there, whatever the id was."""
    wanted = delegate_id(delegate.email, delegate.organization, delegate.name)
    key = new_key(session, DelegateRow, event_id, wanted)
    position = next_position(session, DelegateRow, event_id)
    row = new_delegate(event_id, delegate.model_copy(update={"id": key}), position)
    session.add(row)
    session.flush()
    return row


def new_key(
    session: Session,
    kind: _Kind,
    event_id: int,
    wanted: str,
) -> str:
    """Return a key that nobody at an event has: the one wanted, or with a number.

    The one wanted is that which a file would give. That of a person tells no name: keys
    stay when somebody is erased.
    """
    query = select(kind.key).where(kind.event_id == event_id)
    return distinct(wanted, set(session.scalars(query)))


def next_position(session: Session, kind: _Kind, event_id: int) -> int:
    """Return the place after the last one."""
    query = select(func.max(kind.position)).where(kind.event_id == event_id)
    last = session.scalar(query)
    return 0 if last is None else last + 1
