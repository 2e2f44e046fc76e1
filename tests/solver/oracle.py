"""What is true of a small event: a plain model of the whole problem, solved exactly.

Written from the meaning of a problem, by value: it reads arrays, names levels as plain
words, and imports nothing of ``solver``. One Boolean for each (candidate, option, slot,
table); no decomposition, no bound, no symmetry breaking.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAXIMIZED = {"value"}
ATTEMPTS = ((1, 30.0), (8, 300.0))
"""Workers and seconds: nearly all is settled by one worker in a moment."""


class Oracle:
    """Exact optima of one problem.

    Parameters
    ----------
    problem
        Anything with the attributes of ``solver.problem.Problem``.
    """

    def __init__(self, problem: Any) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.slots = range(len(problem.slots.row))
        self.people = range(len(problem.participants.most))
        self.candidates = range(len(problem.candidates.value))
        self._place()
        self._agendas()
        self._limits()
        self._tables()
        self._orders()
        self.levels = {name: getattr(self, "_" + name)() for name in problem.levels}

    def lexicographic(self) -> dict[str, int] | None:
        """Return the best value of each level given those above; None: infeasible."""
        found: dict[str, int] = {}
        for level in self.problem.levels:
            best = self.best(level, found)
            if best is None:
                return None
            found[level] = best
        if not found and not self.is_feasible():
            return None
        return found

    def is_feasible(self) -> bool:
        """True if any valid plan exists."""
        return self._solve(self.model.clone()) is not None

    def best(
        self,
        level: str,
        upper: Mapping[str, int],
        *,
        option: Sequence[int] | None = None,
        slot: Sequence[int] | None = None,
    ) -> int | None:
        """Return the best value of a level over plans at least as good as ``upper``.

        Parameters
        ----------
        option, slot
            For each candidate its option (-1: not held) and its slot, if fixed.

        Returns
        -------
        int or None
            None if no such plan exists.
        """
        model = self.model.clone()
        for name, value in upper.items():
            if name in MAXIMIZED:
                model.add(self.levels[name] >= value)
            else:
                model.add(self.levels[name] <= value)
        for (c, o, s, _), x in self.x.items():
            other = option is not None and option[c] != o
            if other or (slot is not None and slot[c] != s):
                model.add(x == 0)
        for c in self.candidates:
            if option is not None and option[c] >= 0:
                model.add(self.held[c] == 1)
        if level in MAXIMIZED:
            model.maximize(self.levels[level])
        else:
            model.minimize(self.levels[level])
        found = self._solve(model)
        return None if found is None else round(found)

    @staticmethod
    def _solve(model: cp_model.CpModel) -> float | None:
        solver = cp_model.CpSolver()
        for workers, seconds in ATTEMPTS:
            solver.parameters.num_workers = workers
            solver.parameters.linearization_level = 2
            solver.parameters.max_time_in_seconds = seconds
            status = solver.solve(model)
            if status == cp_model.INFEASIBLE:
                return None
            if status == cp_model.OPTIMAL:
                return float(solver.objective_value)
        message = f"the oracle could not settle it: {solver.status_name(status)}"
        raise RuntimeError(message)

    def _place(self) -> None:
        """One variable for each way in which a candidate can be held on its own."""
        problem = self.problem
        start = problem.candidates.option_start
        owner = {o: c for c in self.candidates for o in range(start[c], start[c + 1])}
        pins = {
            owner[int(o)]: (int(o), int(s), int(t))
            for o, s, t in zip(
                problem.pins.option, problem.pins.slot, problem.pins.table, strict=True
            )
        }
        self.members = [list(map(int, one)) for one in problem.options.participants]
        self.x: dict[tuple[int, int, int, int], Any] = {}
        for o, c in owner.items():
            for s in self.slots:
                for t in self._tables_for(o, s):
                    if c in pins and not self._as_pinned(pins[c], o, s, t):
                        continue
                    self.x[c, o, s, t] = self.model.new_bool_var(f"{c}.{o}.{s}.{t}")
        self.held = {
            c: sum(x for (d, _, _, _), x in self.x.items() if d == c)
            for c in self.candidates
        }
        for c in self.candidates:
            self.model.add(self.held[c] <= 1)
            if problem.candidates.mandatory[c] or c in pins:
                self.model.add(self.held[c] == 1)

    def _tables_for(self, o: int, s: int) -> list[int]:
        problem = self.problem
        if not problem.slot_sets[problem.options.slot_set[o]][s]:
            return []
        if not all(problem.participants.can[p][s] for p in self.members[o]):
            return []
        kind = problem.options.table_set[o]
        if kind < 0:
            return [-1]
        tables = problem.tables
        return [
            t
            for t in range(len(tables.zone))
            if tables.sets[kind][t] and tables.open[t][s]
        ]

    @staticmethod
    def _as_pinned(pin: tuple[int, int, int], o: int, s: int, t: int) -> bool:
        return pin[0] == o and pin[1] == s and pin[2] in (-1, t)

    def _agendas(self) -> None:
        """Who is busy when, at which table, and which meetings follow each other."""
        self.at: dict[tuple[int, int, int], list[Any]] = defaultdict(list)
        for (_, o, s, t), x in self.x.items():
            for p in self.members[o]:
                self.at[p, s, t].append(x)
        self.busy = {}
        for p in self.people:
            for s in self.slots:
                busy = self.model.new_bool_var(f"busy.{p}.{s}")
                tables = range(-1, len(self.problem.tables.zone))
                self.model.add(busy == sum(x for t in tables for x in self.at[p, s, t]))
                self.busy[p, s] = busy
        row = self.problem.slots.row
        self.next: dict[tuple[int, int, int], Any] = {}
        for p in self.people:
            for first in self.slots:
                for last in range(first + 1, len(self.slots)):
                    if row[first] == row[last]:
                        self._follows(p, first, last)

    def _follows(self, p: int, first: int, last: int) -> None:
        """True exactly if p meets in both slots and in none between."""
        follows = self.model.new_bool_var(f"next.{p}.{first}.{last}")
        ends = [self.busy[p, first], self.busy[p, last]]
        between = [self.busy[p, s] for s in range(first + 1, last)]
        self.model.add_bool_and([*ends, *(~b for b in between)]).only_enforce_if(
            follows
        )
        self.model.add_bool_or([*(~b for b in ends), *between, follows])
        self.next[p, first, last] = follows

    def _idle_between(self, p: int, first: int, last: int) -> int:
        return sum(
            bool(self.problem.participants.idle[p][s]) for s in range(first + 1, last)
        )

    def _breaks_of(self, p: int) -> Any:
        return sum(
            follows
            for (q, first, last), follows in self.next.items()
            if q == p and self._idle_between(p, first, last)
        )

    def _limits(self) -> None:
        people, slots = self.problem.participants, self.problem.slots
        most_breaks = self.model.new_int_var(0, len(self.slots), "most breaks")
        fewest_breaks = self.model.new_int_var(0, len(self.slots), "fewest breaks")
        self.model.add(
            most_breaks - fewest_breaks
            <= min(self.problem.break_spread, len(self.slots))
        )
        for p in self.people:
            self.model.add(sum(self.busy[p, s] for s in self.slots) <= people.most[p])
            for r, limit in enumerate(people.most_row[p]):
                self.model.add(self._meetings_in(p, r) <= limit)
            for first in self.slots:
                self._run(p, first, slots)
            breaks = self._breaks_of(p)
            self.model.add(breaks <= people.most_breaks[p])
            self.model.add(breaks <= most_breaks)
            self.model.add(breaks >= fewest_breaks)
        windows = self.problem.windows
        for p, first, last, free in zip(
            windows.participant, windows.first, windows.last, windows.free, strict=True
        ):
            choices = []
            for begin in range(first, last - free + 2):
                choice = self.model.new_bool_var("pause")
                for s in range(begin, begin + free):
                    self.model.add(self.busy[int(p), s] == 0).only_enforce_if(choice)
                choices.append(choice)
            self.model.add_bool_or(choices)

    def _meetings_in(self, p: int, r: int) -> Any:
        row = self.problem.slots.row
        return sum(self.busy[p, s] for s in self.slots if row[s] == r)

    def _run(self, p: int, first: int, slots: Any) -> None:
        """Not all slots from ``first`` to the one that makes the run too long."""
        total = 0
        for s in range(first, len(self.slots)):
            if s > first and (
                slots.row[s] != slots.row[s - 1] or slots.rest_after[s - 1]
            ):
                return
            total += slots.length[s]
            if total > self.problem.participants.longest_run[p]:
                run = [self.busy[p, q] for q in range(first, s + 1)]
                self.model.add(sum(run) <= len(run) - 1)
                return

    def _tables(self) -> None:
        tables = self.problem.tables
        used: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (_, _, s, t), x in self.x.items():
            if t >= 0:
                used[t, s].append(x)
        for meetings in used.values():
            self.model.add(sum(meetings) <= 1)
        for members, spare in zip(tables.sets, tables.spare, strict=True):
            for s in self.slots:
                inside = [
                    t for t in range(len(members)) if members[t] and tables.open[t][s]
                ]
                usable = len(inside) - min(len(inside), int(spare))
                self.model.add(sum(x for t in inside for x in used[t, s]) <= usable)
        slots = self.problem.slots
        for s, after in pairwise(self.slots):
            if slots.row[s] == slots.row[after] and not slots.rest_after[s]:
                self._near(s, after)

    def _near(self, s: int, after: int) -> None:
        tables = self.problem.tables
        for p in self.people:
            for t, zone in enumerate(tables.zone):
                for u, other in enumerate(tables.zone):
                    if tables.too_far[zone][other]:
                        self.model.add(
                            sum(self.at[p, s, t]) + sum(self.at[p, after, u]) <= 1
                        )

    def _orders(self) -> None:
        order = self.problem.precedences
        in_slot: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for (c, _, s, _), x in self.x.items():
            in_slot[c, s].append(x)
        for before, after in zip(order.before, order.after, strict=True):
            for s in self.slots:
                for not_later in range(s + 1):
                    self.model.add(
                        sum(in_slot[int(before), s])
                        + sum(in_slot[int(after), not_later])
                        <= 1
                    )

    def _missing(self, amount: int, count: Any) -> Any:
        """At least how much of an amount is missing, never below 0."""
        missing = self.model.new_int_var(0, max(0, int(amount)), "missing")
        self.model.add(missing >= int(amount) - count)
        return missing

    def _promised(self) -> Any:
        promised = self.problem.candidates.promised
        return sum(1 - self.held[c] for c in self.candidates if promised[c])

    def _changes(self) -> Any:
        base = self.problem.baseline
        released = {
            int(c): (int(o), int(s), int(t))
            for c, o, s, t in zip(
                base.candidate, base.option, base.slot, base.table, strict=True
            )
        }
        total: Any = sum(base.dropped_cost * (1 - self.held[c]) for c in released)
        free = set(map(int, base.free))
        for (c, o, s, t), x in self.x.items():
            if c not in released:
                total += 0 if c in free else base.added_cost * x
            elif released[c][:2] != (o, s):
                total += base.moved_cost * x
            elif released[c][2] != t:
                total += base.table_cost * x
        return total

    def _targets(self) -> Any:
        targets = self.problem.targets
        return sum(
            int(weight)
            * self._missing(
                amount,
                sum(
                    x
                    for listed in options
                    for (_, o, _, _), x in self.x.items()
                    if o == listed
                ),
            )
            for amount, weight, options in zip(
                targets.amount, targets.weight, targets.options, strict=True
            )
        )

    def _least(self) -> Any:
        people = self.problem.participants
        total: Any = 0
        for p in self.people:
            weight = int(people.least_weight[p])
            count = sum(self.busy[p, s] for s in self.slots)
            total += weight * self._missing(people.least[p], count)
            for r, amount in enumerate(people.least_row[p]):
                total += weight * self._missing(amount, self._meetings_in(p, r))
        return total

    def _value(self) -> Any:
        problem = self.problem
        total: Any = sum(
            int(problem.candidates.value[c]) * x for (c, _, _, _), x in self.x.items()
        )
        in_group: dict[int, list[Any]] = defaultdict(list)
        groups = [list(map(int, one)) for one in problem.options.groups]
        for (_, o, _, _), x in self.x.items():
            for g in groups[o]:
                in_group[g].append(x)
        for meetings in in_group.values():
            steps = [self.model.new_bool_var("bonus") for _ in problem.bonus]
            self.model.add(sum(steps) <= sum(meetings))
            total += sum(
                int(bonus) * step
                for bonus, step in zip(problem.bonus, steps, strict=True)
            )
        return total

    def _waiting(self) -> Any:
        return sum(
            self._idle_between(p, first, last) * follows
            for (p, first, last), follows in self.next.items()
        )

    def _breaks(self) -> Any:
        return sum(self._breaks_of(p) for p in self.people)

    def _risk(self) -> Any:
        value, late = self.problem.candidates.value, self.problem.participants.late
        return sum(
            int(value[c]) * max(int(late[p][s]) for p in self.members[o]) * x
            for (c, o, s, _), x in self.x.items()
        )

    def _moves(self) -> Any:
        tables = self.problem.tables
        total: Any = 0
        for (p, first, last), follows in self.next.items():
            for t, zone in enumerate(tables.zone):
                for u, other in enumerate(tables.zone):
                    distance = int(tables.distance[zone][other])
                    if t == u or distance == 0:
                        continue
                    walks = self.model.new_bool_var("walks")
                    both = sum(self.at[p, first, t]) + sum(self.at[p, last, u])
                    self.model.add(walks >= both + follows - 2)
                    total += distance * walks
        return total
