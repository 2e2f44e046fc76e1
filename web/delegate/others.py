"""The other organizations of an event, as a delegate may see them.

Never: mail address, phone, trip, voucher, priority, whom else they wish for or meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from b4h_scheduler.finding.search import Searcher
from b4h_scheduler.finding.suggest import Suggester
from b4h_scheduler.store.audit import latest_change
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.own_list import wishes_by, wishes_for
from b4h_scheduler.store.people import organization_of, organization_row
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from b4h_scheduler.store.vetoes import barred_for
from web.site import site

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.people import Organization
    from b4h_scheduler.finding.suggest import Suggestion
    from b4h_scheduler.store.schema_event import WishRow

_PEOPLE = (
    select(DelegateRow.key, DelegateRow.name, DelegateRow.content)
    .where(
        DelegateRow.event_id == bindparam("event_id"),
        DelegateRow.organization_key == bindparam("key"),
    )
    .order_by(DelegateRow.position)
)
NOT_AVAILABLE = "not available"
"""For a decline and a veto alike, whoever ruled it."""


@dataclass(frozen=True, slots=True)
class Person:
    """A delegate as others see it."""

    key: str
    name: str
    role: str
    is_online: bool


def organizations(reading: Session, event_id: int) -> tuple[Organization, ...]:
    """Return the approved organizations of an event, by name."""

    def read() -> tuple[Organization, ...]:
        query = select(OrganizationRow).where(
            OrganizationRow.event_id == event_id, OrganizationRow.is_approved
        )
        rows = reading.scalars(query.order_by(OrganizationRow.name))
        return tuple(organization_of(row) for row in rows)

    return site().cache.get(_key(reading, event_id, "organizations"), read)


def searcher(reading: Session, event_id: int) -> Searcher:
    """Return what searches them."""
    found = organizations(reading, event_id)
    key = _key(reading, event_id, "searcher")
    return site().cache.get(key, lambda: Searcher(found))


def _key(reading: Session, event_id: int, what: str) -> tuple[str, int, int]:
    """Return where something about all organizations is kept."""
    return what, event_id, latest_change(reading, event_id, "organization")


def organization(reading: Session, event_id: int, key: str) -> Organization:
    """Return an approved organization.

    Raises
    ------
    NotFoundError
        There is none of this key.
    """
    for found in organizations(reading, event_id):
        if found.id == key:
            return found
    raise NotFoundError("there is no such organization at this event")


def own_organization(
    reading: Session, row: DelegateRow
) -> Organization | OrganizationRow:
    """Return the organization of the delegate who asks, approved or not."""
    for found in organizations(reading, row.event_id):
        if found.id == row.organization_key:
            return found
    return organization_row(reading, row.event_id, row.organization_key)


def people_of(reading: Session, event_id: int, key: str) -> list[Person]:
    """Return who attends for an organization."""
    given = {"event_id": event_id, "key": key}
    return [
        Person(row.key, row.name, row.content["role"], bool(row.content["is_online"]))
        for row in reading.execute(_PEOPLE, given)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a delegate's organization stands to the others.

    Attributes
    ----------
    num_wishes : int
        Of its own; several may be for units of one organization.
    wished : dict
        Its own wishes by the organization wished for.
    barred, unavailable : frozenset of str
        Whom it cannot meet, whoever ruled it; whom it cannot wish for: they, and who
        declined.
    """

    num_wishes: int
    wished: dict[str, WishRow]
    barred: frozenset[str]
    unavailable: frozenset[str]


def standing(reading: Session, row: DelegateRow) -> Standing:
    """Read how a delegate's organization stands to the others."""
    wishes = wishes_by(reading, row.event_id, row.organization_key)
    declined = {
        wish.wished_organization
        for wish in wishes
        if wish.answer == "declined" and wish.wished_unit is None
    }
    barred = barred_for(reading, row.event_id, row.organization_key)
    wished = {wish.wished_organization: wish for wish in wishes}
    return Standing(len(wishes), wished, barred, frozenset(declined) | barred)


def suggestions(
    reading: Session, row: DelegateRow, stands: Standing, *, most: int
) -> list[Suggestion]:
    """Return whom to look at: neither wished for, nor wishing, nor ruled out."""
    found = organizations(reading, row.event_id)
    without = {*stands.wished, *stands.unavailable}
    for wish in wishes_for(reading, row.event_id, row.organization_key):
        without.add(wish.wisher_organization)
    key = _key(reading, row.event_id, "suggester")
    suggester = site().cache.get(key, lambda: Suggester(found))
    return suggester.suggest(row.organization_key, without=without, most=most)
