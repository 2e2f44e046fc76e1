"""The wishes of one organization and those for it, and the order of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.schema_event import WishRow

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from b4h_scheduler.store.schema_event import DelegateRow


def _of(side: InstrumentedAttribute[str]) -> Select[WishRow]:
    return (
        select(WishRow)
        .where(
            WishRow.event_id == bindparam("event_id"),
            side == bindparam("organization"),
            WishRow.is_promised.is_(False),
        )
        .order_by(WishRow.position, WishRow.id)
    )


_BY, _FOR = _of(WishRow.wisher_organization), _of(WishRow.wished_organization)


def wishes_by(session: Session, event_id: int, organization: str) -> list[WishRow]:
    """Return an organization's own wishes in its order; promised ones left out."""
    return _wishes(session, _BY, event_id, organization)


def wishes_for(session: Session, event_id: int, organization: str) -> list[WishRow]:
    """Return the wishes of others for an organization, in order of arrival."""
    return _wishes(session, _FOR, event_id, organization)


def move_wish(session: Session, delegate: DelegateRow, wish_id: int, by: int) -> None:
    """Move an own wish up (``by`` -1) or down (1) in one's list.

    Raises
    ------
    NotFoundError
        Not one's own.
    """
    rows = wishes_by(session, delegate.event_id, delegate.organization_key)
    ids = [row.id for row in rows]
    if wish_id not in ids:
        raise NotFoundError("there is no such wish: it may have been withdrawn")
    here = ids.index(wish_id)
    there = here + by
    if not 0 <= there < len(rows):
        return
    one, other = rows[here], rows[there]
    one.position, other.position = other.position, one.position


def _wishes(
    session: Session, query: Select[WishRow], event_id: int, organization: str
) -> list[WishRow]:
    given = {"event_id": event_id, "organization": organization}
    return list(session.scalars(query, given))
