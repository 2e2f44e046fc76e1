"""What became of the wishes that each delegate and organization made itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.planning.candidates import NO_PRIORITY, worth

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.plans import Plan
    from solver.ragged import IntArray

WISHES, MET, VALUE, VALUE_MET, CANDIDATES = range(5)


@dataclass(frozen=True, slots=True, eq=False)
class OwnWishes:
    """Counts of wishes.

    Attributes
    ----------
    of_delegate : int64[D, 5]
    of_organization : int64[N, 5]
        Eligible own wishes, those met, their values, values met, candidates.
    wishes, eligible, met : Counter
        Rows of the wishes by priority.
    """

    of_delegate: IntArray
    of_organization: IntArray
    wishes: Counter[int]
    eligible: Counter[int]
    met: Counter[int]


def own_wishes(basis: Basis, plan: Plan) -> OwnWishes:
    """Count wishes of all candidates, held or not.

    A wish of an organization that attends together counts for each delegate of the
    agenda; one that attends separately counts its wishes for the delegates who made
    them, and for nobody in person where no one is named. A wish is worth what it adds
    to its candidate's value: of several rows in one direction the strongest.
    """
    held = {meeting.candidate for meeting in plan.meetings}
    barred = {
        unmet.candidate.id
        for unmet in plan.unmet
        if unmet.candidate.ineligible is not None
    }
    count = _Count(basis.event, basis.agendas)
    for candidate in basis.gathered:
        is_held = candidate.id in held
        if is_held or (candidate.ineligible is None and candidate.id not in barred):
            count.candidate(candidate, is_held=is_held)
    return OwnWishes(
        np.array(count.of_delegate, dtype=np.int64).reshape(-1, 5),
        np.array(count.of_organization, dtype=np.int64).reshape(-1, 5),
        Counter(wish.priority for wish in basis.event.wishes),
        count.eligible,
        count.met,
    )


class _Count:
    """Adds up candidate by candidate, in lists: arrays are slow one by one."""

    def __init__(self, event: Event, agendas: Agendas) -> None:
        self.event = event
        self.agendas = agendas
        self.of_delegate = [[0] * 5 for _ in event.delegates]
        self.of_organization = [[0] * 5 for _ in event.organizations]
        self.eligible: Counter[int] = Counter()
        self.met: Counter[int] = Counter()
        self.number = {o.id: place for place, o in enumerate(event.organizations)}
        self.known: dict[object, list[list[int]]] = {}

    def candidate(self, candidate: Gathered, *, is_held: bool) -> None:
        """Count an eligible candidate and its wishes."""
        for side in candidate.sides:
            for row in self._rows(side, is_wish=False):
                row[CANDIDATES] += 1
        strongest: dict[bool, tuple[int, list[list[int]]]] = {}
        for index in candidate.wishes:
            wish = self.event.wishes[index]
            priority, rows = wish.priority, self._rows(wish.wisher, is_wish=True)
            self.eligible[priority] += 1
            self.met[priority] += is_held
            for row in rows:
                row[WISHES] += 1
                row[MET] += is_held
            way = _is_side(candidate.sides[0], wish.wisher)
            if way not in strongest or priority < strongest[way][0]:
                strongest[way] = priority, rows
        for strength, rows in strongest.values():
            value = self._worth(candidate, strength)
            for row in rows:
                row[VALUE] += value
                row[VALUE_MET] += value * is_held

    def _worth(self, candidate: Gathered, priority: int) -> int:
        values = self.event.policy.values
        if candidate.is_mutual:
            return values.priority[priority - 1]
        is_accepted = candidate.is_accepted or candidate.is_promised
        return worth(values, priority, NO_PRIORITY, is_accepted=is_accepted)

    def _rows(self, side: Side, *, is_wish: bool) -> list[list[int]]:
        """Where it counts: the organization, and the delegates it is of in person."""
        key = (side.organization, side.unit, side.delegate, is_wish)
        if key not in self.known:
            organization = self.event.organization_of[side.organization]
            people: set[int] = set()
            in_person = organization.attends is Attends.TOGETHER or side.delegate
            if in_person or not is_wish:
                serving = self.agendas.serving(side)
                people = {p for agenda in serving for p in agenda.delegates}
            self.known[key] = [
                self.of_organization[self.number[side.organization]],
                *(self.of_delegate[person] for person in people),
            ]
        return self.known[key]


def _is_side(side: Side, wisher: Side) -> bool:
    return side.organization == wisher.organization and side.unit == wisher.unit
