"""How many places are left, by kind and region of organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.application_states import State, is_kept
from b4h_scheduler.store.rules import Places, read_rules
from b4h_scheduler.store.schema_event import OrganizationRow
from b4h_scheduler.store.schema_registration import ApplicationRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Taken:
    """Places, and how many are taken or kept for who was offered one."""

    places: Places
    taken: int
    offered: int = 0

    @property
    def is_full(self) -> bool:
        """Whether none is left."""
        return self.taken + self.offered >= self.places.number

    @property
    def words(self) -> str:
        """As staff reads it."""
        if not self.offered:
            return self._taken
        return Sentence(
            "{taken}, and {offered} offered", taken=self._taken, offered=self.offered
        )

    @property
    def why_full(self) -> str:
        """As staff reads it where none is left."""
        if not self.offered:
            return Sentence("{words} are taken", words=self._taken)
        return Sentence(
            "{words} are taken, and {offered} offered",
            words=self._taken,
            offered=self.offered,
        )

    @property
    def _taken(self) -> str:
        return Sentence(
            "{taken} of {number} places for {words}",
            taken=self.taken,
            number=self.places.number,
            words=self.places.words,
        )


def places_taken(
    session: Session, event_id: int, *, without: int = 0
) -> tuple[Taken, ...]:
    """Return how full an event is; nothing where no number is set.

    Parameters
    ----------
    without
        Id of a registration whose own offer does not count; 0: none.
    """
    rules, _ = read_rules(session, event_id)
    if not rules.places:
        return ()
    query = select(OrganizationRow).where(
        OrganizationRow.event_id == event_id, OrganizationRow.is_approved
    )
    known = [(row.content["kind"], row.region) for row in session.scalars(query)]
    kept = _kept(session, event_id, without)
    return tuple(
        Taken(places, _covered(places, known), _covered(places, kept))
        for places in rules.places
    )


def full_for(
    session: Session, event_id: int, kind: str, region: str, *, without: int = 0
) -> str:
    """Return why there is no place for an organization; empty: there is one.

    Parameters
    ----------
    without
        Id of a registration whose own offer does not count; 0: none.
    """
    for each in places_taken(session, event_id, without=without):
        if each.places.covers(kind, region) and each.is_full:
            return each.why_full
    return ""


def _kept(session: Session, event_id: int, without: int) -> list[tuple[str, str]]:
    """Return kind and region of whom a place is kept for."""
    query = select(ApplicationRow).where(
        ApplicationRow.event_id == event_id,
        ApplicationRow.state == State.OFFERED,
        ApplicationRow.id != without,
    )
    return [
        (row.content["organization"]["kind"], row.region)
        for row in session.scalars(query)
        if is_kept(row)
    ]


def _covered(places: Places, known: list[tuple[str, str]]) -> int:
    return sum(places.covers(kind, region) for kind, region in known)
