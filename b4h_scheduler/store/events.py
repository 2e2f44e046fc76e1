"""Events of the domain into the store and back, equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from b4h_scheduler.domain.event import Event
from b4h_scheduler.store.content import from_json, to_json
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.schema_event import (
    CompanionRow,
    DelegateRow,
    EventRow,
    OrganizationRow,
    TableRow,
    VetoRow,
    WishRow,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Delegate, Organization
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.wishes import Wish

IN_ROWS = frozenset(
    {
        "organizations",
        "delegates",
        "companions",
        "tables",
        "home_places",
        "wishes",
        "vetoes",
        "promised",
    }
)
"""Fields of an event that have tables of their own."""


def save_event(session: Session, event: Event) -> int:
    """Store a new event and return its id."""
    row = EventRow(name=event.name, content=to_json(event, without=IN_ROWS))
    session.add(row)
    session.flush()
    session.add_all(parts(row.id, event))
    session.flush()
    return row.id


def load_event(session: Session, event_id: int) -> Event:
    """Return a stored event.

    Raises
    ------
    NotFoundError
        There is no event of this id.
    """
    row = event_row(session, event_id)
    tables = _rows(session, TableRow, event_id)
    wishes = _rows(session, WishRow, event_id)
    promised = sorted(
        (wish for wish in wishes if wish.promised_position is not None),
        key=lambda wish: wish.promised_position or 0,
    )
    content = {
        **row.content,
        "organizations": _contents(_rows(session, OrganizationRow, event_id)),
        "delegates": _contents(_rows(session, DelegateRow, event_id)),
        "companions": _contents(_rows(session, CompanionRow, event_id)),
        "tables": _contents([table for table in tables if not table.is_home]),
        "home_places": _contents([table for table in tables if table.is_home]),
        "vetoes": _contents(_rows(session, VetoRow, event_id)),
    }
    zone = ZoneInfo(row.content["time_zone"])
    # Wishes are many and hold no moment.
    content = from_json(content, zone) | {
        "wishes": [wish_content(wish) for wish in wishes if not wish.is_promised],
        "promised": [wish_content(wish) for wish in promised],
    }
    return Event.model_validate(content)


def event_row(session: Session, event_id: int) -> EventRow:
    """Return the row of an event.

    Raises
    ------
    NotFoundError
        There is no event of this id.
    """
    row = session.get(EventRow, event_id)
    if row is None:
        message = f"there is no event {event_id}: it was deleted, or never existed"
        raise NotFoundError(message)
    return row


def wish_content(row: WishRow) -> dict[str, Any]:
    """Return a wish as the domain's JSON."""
    return {
        "wisher": {
            "organization": row.wisher_organization,
            "unit": row.wisher_unit,
            "delegate": row.wisher_delegate,
        },
        "wished": {
            "organization": row.wished_organization,
            "unit": row.wished_unit,
            "delegate": row.wished_delegate,
        },
        "priority": row.priority,
        "message": row.message,
        "answer": row.answer,
        "source": row.source,
    }


def wish_row(event_id: int, position: int, wish: Wish) -> WishRow:
    """Return a new row for a wish."""
    wisher, wished = wish.wisher, wish.wished
    return WishRow(
        event_id=event_id,
        position=position,
        wisher_organization=wisher.organization,
        wisher_unit=wisher.unit,
        wisher_delegate=wisher.delegate,
        wished_organization=wished.organization,
        wished_unit=wished.unit,
        wished_delegate=wished.delegate,
        priority=wish.priority,
        message=wish.message,
        answer=wish.answer.value,
        source=wish.source,
        is_promised=False,
        promised_position=None,
    )


def _rows(session: Session, kind: Any, event_id: int) -> list[Any]:  # noqa: ANN401
    query = select(kind).where(kind.event_id == event_id)
    return list(session.scalars(query.order_by(kind.position, kind.id)))


def _contents(rows: list[Any]) -> list[dict[str, Any]]:
    return [row.content for row in rows]


def new_organization(
    event_id: int, organization: Organization, position: int
) -> OrganizationRow:
    """Return a new row for an organization of an event."""
    return OrganizationRow(
        event_id=event_id,
        key=organization.id,
        position=position,
        content=to_json(organization),
        name=organization.name,
        region=organization.region,
    )


def new_delegate(event_id: int, delegate: Delegate, position: int) -> DelegateRow:
    """Return a new row for a delegate of an event."""
    return DelegateRow(
        event_id=event_id,
        key=delegate.id,
        position=position,
        content=to_json(delegate),
        organization_key=delegate.organization,
        name=delegate.name,
        email=delegate.email.casefold(),
    )


def parts(event_id: int, event: Event) -> list[Any]:
    """Return new rows for everything of an event that has a table of its own."""
    rows: list[Any] = []
    for position, organization in enumerate(event.organizations):
        rows.append(new_organization(event_id, organization, position))
    for position, delegate in enumerate(event.delegates):
        rows.append(new_delegate(event_id, delegate, position))
    for position, companion in enumerate(event.companions):
        content = to_json(companion)
        row = CompanionRow(
            event_id=event_id, key=companion.id, position=position, content=content
        )
        rows.append(row)
    return [*rows, *_places(event_id, event), *_wishes(event_id, event)]


def _places(event_id: int, event: Event) -> list[TableRow]:
    places: tuple[Table | HomePlace, ...] = (*event.tables, *event.home_places)
    return [
        TableRow(
            event_id=event_id,
            key=place.id,
            position=position,
            content=to_json(place),
            is_home=position >= len(event.tables),
        )
        for position, place in enumerate(places)
    ]


def _wishes(event_id: int, event: Event) -> list[WishRow | VetoRow]:
    rows: list[WishRow | VetoRow] = [
        wish_row(event_id, position, wish) for position, wish in enumerate(event.wishes)
    ]
    for position, wish in enumerate(event.promised):
        row = wish_row(event_id, len(event.wishes) + position, wish)
        row.is_promised, row.promised_position = True, position
        rows.append(row)
    rows += [
        VetoRow(event_id=event_id, position=position, content=to_json(veto))
        for position, veto in enumerate(event.vetoes)
    ]
    return rows
