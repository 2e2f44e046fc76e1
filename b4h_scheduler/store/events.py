"""Events of the domain into the store and back, equal."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.people import Companion, Delegate, Organization
from b4h_scheduler.domain.places import HomePlace, Table
from b4h_scheduler.domain.wishes import Veto
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.bulk import insert_rows
from b4h_scheduler.store.content import from_json, to_json
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.parts import PartMemory, PartReader
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
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.wishes import Wish
    from b4h_scheduler.store.bulk import Values

    Columns = Callable[[int, Any, int], Values]

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
_GENERATIONS = 2**30
"""Links of a delegate begin anywhere among so many generations."""


def save_event(session: Session, event: Event) -> int:
    """Store a new event and return its id."""
    row = EventRow(name=event.name, content=to_json(event, without=IN_ROWS))
    session.add(row)
    session.flush()
    insert_rows(session, parts(row.id, event))
    return row.id


def load_event(
    session: Session, event_id: int, memory: PartMemory | None = None
) -> Event:
    """Return a stored event.

    Parameters
    ----------
    memory
        Of an earlier reading of this event: what is as it was is not made again.

    Raises
    ------
    NotFoundError
        There is no event of this id.
    """
    row = event_row(session, event_id)
    zone = ZoneInfo(row.content["time_zone"])
    reader = PartReader(session, event_id, zone, memory or PartMemory())
    content = from_json(row.content, zone) | {
        "organizations": reader.parts(OrganizationRow, Organization),
        "delegates": reader.parts(DelegateRow, Delegate),
        "companions": reader.parts(CompanionRow, Companion),
        "tables": reader.parts(TableRow, Table, TableRow.is_home.is_(False)),
        "home_places": reader.parts(TableRow, HomePlace, TableRow.is_home),
        "vetoes": reader.parts(VetoRow, Veto),
    }
    content["wishes"], content["promised"] = reader.wishes()
    event = Event.model_validate(content)
    reader.remember()
    return event


def event_row(session: Session, event_id: int) -> EventRow:
    """Return the row of an event.

    Raises
    ------
    NotFoundError
        There is no event of this id.
    """
    row = session.get(EventRow, event_id)
    if row is None:
        message = Sentence(
            "there is no event {event_id}: it was deleted, or never existed",
            event_id=event_id,
        )
        raise NotFoundError(message)
    return row


def wish_row(event_id: int, position: int, wish: Wish) -> WishRow:
    """Return a new row for a wish."""
    return WishRow(**_of_wish(event_id, wish, position))


def new_organization(
    event_id: int, organization: Organization, position: int
) -> OrganizationRow:
    """Return a new row for an organization of an event."""
    return OrganizationRow(**_of_organization(event_id, organization, position))


def new_delegate(event_id: int, delegate: Delegate, position: int) -> DelegateRow:
    """Return a new row for a delegate of an event."""
    return DelegateRow(**_of_delegate(event_id, delegate, position))


def new_companion(event_id: int, companion: Companion, position: int) -> CompanionRow:
    """Return a new row for an interpreter or coach of an event."""
    return CompanionRow(**_of_part(event_id, companion, position))


def parts(event_id: int, event: Event) -> Iterator[tuple[type, Values]]:
    """Yield new rows for everything of an event that has a table of its own.

    Each is a table and the columns of the row.
    """
    kinds: tuple[tuple[type, Columns, Iterable[Any]], ...] = (
        (OrganizationRow, _of_organization, event.organizations),
        (DelegateRow, _of_delegate, event.delegates),
        (CompanionRow, _of_part, event.companions),
        (TableRow, _of_table, (*event.tables, *event.home_places)),
        (WishRow, _of_wish, event.wishes),
    )
    for kind, columns, entities in kinds:
        for position, entity in enumerate(entities):
            yield kind, columns(event_id, entity, position)
    for position, wish in enumerate(event.promised):
        values = _of_wish(event_id, wish, len(event.wishes) + position)
        yield WishRow, values | {"is_promised": True, "promised_position": position}
    for position, veto in enumerate(event.vetoes):
        content = to_json(veto)
        yield (
            VetoRow,
            {"event_id": event_id, "position": position, "content": content},
        )


def _of_part(event_id: int, part: Any, position: int) -> Values:  # noqa: ANN401
    return {
        "event_id": event_id,
        "key": part.id,
        "position": position,
        "content": to_json(part),
    }


def _of_organization(
    event_id: int, organization: Organization, position: int
) -> Values:
    return _of_part(event_id, organization, position) | {
        "name": organization.name,
        "region": organization.region,
    }


def _of_delegate(event_id: int, delegate: Delegate, position: int) -> Values:
    """Return the columns of a delegate.

    SQLite gives the number of a removed row to the next one: the links of somebody who
    was removed must not open the page of whoever comes after.
    """
    return _of_part(event_id, delegate, position) | {
        "organization_key": delegate.organization,
        "name": delegate.name,
        "email": delegate.email.casefold(),
        "link_generation": 1 + secrets.randbelow(_GENERATIONS),
    }


def _of_table(event_id: int, place: Table | HomePlace, position: int) -> Values:
    is_home = isinstance(place, HomePlace)
    return _of_part(event_id, place, position) | {"is_home": is_home}


def _of_wish(event_id: int, wish: Wish, position: int) -> Values:
    wisher, wished = wish.wisher, wish.wished
    return {
        "event_id": event_id,
        "position": position,
        "wisher_organization": wisher.organization,
        "wisher_unit": wisher.unit,
        "wisher_delegate": wisher.delegate,
        "wished_organization": wished.organization,
        "wished_unit": wished.unit,
        "wished_delegate": wished.delegate,
        "priority": wish.priority,
        "message": wish.message,
        "answer": wish.answer.value,
        "reply": wish.reply,
        "source": wish.source,
        "is_promised": False,
        "promised_position": None,
    }
