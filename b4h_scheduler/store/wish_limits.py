"""How many wishes an organization may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.rules import read_rules
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.wishes import MOST_WISHES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def most_wishes(session: Session, event_id: int, organization: str) -> int:
    """Return the most wishes of an organization: so many for each of its delegates.

    Without a number for its kind it is `store.wishes.MOST_WISHES`.
    """
    kind = Kind(organization_row(session, event_id, organization).content["kind"])
    rules, _ = read_rules(session, event_id)
    each = rules.most_wishes.get(kind)
    if each is None:
        return MOST_WISHES
    query = select(func.count(DelegateRow.id)).where(
        DelegateRow.event_id == event_id, DelegateRow.organization_key == organization
    )
    return each * max(session.scalar(query) or 0, 1)
