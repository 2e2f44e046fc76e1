"""The levels as linear expressions of the exact model.

Auxiliary variables are bounded from one side only, the side that optimizing (or holding
a level at a value) presses against.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from solver.exact_rules import total
from solver.levels import Level

if TYPE_CHECKING:
    from solver.exact_rules import ExactRules, Literal

Linear = cp_model.LinearExpr


class ExactLevels:
    """Expressions over the Booleans of `ExactRules`; each made once."""

    def __init__(self, rules: ExactRules) -> None:
        self.rules = rules
        self.problem = rules.problem
        self.model = rules.model
        self._waits: dict[tuple[int, int], Literal] | None = None

    def expression(self, level: Level) -> Linear:
        """Return the level's value as an expression."""
        make = {
            Level.PROMISED: self._promised,
            Level.CHANGES: self._changes,
            Level.TARGETS: self._targets,
            Level.LEAST: self._least,
            Level.VALUE: self._value,
            Level.WAITING: self._waiting,
            Level.BREAKS: self._breaks,
            Level.RISK: self._risk,
            Level.MOVES: self._moves,
        }
        return make[level]()

    def _of_options(self) -> dict[int, list[Literal]]:
        found: dict[int, list[Literal]] = defaultdict(list)
        for (option, _, _), literal in self.rules.held.items():
            found[option].append(literal)
        return found

    def _promised(self) -> Linear:
        promised = np.flatnonzero(self.problem.candidates.promised).tolist()
        held = [x for c in promised for x in self.rules.of_candidate[c]]
        return len(promised) - total(held)

    def _missing(self, amount: int, count: Linear) -> Literal:
        missing = self.model.new_int_var(0, amount, "")
        self.model.add(missing >= amount - count)
        return missing

    def _targets(self) -> Linear:
        targets, of_options = self.problem.targets, self._of_options()
        terms = []
        for which in range(len(targets)):
            held = [x for o in targets.options[which].tolist() for x in of_options[o]]
            missing = self._missing(int(targets.amount[which]), total(held))
            terms.append(int(targets.weight[which]) * missing)
        return total(terms)

    def _least(self) -> Linear:
        people, row_of = self.problem.participants, self.problem.slots.row
        everywhere = np.arange(self.problem.num_slots)
        terms = []
        for person in range(self.problem.num_participants):
            wanted = [(int(people.least[person]), everywhere)]
            for row in range(self.problem.num_rows):
                slots = np.flatnonzero(row_of == row)
                wanted.append((int(people.least_row[person, row]), slots))
            for amount, slots in wanted:
                if amount:
                    missing = self._missing(amount, self.rules.meetings(person, slots))
                    terms.append(int(people.least_weight[person]) * missing)
        return total(terms)

    def _value(self) -> Linear:
        value, owner = self.problem.candidates.value, self.problem.option_candidate
        terms = [int(value[owner[o]]) * x for (o, _, _), x in self.rules.held.items()]
        of_options = self._of_options()
        members = self.problem.options.groups.transposed(self.problem.num_groups)
        for options in members if len(self.problem.bonus) else []:
            steps = [self.model.new_bool_var("") for _ in self.problem.bonus]
            held = [x for o in options.tolist() for x in of_options[o]]
            self.model.add(total(steps) <= total(held))
            bonus = self.problem.bonus.tolist()
            terms.extend(b * x for b, x in zip(bonus, steps, strict=True))
        return total(terms)

    def _changes(self) -> Linear:
        base = self.problem.baseline
        if base is None:
            return total([])
        known = {*base.candidate.tolist(), *base.free.tolist()}
        entries = zip(
            base.candidate.tolist(),
            base.option.tolist(),
            base.slot.tolist(),
            base.table.tolist(),
            strict=True,
        )
        as_before = {c: (o, s, t) for c, o, s, t in entries}
        owner = self.problem.option_candidate
        terms: list[cp_model.LinearExprT] = [base.dropped_cost * len(base)]
        for (option, slot, table), literal in self.rules.held.items():
            candidate = int(owner[option])
            if candidate in as_before:
                was = as_before[candidate]
                cost = -base.dropped_cost
                if was[:2] != (option, slot):
                    cost += base.moved_cost
                elif was[2] != table:
                    cost += base.table_cost
                terms.append(cost * literal)
            elif candidate not in known:
                terms.append(base.added_cost * literal)
        return total(terms)

    def _waits_of(self) -> dict[tuple[int, int], Literal]:
        """1 where an idle slot lies between two meetings of a row."""
        if self._waits is None:
            self._waits = {}
            for row in range(self.problem.num_rows):
                slots = np.flatnonzero(self.problem.slots.row == row).tolist()
                for person in range(self.problem.num_participants):
                    self._wait(person, slots)
        return self._waits

    def _wait(self, person: int, slots: list[int]) -> None:
        assert self._waits is not None  # noqa: S101  (set by the only caller)
        before = self._spread(person, slots)
        after = self._spread(person, slots[::-1])
        for previous, slot, following in zip(slots, slots[1:], slots[2:], strict=False):
            if not self.problem.participants.idle[person, slot]:
                continue
            waits = self.model.new_bool_var("")
            busy = self.rules.is_busy(person, slot)
            self.model.add(waits >= before[previous] + after[following] - 1 - busy)
            self._waits[person, slot] = waits

    def _spread(self, person: int, slots: list[int]) -> dict[int, Literal]:
        """1 from the first meeting on, in the order of ``slots``."""
        marks: dict[int, Literal] = {}
        for number, slot in enumerate(slots):
            mark = self.model.new_bool_var("")
            self.model.add(mark >= self.rules.is_busy(person, slot))
            if number:
                self.model.add(mark >= marks[slots[number - 1]])
            marks[slot] = mark
        return marks

    def _waiting(self) -> Linear:
        return total(list(self._waits_of().values()))

    def _breaks(self) -> Linear:
        """Count where a stretch with waiting begins; it lasts to the next meeting."""
        waits = self._waits_of()
        starts = []
        for row in range(self.problem.num_rows):
            slots = np.flatnonzero(self.problem.slots.row == row).tolist()
            for person in range(self.problem.num_participants):
                goes_on: Linear = total([])
                for slot in slots:
                    wait = waits.get((person, slot))
                    start = self.model.new_bool_var("")
                    if wait is not None:
                        self.model.add(start >= wait - goes_on)
                        starts.append(start)
                    lasts = self.model.new_bool_var("")
                    opened = goes_on if wait is None else goes_on + wait
                    self.model.add(lasts <= opened)
                    self.model.add(lasts <= 1 - self.rules.is_busy(person, slot))
                    goes_on = lasts
        return total(starts)

    def _risk(self) -> Linear:
        problem = self.problem
        terms = []
        for (option, slot, _), literal in self.rules.held.items():
            people = problem.options.participants[option]
            late = int(problem.participants.late[people, slot].max())
            value = int(problem.candidates.value[problem.option_candidate[option]])
            terms.append(late * value * literal)
        return total(terms)

    def _moves(self) -> Linear:
        """Carry each person's last table along a row; a meeting elsewhere costs."""
        costs: list[Linear] = []
        for row in range(self.problem.num_rows):
            slots = np.flatnonzero(self.problem.slots.row == row).tolist()
            for person in range(self.problem.num_participants):
                last: dict[int, Literal] = {}
                for slot in slots:
                    costs.extend(self._change(person, slot, last))
                    last = self._carried(person, slot, last)
        return total(costs)

    def _change(self, person: int, slot: int, last: dict[int, Literal]) -> list[Linear]:
        tables = self.problem.tables
        costs: list[Linear] = []
        for here in range(len(tables)):
            sits = self.rules.at_table.get((person, slot, here), [])
            for there, was in last.items() if sits else ():
                distance = int(tables.distance[tables.zone[there], tables.zone[here]])
                if there != here and distance:
                    changes = self.model.new_bool_var("")
                    self.model.add(changes >= was + total(sits) - 1)
                    costs.append(distance * changes)
        return costs

    def _carried(
        self, person: int, slot: int, last: dict[int, Literal]
    ) -> dict[int, Literal]:
        """1 for the table of the last meeting up to this slot, if it had one."""
        busy = self.rules.is_busy(person, slot)
        carried: dict[int, Literal] = {}
        for table in range(len(self.problem.tables)):
            sits = self.rules.at_table.get((person, slot, table), [])
            was = last.get(table)
            if not sits and was is None:
                continue
            mark = self.model.new_bool_var("")
            self.model.add(mark >= total(sits))
            if was is not None:
                self.model.add(mark >= was - busy)
            carried[table] = mark
        return carried
