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
    from solver.ragged import BoolArray, IntArray


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
    entries = basis.entries.of(basis.event, basis.agendas, basis.gathered)
    is_held = np.array([each.id in held for each in basis.gathered], dtype=np.bool_)
    is_open = np.array(
        [each.ineligible is None and each.id not in barred for each in basis.gathered],
        dtype=np.bool_,
    )
    is_counted = is_held | is_open
    table = np.column_stack(
        [
            entries.wishes.added(is_counted),
            entries.wishes.added(is_held),
            entries.values.added(is_counted),
            entries.values.added(is_held),
            entries.candidates.added(is_counted),
        ]
    )
    num = len(basis.event.organizations)
    return OwnWishes(
        table[num:],
        table[:num],
        Counter(wish.priority for wish in basis.event.wishes),
        entries.by_priority(is_counted),
        entries.by_priority(is_held),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Adding:
    """What candidates add to the rows of organizations, then delegates.

    Attributes
    ----------
    candidate, row, amount : int64[E]
        Each entry adds an amount of a candidate to a row.
    num_rows : int
    """

    candidate: IntArray
    row: IntArray
    amount: IntArray
    num_rows: int

    def added(self, chosen: BoolArray) -> IntArray:
        """int64[num_rows]: the sums of the chosen candidates (bool[C])."""
        is_in = chosen[self.candidate]
        sums = np.bincount(
            self.row[is_in], weights=self.amount[is_in], minlength=self.num_rows
        )
        return sums.astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Where every candidate and its wishes count, whatever plan there is.

    Attributes
    ----------
    candidates, wishes, values : Adding
        One each; the number of wishes; what wishes are worth.
    wish_candidate, wish_priority : int64[W]
        Candidate and priority of each wish.
    """

    candidates: Adding
    wishes: Adding
    values: Adding
    wish_candidate: IntArray
    wish_priority: IntArray

    def by_priority(self, chosen: BoolArray) -> Counter[int]:
        """Count the wishes of the chosen candidates (bool[C])."""
        found = self.wish_priority[chosen[self.wish_candidate]]
        return Counter(found.tolist())


class KnownEntries:
    """Keeps the entries of candidates while what they depend on stays."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], Entries] | None = None

    def of(
        self, event: Event, agendas: Agendas, gathered: tuple[Gathered, ...]
    ) -> Entries:
        """Return the entries of all candidates of an event."""
        members = [(d.id, d.organization, d.unit) for d in event.delegates]
        depends = event.wishes, event.organizations, event.policy.values, members
        last = self._last
        if last is not None and last[0][0] is gathered and last[0][1:] == depends:
            return last[1]
        entries = _Collector(event, agendas).entries(gathered)
        self._last = (gathered, *depends), entries
        return entries


class _Collector:
    """Goes through candidate by candidate, with lists: arrays are slow one by one."""

    def __init__(self, event: Event, agendas: Agendas) -> None:
        self.event = event
        self.agendas = agendas
        self.number = {o.id: place for place, o in enumerate(event.organizations)}
        self.known: dict[object, list[int]] = {}

    def entries(self, gathered: tuple[Gathered, ...]) -> Entries:
        """Return where all candidates count."""
        candidates: list[tuple[int, int, int]] = []
        wishes: list[tuple[int, int, int]] = []
        values: list[tuple[int, int, int]] = []
        priorities: list[tuple[int, int]] = []
        for c, candidate in enumerate(gathered):
            for side in candidate.sides:
                candidates += [(c, row, 1) for row in self._rows(side, is_wish=False)]
            strongest: dict[bool, tuple[int, list[int]]] = {}
            for index in candidate.wishes:
                wish = self.event.wishes[index]
                priority, rows = wish.priority, self._rows(wish.wisher, is_wish=True)
                priorities.append((c, priority))
                wishes += [(c, row, 1) for row in rows]
                way = _is_side(candidate.sides[0], wish.wisher)
                if way not in strongest or priority < strongest[way][0]:
                    strongest[way] = priority, rows
            for strength, rows in strongest.values():
                value = self._worth(candidate, strength)
                values += [(c, row, value) for row in rows]
        made = np.array(priorities, dtype=np.int64).reshape(-1, 2)
        return Entries(
            self._adding(candidates),
            self._adding(wishes),
            self._adding(values),
            made[:, 0],
            made[:, 1],
        )

    def _adding(self, entries: list[tuple[int, int, int]]) -> Adding:
        table = np.array(entries, dtype=np.int64).reshape(-1, 3)
        num = len(self.event.organizations) + len(self.event.delegates)
        candidate, row, amount = np.ascontiguousarray(table.T)
        return Adding(candidate, row, amount, num)

    def _worth(self, candidate: Gathered, priority: int) -> int:
        values = self.event.policy.values
        if candidate.is_mutual:
            return values.priority[priority - 1]
        is_accepted = candidate.is_accepted or candidate.is_promised
        return worth(values, priority, NO_PRIORITY, is_accepted=is_accepted)

    def _rows(self, side: Side, *, is_wish: bool) -> list[int]:
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
                self.number[side.organization],
                *(len(self.number) + person for person in people),
            ]
        return self.known[key]


def _is_side(side: Side, wisher: Side) -> bool:
    return side.organization == wisher.organization and side.unit == wisher.unit
