"""Names of the people of an event, without the rest of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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
