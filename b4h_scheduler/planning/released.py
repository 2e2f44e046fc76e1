"""What a released plan fixes when an event is planned again on the day.

Meetings that have begun are facts: they are pinned as they were, whatever the inputs
say now, with limits widened where they would contradict. Meetings within the notice
period are pinned while they are possible; if only their table is gone they get another
one. So are those that two people agreed at the help desk, however far ahead: they chose
the time. All later meetings are the baseline that changes are counted against. Nothing
new starts before the notice period has passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later
from b4h_scheduler.planning.fixed import Fixed, Kept
from b4h_scheduler.planning.forced_words import (
    why_impossible,
    why_left_out,
    why_other_place,
)
from b4h_scheduler.planning.lent import lend_spare
from b4h_scheduler.planning.options import Way
from b4h_scheduler.sentence import mark
from solver.problem import NO_TABLE

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.draft import Draft
    from b4h_scheduler.plans import Meeting, Plan


class Fixing:
    """Works out what a released plan fixes; adds ways and tables where needed."""

    def __init__(self, draft: Draft) -> None:
        self.event = draft.event
        self.agendas = draft.agendas
        self.places = draft.places
        self.finder = draft.finder
        self.gathered = draft.gathered
        self.left_out = draft.left_out
        self.in_problem = draft.in_problem
        self.ways = draft.ways
        self.index: dict[CandidateId, int] = {
            item.id: number for number, item in enumerate(draft.gathered)
        }
        self.position = {number: place for place, number in enumerate(draft.in_problem)}
        self.slot_at = {utc(slot.start): slot.index for slot in draft.event.slots}
        self.companions = {
            agenda.companion.id: agenda.index
            for agenda in draft.agendas.companions
            if agenda.companion is not None
        }
        self.taken: set[tuple[int, int]] = set()
        """(table, slot) of released meetings."""
        self.busy: set[tuple[int, int]] = set()
        """(participant, slot) of pinned meetings."""
        self.done: set[int] = set()
        """Candidates (of ``gathered``) whose meeting is carried."""
        self.fixed = Fixed()

    def fix(self, released: Plan, now: datetime) -> Fixed:
        """Return what the plan fixes at a moment."""
        notice = utc(later(now, self.event.policy.limits.notice_min))
        moment = utc(now)
        self.fixed.num_frozen = sum(
            utc(slot.start) < notice for slot in self.event.slots
        )
        rest: list[tuple[Meeting, datetime, int | None]] = []
        for meeting in released.meetings:
            start = utc(meeting.start)
            slot = self.slot_at.get(start)
            if start <= moment:
                self._keep_past(meeting, slot)
            else:
                rest.append((meeting, start, slot))
        is_open = self.places.is_open.tolist()
        seats = [self._seat(meeting, slot, is_open) for meeting, _, slot in rest]
        for (meeting, start, slot), table in zip(rest, seats, strict=True):
            is_soon = meeting.is_booked or start < notice
            self._keep(meeting, slot, table, is_soon=is_soon)
        self._keep_spare_tables()
        lend_spare(self.fixed, self.places, self.ways, self._at_the_desk(released))
        self._let_walk()
        self._drop_done()
        return self.fixed

    def _at_the_desk(self, released: Plan) -> set[int]:
        """Positions in the problem of meetings that were agreed at the help desk."""
        booked = (self.index.get(m.candidate) for m in released.meetings if m.is_booked)
        return {self.position[n] for n in booked if n in self.position}

    # -- meetings that have begun ------------------------------------------------

    def _keep_past(self, meeting: Meeting, slot: int | None) -> None:
        self.fixed.past[meeting.id] = meeting
        number = self.index.get(meeting.candidate)
        people = self._people(meeting)
        if slot is None or number is None or people is None:
            self._carry(meeting, number)
            return
        if any((person, slot) in self.busy for person in people):
            self._carry(meeting, number)  # agendas were joined since
            return
        place = self._take_into_problem(number)
        table = self._past_table(meeting, slot)
        table_set = NO_TABLE if table == NO_TABLE else self.places.single(table)
        groups, holders = self.finder.counting.counted(
            self.gathered[number], meeting.delegates
        )
        way = Way(people, 1 << slot, 1, table_set, NO_TABLE, groups, holders)
        self.ways[place] = [*self.ways[place], way]  # others keep the list
        self._pin(place, len(self.ways[place]) - 1, slot, table, people)

    def _carry(self, meeting: Meeting, number: int | None) -> None:
        """Keep a meeting beside the problem; it must not be held once more."""
        self.fixed.carried.append(meeting)
        if number is not None:
            self.left_out.pop(number, None)
            self.done.add(number)

    def _drop_done(self) -> None:
        """Take candidates that are carried out of the problem."""
        stays = [
            place
            for place, number in enumerate(self.in_problem)
            if number not in self.done
        ]
        if len(stays) == len(self.in_problem):
            return
        new = {place: index for index, place in enumerate(stays)}
        self.in_problem[:] = [self.in_problem[place] for place in stays]
        self.ways[:] = [self.ways[place] for place in stays]
        fixed = self.fixed
        fixed.pins = [pin._replace(candidate=new[pin.candidate]) for pin in fixed.pins]
        fixed.baseline = [
            kept._replace(candidate=new[kept.candidate]) for kept in fixed.baseline
        ]
        fixed.free = [new[place] for place in fixed.free]

    def _take_into_problem(self, number: int) -> int:
        """Position of a candidate in the problem; a fact makes any one eligible."""
        if number not in self.position:
            self.left_out.pop(number)
            self.position[number] = len(self.in_problem)
            self.in_problem.append(number)
            self.ways.append([])
        return self.position[number]

    def _past_table(self, meeting: Meeting, slot: int) -> int:
        """Return the table it sits at, open then; brought back if it is gone."""
        if meeting.table is None:
            return NO_TABLE
        found = [
            table
            for table in self.places.tables_of(meeting.table)
            if (table, slot) not in self.taken
        ]
        table = found[0] if found else self.places.bring_back(meeting.table)
        self.places.is_open[table, slot] = True
        self.taken.add((table, slot))
        return table

    def _people(self, meeting: Meeting) -> tuple[int, ...] | None:
        """Participants of a meeting by who attends it; None if they are not known."""
        people: list[int] = []
        known = self.agendas.by_delegate
        for team in meeting.delegates:
            found = [known[d].index for d in team if d in known]
            if not found or found.count(found[0]) != len(found):
                return None
            people.append(found[0])
        for companion in meeting.companions:
            if companion not in self.companions:
                return None
            people.append(self.companions[companion])
        return tuple(people) if len(set(people)) == len(people) else None

    def _pin(
        self, place: int, way: int, slot: int, table: int, people: tuple[int, ...]
    ) -> None:
        self.fixed.pins.append(Kept(place, way, slot, table))
        self.fixed.baseline.append(Kept(place, way, slot, table))
        self.busy.update((person, slot) for person in people)

    # -- meetings to come --------------------------------------------------------

    def _seat(
        self, meeting: Meeting, slot: int | None, is_open: list[list[bool]]
    ) -> int:
        """Return the kernel's table of a meeting to come; -1: none, or it is gone."""
        if meeting.table is None or slot is None:
            return NO_TABLE
        for table in self.places.tables_of(meeting.table):
            if is_open[table][slot] and (table, slot) not in self.taken:
                self.taken.add((table, slot))
                return table
        return NO_TABLE

    def _keep(
        self, meeting: Meeting, slot: int | None, table: int, *, is_soon: bool
    ) -> None:
        number = self.index.get(meeting.candidate)
        if number is None:
            self.fixed.forced[meeting.id] = mark(
                "nobody wishes for this meeting any more"
            )
            return
        if number not in self.position:
            reason, candidate = self.left_out[number], self.gathered[number]
            told = why_left_out(self.event, meeting, slot, reason, candidate)
            self.fixed.forced[meeting.id] = told
            return
        place = self.position[number]
        way = self._way(place, meeting, slot)
        if slot is None or way is None:
            self.fixed.forced[meeting.id] = why_impossible(self.event, meeting, slot)
            self.fixed.free.append(place)
            return
        chosen = self.ways[place][way]
        needs_table = chosen.table_set != NO_TABLE
        if needs_table and not self._may_use(chosen, table):
            table = self._another_table(chosen, slot, is_soon=is_soon)
            self.fixed.forced[meeting.id] = why_other_place(self.event, meeting)
            if is_soon and table == NO_TABLE:
                self.fixed.free.append(place)
                return
        if not needs_table:
            table = NO_TABLE
            if meeting.table is not None:
                self.fixed.forced[meeting.id] = mark("both sides are online now")
        if is_soon:
            self._pin(place, way, slot, table, chosen.people)
        else:
            self.fixed.baseline.append(Kept(place, way, slot, table))

    def _way(self, place: int, meeting: Meeting, slot: int | None) -> int | None:
        """The option of a candidate with these people in this slot."""
        people = self._people(meeting)
        if slot is None or people is None:
            return None
        agendas = self.agendas.all
        for person in people:
            if (person, slot) in self.busy or not agendas[person].mask >> slot & 1:
                return None
        for number, way in enumerate(self.ways[place]):
            if way.people == people and (way.slots is None or way.slots >> slot & 1):
                return number
        return None

    def _may_use(self, way: Way, table: int) -> bool:
        return table != NO_TABLE and bool(self.places.sets[way.table_set][table])

    def _another_table(self, way: Way, slot: int, *, is_soon: bool) -> int:
        """A free table of the option's; those kept for the desk only within notice."""
        allowed = self.places.sets[way.table_set] & self.places.is_open[:, slot]
        free = [
            table
            for table in np.flatnonzero(allowed).tolist()
            if (table, slot) not in self.taken
        ]
        if not free or (not is_soon and len(free) <= self.places.spare[0]):
            return NO_TABLE
        self.taken.add((free[0], slot))
        return free[0]

    def _let_walk(self) -> None:
        """Pinned meetings one after the other are not too far apart: somebody went."""
        at = {
            (person, pin.slot): pin.table
            for pin in self.fixed.pins
            for person in self.ways[pin.candidate][pin.way].people
            if pin.table != NO_TABLE
        }
        pairs = [
            (table, at[person, slot + 1])
            for (person, slot), table in at.items()
            if (person, slot + 1) in at
        ]
        self.places.relax_distance(pairs)

    def _keep_spare_tables(self) -> None:
        """Let pinned meetings use tables that are kept for the desk.

        The rule of tables kept free stands for every slot; in frozen slots that break
        it, tables are added that nobody can use.
        """
        frozen = self.fixed.num_frozen
        common = self.places.sets[0]
        used = np.zeros(len(self.event.slots), dtype=np.int64)
        for pin in self.fixed.pins:
            used[pin.slot] += pin.table != NO_TABLE and common[pin.table]
        is_open = self.places.is_open[common].sum(axis=0)
        missing = (used + self.places.spare[0] - is_open)[:frozen]
        missing = missing[used[:frozen] > 0]
        for _ in range(int(missing.max(initial=0))):
            self.places.add_unused(frozen)
