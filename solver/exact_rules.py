"""The hard rules as a CP-SAT model, tables included."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.problem import NO_TABLE, UNLIMITED
from solver.slotmodel import too_long_stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment
    from solver.tablerows import TableRows

Literal = cp_model.IntVar
Triple = tuple[int, int, int]


class ExactRules:
    """Booleans "option in slot at table is held", and every rule over them.

    Parameters
    ----------
    rows : TableRows, optional
        If given, these rows stand for single tables (all at ``NO_TABLE``), and zones
        are left out: a relaxation, exact but for seating.
    options : int64[M], optional
        If given, these are held and no others are.

    Attributes
    ----------
    model : CpModel
    held : dict
        (option, slot, table or NO_TABLE) to its Boolean.
    busy : dict
        (participant, slot) to the Booleans of which at most one holds.
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows | None = None,
        options: IntArray | None = None,
    ) -> None:
        self.problem = problem
        self.rows = rows
        self.options = options
        self.model = cp_model.CpModel()
        self.held: dict[Triple, Literal] = {}
        self.busy: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        self.at_table: dict[Triple, list[Literal]] = defaultdict(list)
        self.of_candidate: dict[int, list[Literal]] = defaultdict(list)
        self._places()
        self._clashes()
        if rows is None:
            self._tables()
        else:
            self._table_rows(rows)
        self._limits()
        self._windows()
        self._precedences()

    def add_hints(self, plan: Assignment) -> None:
        """Start from a plan."""
        held = np.flatnonzero(plan.held)
        table = plan.table if self.rows is None else np.full(len(plan.table), NO_TABLE)
        meetings = {
            (int(plan.option[c]), int(plan.slot[c]), int(table[c])) for c in held
        }
        for triple, literal in self.held.items():
            self.model.add_hint(literal, triple in meetings)

    def meetings(self, participant: int, slots: IntArray) -> cp_model.LinearExpr:
        """Number of meetings of a participant in some slots."""
        return total(
            [literal for s in slots for literal in self.busy[participant, int(s)]]
        )

    def is_busy(self, participant: int, slot: int) -> cp_model.LinearExpr:
        """0 or 1."""
        return total(self.busy[participant, slot])

    def _places(self) -> None:
        problem = self.problem
        pins = problem.pins
        table_of = dict(zip(pins.option.tolist(), pins.table.tolist(), strict=True))
        allowed = problem.option_slots
        must = problem.mandatory
        if self.options is not None:
            allowed = np.zeros_like(allowed)
            allowed[self.options] = problem.option_slots[self.options]
            must = np.zeros_like(must)
            must[problem.option_candidate[self.options]] = True
        for option, slot in np.argwhere(allowed).tolist():
            chosen = problem.options.table_set[option]
            tables = [NO_TABLE]
            if chosen != NO_TABLE and self.rows is None:
                usable = problem.tables.sets[chosen] & problem.tables.open[:, slot]
                tables = np.flatnonzero(usable).tolist()
            pinned = table_of.get(option, -1)
            if pinned >= 0 and self.rows is None:
                tables = [table for table in tables if table == pinned]
            for table in tables:
                self._add(option, slot, table)
        for candidate in range(problem.num_candidates):
            literals = self.of_candidate[candidate]
            if must[candidate]:
                self.model.add_exactly_one(literals)
            else:
                self.model.add_at_most_one(literals)

    def _add(self, option: int, slot: int, table: int) -> None:
        literal = self.model.new_bool_var("")
        self.held[option, slot, table] = literal
        self.of_candidate[int(self.problem.option_candidate[option])].append(literal)
        for person in self.problem.options.participants[option].tolist():
            self.busy[person, slot].append(literal)
            if table != NO_TABLE:
                self.at_table[person, slot, table].append(literal)

    def _clashes(self) -> None:
        for literals in list(self.busy.values()):
            self.model.add_at_most_one(literals)

    def _tables(self) -> None:
        problem = self.problem
        used: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for (_, slot, table), literal in self.held.items():
            if table != NO_TABLE:
                used[table, slot].append(literal)
        for literals in used.values():
            self.model.add_at_most_one(literals)
        for which in np.flatnonzero(problem.tables.spare):
            members = np.flatnonzero(problem.tables.sets[which]).tolist()
            for slot in range(problem.num_slots):
                num_open = int(problem.tables.open[members, slot].sum())
                most = max(0, num_open - int(problem.tables.spare[which]))
                busy = [x for table in members for x in used.get((table, slot), [])]
                self.model.add(total(busy) <= most)
        for slot in np.flatnonzero(problem.slots.adjacent).tolist():
            self._near(slot)

    def _table_rows(self, rows: TableRows) -> None:
        counted: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for (option, slot, _), literal in self.held.items():
            table_set = int(self.problem.options.table_set[option])
            for row in rows.of_set[table_set].tolist() if table_set != NO_TABLE else ():
                counted[row, slot].append(literal)
        for (row, slot), literals in counted.items():
            if len(literals) > rows.capacity[row, slot]:
                most = int(rows.capacity[row, slot])
                self.model.add(total(literals) <= most)

    def _near(self, slot: int) -> None:
        """Nobody goes too far between this slot and the next."""
        tables = self.problem.tables
        far = tables.too_far[tables.zone][:, tables.zone]
        for person in range(self.problem.num_participants):
            for one, other in np.argwhere(far).tolist():
                here = self.at_table.get((person, slot, one))
                there = self.at_table.get((person, slot + 1, other))
                if here and there:
                    self.model.add_at_most_one([*here, *there])

    def _limits(self) -> None:
        problem = self.problem
        people, row_of = problem.participants, problem.slots.row
        everywhere = np.arange(problem.num_slots)
        for person in range(problem.num_participants):
            if people.most[person] < problem.num_slots:
                most = int(people.most[person])
                self.model.add(self.meetings(person, everywhere) <= most)
            for row in range(problem.num_rows):
                slots = np.flatnonzero(row_of == row)
                most = int(people.most_row[person, row])
                if most < len(slots):
                    self.model.add(self.meetings(person, slots) <= most)
            if people.longest_run[person] < UNLIMITED:
                self._runs(person, int(people.longest_run[person]))

    def _runs(self, person: int, limit: int) -> None:
        for first, last in too_long_stretches(self.problem, limit):
            slots = np.arange(first, last + 1)
            self.model.add(self.meetings(person, slots) <= len(slots) - 1)

    def _windows(self) -> None:
        windows = self.problem.windows
        for person, first, last, free in zip(
            windows.participant.tolist(),
            windows.first.tolist(),
            windows.last.tolist(),
            windows.free.tolist(),
            strict=True,
        ):
            pauses = []
            for begin in range(first, last - free + 2):
                pause = self.model.new_bool_var("")
                pauses.append(pause)
                for slot in range(begin, begin + free):
                    self.model.add_at_most_one([pause, *self.busy[person, slot]])
            self.model.add_at_least_one(pauses)

    def _precedences(self) -> None:
        order = self.problem.precedences
        owner = self.problem.option_candidate
        times: dict[int, list[tuple[int, Literal]]] = defaultdict(list)
        for (option, slot, _), literal in self.held.items():
            times[int(owner[option])].append((slot, literal))
        for before, after in zip(
            order.before.tolist(), order.after.tolist(), strict=True
        ):
            for slot in range(self.problem.num_slots):
                late = [literal for s, literal in times[before] if s >= slot]
                early = [literal for s, literal in times[after] if s <= slot]
                self.model.add_at_most_one([*late, *early])


def total(terms: Sequence[cp_model.LinearExprT]) -> cp_model.LinearExpr:
    """Sum of terms as an expression, also of none or one."""
    none = cp_model.LinearExpr.constant(0)
    return cp_model.LinearExpr.sum([none, *terms])
