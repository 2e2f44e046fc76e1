"""The demands on candidates that must be held, each with a switch of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.problem import NO_TABLE
from solver.rules import Rule
from solver.slotmodel import too_long_stretches
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import Problem

    Literal = cp_model.IntVar


@dataclass(frozen=True, slots=True)
class Demand:
    """One rule of one thing; -1 where something has no part in it.

    Attributes
    ----------
    candidate, other : int
        Of an order, ``other`` comes later.
    participant : int
    row : int
        Of slots.
    tables : tuple of int
        The set of tables that is too small.
    slot, table : int
        Where a meeting is pinned.
    """

    rule: Rule
    candidate: int = -1
    other: int = -1
    participant: int = -1
    row: int = -1
    tables: tuple[int, ...] = ()
    slot: int = -1
    table: int = -1


class ConflictModel:
    """A constraint program of all mandatory candidates.

    Attributes
    ----------
    model : CpModel
    demands : list of Demand
    switches : list of literals
        A demand counts where its switch is on.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.demands: list[Demand] = []
        self.switches: list[Literal] = []
        self.ways: dict[tuple[int, int], Literal] = {}
        """(option, slot): held so."""
        self.of_candidate: dict[int, list[Literal]] = defaultdict(list)
        self.in_slot: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        """(candidate, slot)"""
        self.with_person: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        """(participant, slot)"""
        self._place()
        self._must()
        self._when()
        self._limits()
        self._tables()
        self._orders()

    def switch(self, demand: Demand) -> Literal:
        """Return the switch of a new demand."""
        literal = self.model.new_bool_var("")
        self.demands.append(demand)
        self.switches.append(literal)
        return literal

    def _place(self) -> None:
        problem = self.problem
        must = np.flatnonzero(problem.mandatory[problem.option_candidate])
        for option in must.tolist():
            candidate = int(problem.option_candidate[option])
            members = problem.options.participants[option].tolist()
            for slot in range(problem.num_slots):
                held = self.model.new_bool_var("")
                self.ways[option, slot] = held
                self.of_candidate[candidate].append(held)
                self.in_slot[candidate, slot].append(held)
                for person in members:
                    self.with_person[person, slot].append(held)
        for ways in self.of_candidate.values():
            self.model.add_at_most_one(ways)
        self.people = sorted({person for person, _ in self.with_person})
        self.busy = {
            key: self._any(ways) for key, ways in sorted(self.with_person.items())
        }

    def _any(self, ways: list[Literal]) -> Literal:
        literal = self.model.new_bool_var("")
        for way in ways:
            self.model.add_implication(way, literal)
        return literal

    def _must(self) -> None:
        """Candidates are held; pinned ones as they are pinned."""
        problem, pins = self.problem, self.problem.pins
        owner = problem.option_candidate
        pinned = set()
        for option, slot, table in zip(
            pins.option.tolist(), pins.slot.tolist(), pins.table.tolist(), strict=True
        ):
            candidate = int(owner[option])
            pinned.add(candidate)
            on = self.switch(Demand(Rule.PIN, candidate, slot=slot, table=table))
            self.model.add_implication(on, self.ways[option, slot])
        for candidate, ways in self.of_candidate.items():
            if candidate not in pinned:
                on = self.switch(Demand(Rule.MANDATORY, candidate))
                self.model.add_bool_or(ways).only_enforce_if(on)
        for candidate in np.flatnonzero(problem.mandatory).tolist():
            if candidate not in self.of_candidate:
                on = self.switch(Demand(Rule.MANDATORY, candidate))
                self.model.add_bool_or([]).only_enforce_if(on)

    def _when(self) -> None:
        """People's times, and slots of the candidate's own."""
        problem = self.problem
        allowed = problem.slot_sets[problem.options.slot_set]
        closed: dict[int, list[Literal]] = defaultdict(list)
        absent: dict[int, list[Literal]] = defaultdict(list)
        for (option, slot), held in self.ways.items():
            if not allowed[option, slot]:
                closed[int(problem.option_candidate[option])].append(held)
            for person in problem.options.participants[option].tolist():
                if not problem.participants.can[person, slot]:
                    absent[person].append(held)
        for candidate, ways in sorted(closed.items()):
            self._none(Demand(Rule.SLOT_ALLOWED, candidate), ways)
        for person, ways in sorted(absent.items()):
            self._none(Demand(Rule.AVAILABLE, participant=person), ways)

    def _none(self, demand: Demand, ways: Iterable[Literal]) -> None:
        on = self.switch(demand)
        for way in ways:
            self.model.add_bool_or([~on, ~way])

    def _limits(self) -> None:
        people, slots = self.problem.participants, self.problem.slots
        for person in self.people:
            busy = [self.busy[person, slot] for slot in range(len(slots))]
            self._once(person)
            if people.most[person] < len(busy):
                self._at_most(
                    Demand(Rule.MOST, participant=person), busy, people.most[person]
                )
            for row, most in enumerate(people.most_row[person].tolist()):
                inside = np.flatnonzero(slots.row == row).tolist()
                if most < len(inside):
                    demand = Demand(Rule.MOST_ROW, participant=person, row=row)
                    self._at_most(demand, [busy[slot] for slot in inside], most)
            stretches = too_long_stretches(
                self.problem, int(people.longest_run[person])
            )
            if stretches:
                on = self.switch(Demand(Rule.LONGEST_RUN, participant=person))
                for first, last in stretches:
                    run = [~busy[slot] for slot in range(first, last + 1)]
                    self.model.add_bool_or([~on, *run])
        self._windows()

    def _once(self, person: int) -> None:
        several = [
            ways
            for slot in range(self.problem.num_slots)
            if len(ways := self.with_person[person, slot]) > 1
        ]
        if several:
            on = self.switch(Demand(Rule.CLASH, participant=person))
            for ways in several:
                self.model.add(sum(ways) <= 1).only_enforce_if(on)

    def _at_most(self, demand: Demand, ways: list[Literal], most: int) -> None:
        on = self.switch(demand)
        self.model.add(sum(ways) <= int(most)).only_enforce_if(on)

    def _windows(self) -> None:
        windows = self.problem.windows
        for person, first, last, free in zip(
            windows.participant.tolist(),
            windows.first.tolist(),
            windows.last.tolist(),
            windows.free.tolist(),
            strict=True,
        ):
            if (person, first) not in self.busy:
                continue
            on = self.switch(Demand(Rule.WINDOW, participant=person, slot=first))
            pauses = []
            for start in range(first, last - free + 2):
                pause = self.model.new_bool_var("")
                for slot in range(start, start + free):
                    self.model.add_implication(pause, ~self.busy[person, slot])
                pauses.append(pause)
            self.model.add_bool_or([~on, *pauses])

    def _tables(self) -> None:
        problem = self.problem
        rows = table_rows(problem)
        is_open = problem.tables.open.astype(np.int64)
        for place in range(len(rows)):
            members = rows.sets[place]
            inside = self._seated_inside(rows.members[place])
            num_open = is_open[members].sum(axis=0)
            tables = tuple(np.flatnonzero(members).tolist())
            self._seats(Demand(Rule.TABLE_CLASH, tables=tables), inside, num_open)
            if (rows.capacity[place] < num_open).any():
                demand = Demand(Rule.TABLES_KEPT_FREE, tables=tables)
                self._seats(demand, inside, rows.capacity[place])
        pins = problem.pins
        at: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for option, slot, table in zip(
            pins.option.tolist(), pins.slot.tolist(), pins.table.tolist(), strict=True
        ):
            if table >= 0:
                at[table, slot].append(self.ways[option, slot])
        for (table, slot), ways in sorted(at.items()):
            if len(ways) > 1:
                demand = Demand(
                    Rule.TABLE_CLASH, tables=(table,), slot=slot, table=table
                )
                self._at_most(demand, ways, 1)
            if not problem.tables.open[table, slot]:
                self._none(Demand(Rule.TABLE_OPEN, slot=slot, table=table), ways)

    def _seated_inside(self, sets: np.ndarray) -> dict[int, list[Literal]]:
        """Ways in each slot whose table set is one of these (bool[K])."""
        found: dict[int, list[Literal]] = defaultdict(list)
        for (option, slot), held in self.ways.items():
            kind = int(self.problem.options.table_set[option])
            if kind != NO_TABLE and sets[kind]:
                found[slot].append(held)
        return found

    def _seats(
        self, demand: Demand, inside: dict[int, list[Literal]], most: np.ndarray
    ) -> None:
        scarce = [slot for slot, ways in inside.items() if len(ways) > most[slot]]
        if scarce:
            on = self.switch(demand)
            for slot in scarce:
                seats = sum(inside[slot]) <= int(most[slot])
                self.model.add(seats).only_enforce_if(on)

    def _orders(self) -> None:
        order = self.problem.precedences
        for before, after in zip(
            order.before.tolist(), order.after.tolist(), strict=True
        ):
            if before not in self.of_candidate or after not in self.of_candidate:
                continue
            on = self.switch(Demand(Rule.PRECEDENCE, before, after))
            for slot in range(self.problem.num_slots):
                early = [
                    way
                    for not_later in range(slot + 1)
                    for way in self.in_slot[after, not_later]
                ]
                both = sum(self.in_slot[before, slot]) + sum(early)
                self.model.add(both <= 1).only_enforce_if(on)
