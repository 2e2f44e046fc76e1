"""Names of the people of an event, without the rest of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.files.text_cells import lookup_key
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def organization_with(reading: Session, event_id: int, email: str) -> str | None:
    """Return for which organization an address takes part; None: it does not."""
    query = (
        select(OrganizationRow.name)
        .join(
            DelegateRow,
            (DelegateRow.event_id == OrganizationRow.event_id)
            & (DelegateRow.organization_key == OrganizationRow.key),
        )
        .where(DelegateRow.event_id == event_id, DelegateRow.email == email.casefold())
    )
    return reading.scalar(query.limit(1))


def organization_numbered(reading: Session, event_id: int, number: str) -> str | None:
    """Return which organization the organizer's lists call by a number, if one."""
    wanted = lookup_key(number)
    query = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
    found = (
        row.name
        for row in reading.scalars(query)
        if lookup_key(row.content["number"]) == wanted
    )
    return next(found, None) if wanted else None


def names_of(reading: Session, event_id: int) -> dict[str, tuple[str, str]]:
    """Return name and organization of every delegate by key."""
    query = (
        select(DelegateRow.key, DelegateRow.name, OrganizationRow.name)
        .join(
            OrganizationRow,
            (OrganizationRow.event_id == DelegateRow.event_id)
            & (OrganizationRow.key == DelegateRow.organization_key),
        )
        .where(DelegateRow.event_id == event_id)
    )
    return {key: (name, of) for key, name, of in reading.execute(query)}
