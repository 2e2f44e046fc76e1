"""Waiting and breaks of a fixed set of meetings as a CP-SAT model.

Exact but for seating: rows on tables stand for tables, zones are left out. What it
proves holds for every plan of these meetings; a plan that it finds still needs tables.
Implied sums are stated where they are true: everyone's number of busy slots, and where
all meetings are of two, that busy participants are twice the meetings.
"""

from __future__ import annotations

from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from solver.breaks_counting import add_even, clusters, one_of
from solver.exact_levels import ExactLevels
from solver.exact_rules import ExactRules, total
from solver.levels import Level
from solver.problem import NO_TABLE, UNLIMITED
from solver.result import Assignment

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from solver.exact_rules import Literal
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.tablerows import TableRows

PAIR = 2


class Counting(Enum):
    """How a slot's busy participants are counted; each wins on other problems."""

    SUMS = "sums"
    """Linear sums."""
    CLAUSES = "clauses"
    """Totalizers with parity clauses: where tables are nearly all in use."""


class BreaksModel:
    """The model of one set of meetings.

    Parameters
    ----------
    options : int64[M]
        What is held; nothing else is.

    Attributes
    ----------
    model : CpModel
    """

    def __init__(
        self, problem: Problem, rows: TableRows, options: IntArray, counting: Counting
    ) -> None:
        self.problem = problem
        self.rules = ExactRules(problem, rows, options)
        self.model = self.rules.model
        self._options = options.tolist()
        people = problem.options.participants
        self._people_of = {o: people[o].tolist() for o in self._options}
        self._used: dict[tuple[int, int], Literal] = {}
        self._ends: dict[int, list[Literal]] = {}
        self._num_meetings: dict[int, int] = defaultdict(int)
        self._agendas()
        for slot in range(problem.num_slots):
            self._tables(slot, rows)
            self._busy(slot, rows, counting)
        self._has_equal_ends = self._needs_equal_ends()
        for person in self._with_gaps():
            self._ends[person] = self._ends_of(person)
        self._limits()

    def minimize(self, level: Level) -> None:
        """Make a level the objective."""
        self.model.minimize(self._expression(level))

    def hold(self, level: Level, most: int) -> None:
        """Let a level be no worse than this."""
        self.model.add(self._expression(level) <= most)

    def plan(self, solver: cp_model.CpSolver) -> Assignment:
        """Return what a solver found, without tables."""
        plan = Assignment.empty(self.problem.num_candidates)
        owner = self.problem.option_candidate
        for (option, slot, _), held in self.rules.held.items():
            if solver.boolean_value(held):
                plan.option[owner[option]] = option
                plan.slot[owner[option]] = slot
        return plan

    def _expression(self, level: Level) -> cp_model.LinearExpr:
        if level is Level.BREAKS:
            return total([end for ends in self._ends.values() for end in ends])
        return ExactLevels(self.rules).expression(level)

    def _agendas(self) -> None:
        """Name busy slots; everyone has as many as meetings."""
        for people in self._people_of.values():
            for person in people:
                self._num_meetings[person] += 1
        busy: dict[int, list[Literal]] = defaultdict(list)
        for (person, slot), literals in self.rules.busy.items():
            if literals:
                self._used[person, slot] = one_of(self.model, literals)
                busy[person].append(self._used[person, slot])
        for person, number in self._num_meetings.items():
            self.model.add(total(busy[person]) == number)

    def _tables(self, slot: int, rows: TableRows) -> None:
        """Count one literal for a group of meetings that share a participant."""
        for row in range(len(rows)):
            counted = {
                option: people
                for option, people in self._people_of.items()
                if (option, slot, NO_TABLE) in self.rules.held
                and self._is_in(option, row, rows)
            }
            most = int(rows.capacity[row, slot])
            if len(counted) <= most:
                continue
            groups = [
                [self.rules.held[option, slot, NO_TABLE] for option in group]
                for group in clusters(counted)
            ]
            held = [one_of(self.model, group) for group in groups]
            if most < len(held) < len(counted):
                self.model.add(total(held) <= most)

    def _is_in(self, option: int, row: int, rows: TableRows) -> bool:
        table_set = int(self.problem.options.table_set[option])
        return table_set != NO_TABLE and bool(rows.members[row, table_set])

    def _busy(self, slot: int, rows: TableRows, counting: Counting) -> None:
        """Busy participants are twice the meetings, if every meeting is of two."""
        if any(len(people) != PAIR for people in self._people_of.values()):
            return
        used = [literal for (_, s), literal in self._used.items() if s == slot]
        most = len(used) // PAIR
        for row in range(len(rows)):
            if all(self._is_in(option, row, rows) for option in self._options):
                most = min(most, int(rows.capacity[row, slot]))
        if counting is Counting.CLAUSES:
            add_even(self.model, used, most)
        else:
            meetings = self.model.new_int_var(0, most, "")
            self.model.add(total(used) == PAIR * meetings)

    def _needs_equal_ends(self) -> bool:
        """Whether numbers of breaks are compared from below, too."""
        if self.problem.break_spread == UNLIMITED:
            return False
        return len(self._with_gaps()) == self.problem.num_participants

    def _with_gaps(self) -> list[int]:
        """Whoever has two meetings or more; the others have no break."""
        return [p for p, number in self._num_meetings.items() if number > 1]

    def _ends_of(self, person: int) -> list[Literal]:
        """Return a literal for each slot in which a break can end."""
        ends: list[Literal] = []
        row, idle = self.problem.slots.row, self.problem.participants.idle
        has_met: Literal | None = None
        # All of these hold if an idle slot has passed since the last meeting.
        idled: list[cp_model.LiteralT] | None = None
        for slot in range(self.problem.num_slots):
            if slot == 0 or row[slot] != row[slot - 1]:
                has_met = idled = None
            used = self._used.get((person, slot))
            if used is not None and idled is not None:
                ends.append(self._all([used, *idled]))
            if idle[person, slot]:
                idled = None if has_met is None else [has_met]
            if used is not None:
                idled = None if idled is None else [*idled, ~used]
                has_met = used if has_met is None else self._either(used, has_met)
        return ends

    def _all(self, literals: list[cp_model.LiteralT]) -> Literal:
        """Return a literal that holds if all do (only if, where that is needed)."""
        every = self.model.new_bool_var("")
        self.model.add_bool_or([every, *(_not(literal) for literal in literals)])
        if self._has_equal_ends:
            for literal in literals:
                self.model.add_implication(every, literal)
        return every

    def _either(self, one: Literal, other: Literal) -> Literal:
        either = self.model.new_bool_var("")
        self.model.add_implication(one, either)
        self.model.add_implication(other, either)
        if self._has_equal_ends:
            self.model.add_bool_or([~either, one, other])
        return either

    def _limits(self) -> None:
        """Most breaks of each; differences at most by the spread."""
        spread = self.problem.break_spread
        most = np.minimum(self.problem.participants.most_breaks, UNLIMITED)
        if spread < UNLIMITED and not self._has_equal_ends:
            most = np.minimum(most, spread)  # somebody without meetings has none
        for person, ends in self._ends.items():
            if len(ends) > most[person]:
                self.model.add(total(ends) <= int(most[person]))
        if self._has_equal_ends:
            longest = max((len(ends) for ends in self._ends.values()), default=0)
            fewest = self.model.new_int_var(0, longest, "")
            for ends in self._ends.values():
                self.model.add(total(ends) >= fewest)
                self.model.add(total(ends) <= fewest + spread)


def _not(literal: cp_model.LiteralT) -> cp_model.LiteralT:
    return ~literal
