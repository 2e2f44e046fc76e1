"""How many places are left, by kind and region of organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.rules import Places, read_rules
from b4h_scheduler.store.schema_event import OrganizationRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Taken:
    """Places, and how many are taken."""

    places: Places
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether none is left."""
        return self.taken >= self.places.number

    @property
    def words(self) -> str:
        """As staff reads it."""
        return Sentence(
            "{taken} of {number} places for {words}",
            taken=self.taken,
            number=self.places.number,
            words=self.places.words,
        )


def places_taken(session: Session, event_id: int) -> tuple[Taken, ...]:
    """Return how full an event is; nothing where no number is set."""
    rules, _ = read_rules(session, event_id)
    if not rules.places:
        return ()
    query = select(OrganizationRow).where(
        OrganizationRow.event_id == event_id, OrganizationRow.is_approved
    )
    known = [(row.content["kind"], row.region) for row in session.scalars(query)]
    return tuple(
        Taken(places, sum(places.covers(kind, region) for kind, region in known))
        for places in rules.places
    )


def full_for(session: Session, event_id: int, kind: str, region: str) -> str:
    """Return why there is no place for an organization; empty: there is one."""
    for each in places_taken(session, event_id):
        if each.places.covers(kind, region) and each.is_full:
            return Sentence("{words} are taken", words=each.words)
    return ""
