"""Why a candidate is not held: what stands in the way, and nothing besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import agendas
from solver.obstacle_people import (
    PEOPLE_RULES,
    blocked,
    breaks_with_one_more,
    near_zones,
)
from solver.obstacle_tables import TABLE_RULES, Tables
from solver.problem import NO_TABLE, UNLIMITED
from solver.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray, Ragged
    from solver.result import Assignment

WEIGHT = {
    Rule.SLOT_ALLOWED: 400,
    Rule.AVAILABLE: 150,
    Rule.TABLE_ALLOWED: 100,
    Rule.TABLE_OPEN: 60,
    Rule.ZONE_DISTANCE: 40,
    Rule.WINDOW: 30,
    Rule.PRECEDENCE: 30,
    Rule.LONGEST_RUN: 20,
    Rule.BREAK_SPREAD: 20,
    Rule.MOST_BREAKS: 20,
    Rule.MOST: 15,
    Rule.MOST_ROW: 15,
    Rule.TABLES_KEPT_FREE: 12,
    Rule.TABLE_CLASH: 12,
    Rule.CLASH: 10,
}
"""How much an obstacle counts: of all ways to hold a candidate the one with the least
sum is told. What the plan decides counts less than what people and places are."""
_VALUES = 2**32
"""Weights come before values of meetings in the way."""
PIECE = 20_000
"""Options looked at at once."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule that forbids to hold a candidate as the plan is.

    Attributes
    ----------
    rule : Rule
    participant, table_set : int
        Whose rule it is; -1 where it is nobody's.
    slots : tuple of int
        Slots in which nothing is in the way but the obstacles told, and this one is.
    candidates : tuple of int
        Held candidates that make it one.
    """

    rule: Rule
    participant: int = -1
    table_set: int = -1
    slots: tuple[int, ...] = ()
    candidates: tuple[int, ...] = ()


def obstacles(
    problem: Problem, assignment: Assignment
) -> dict[int, tuple[Obstacle, ...]]:
    """Explain every candidate that a valid plan does not hold.

    All obstacles of a candidate are those of one way to hold it: an option in a slot,
    everything else as it is (only tables of that slot may be dealt out anew, unless
    zones are too far apart for some). Rules are taken as a whole: whoever is
    `Rule.AVAILABLE` would be so in all slots. Lifting all obstacles makes the candidate
    possible, lifting fewer does not.

    Returns
    -------
    dict
        For each candidate not held its obstacles; none where it could be added at once
        (and the levels or the time given are the reason).
    """
    return _Explainer(problem, assignment).explain()


class _Explainer:
    """Codes of what is blocked, for all participants, tables and slots."""

    def __init__(self, problem: Problem, plan: Assignment) -> None:
        self.problem = problem
        self.plan = plan
        self.agenda = agendas(problem, plan)
        self.busy = self.agenda >= 0
        self.people = blocked(problem, self.busy)
        self.person_cost = self._person_cost()
        self.unheld = np.flatnonzero(~plan.held)
        start = problem.candidates.option_start
        counts = start[self.unheld + 1] - start[self.unheld]
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        self.options = np.repeat(start[self.unheld], counts) + offset
        kinds = np.unique(problem.options.table_set[self.options])
        self.tables = Tables(problem, plan)
        self.table_code = self.tables.blocked(kinds[kinds != NO_TABLE])
        self.table_cost = _costs(TABLE_RULES)[self.table_code]
        self.order = self._order()
        self.near: BoolArray | None = None
        if problem.tables.too_far.any():
            self.near = near_zones(problem, plan, self.agenda)
            self.table_zones = self.tables.zones(self.table_code)
        self.spread: IntArray | None = None
        if problem.break_spread < UNLIMITED:
            self.spread = breaks_with_one_more(problem, self.busy)
        self._full: dict[int, tuple[int, ...]] = {}

    def _person_cost(self) -> IntArray:
        """int64[P, S]: weights of all rules broken, then values in the way."""
        cost = np.zeros(self.people.shape, dtype=np.int64)
        for bit, rule in enumerate(PEOPLE_RULES):
            cost += (self.people >> bit & 1) * (WEIGHT[rule] * _VALUES)
        value = self.problem.candidates.value
        if len(value):
            worth = np.minimum(value[self.agenda], _VALUES // 16)
            cost += np.where(self.busy, worth, 0)
        return cost

    def _order(self) -> dict[int, tuple[IntArray, IntArray]]:
        """For each candidate the held ones to come before and after it."""
        order = self.problem.precedences
        found: dict[int, tuple[IntArray, IntArray]] = {}
        for c in set(order.before.tolist()) | set(order.after.tolist()):
            before = order.before[order.after == c]
            after = order.after[order.before == c]
            held = self.plan.held
            found[c] = (before[held[before]], after[held[after]])
        return found

    def explain(self) -> dict[int, tuple[Obstacle, ...]]:
        owner = self.problem.option_candidate[self.options]
        found = {}
        for first, end in _pieces(owner):
            options = self.options[first:end]
            cost = self._costs(options)
            best_slot = cost.argmin(axis=1)
            best = cost[np.arange(len(options)), best_slot]
            starts = np.flatnonzero(np.diff(owner[first:end], prepend=-1))
            order = np.lexsort((best, owner[first:end]))
            for index in order[starts]:
                c, option = int(owner[first + index]), int(options[index])
                found[c] = self._tell(c, option, int(best_slot[index]))
        return found

    def _costs(self, options: IntArray) -> IntArray:
        """int64[len(options), S]: weight of everything in the way."""
        problem = self.problem
        people = problem.options.participants.take(options)
        cost = np.zeros((len(options), problem.num_slots), dtype=np.int64)
        for rank in range(int(people.lengths.max())):
            has_one = np.flatnonzero(people.lengths > rank)
            cost[has_one] += self.person_cost[
                people.items[people.start[has_one] + rank]
            ]
        is_allowed = problem.slot_sets[problem.options.slot_set[options]]
        cost += np.where(is_allowed, 0, WEIGHT[Rule.SLOT_ALLOWED] * _VALUES)
        kind = problem.options.table_set[options]
        seated = np.flatnonzero(kind != NO_TABLE)
        cost[seated] += self.table_cost[kind[seated]] * _VALUES
        if self.near is not None:
            is_far = self._too_far(people, kind)
            cost += np.where(is_far, WEIGHT[Rule.ZONE_DISTANCE] * _VALUES, 0)
        owner = problem.option_candidate[options]
        special = np.isin(owner, list(self.order)) | (self.spread is not None)
        for index in np.flatnonzero(special):
            for s in range(problem.num_slots):
                rules = self._special(int(owner[index]), int(options[index]), s)
                cost[index, s] += sum(WEIGHT[rule] for rule in rules) * _VALUES
        return cost

    def _too_far(self, people: Ragged, kind: IntArray) -> BoolArray:
        """bool[n, S]: no table of the set is near enough for all (people: n rows)."""
        assert self.near is not None  # noqa: S101  (asked for only then)
        near = np.ones((len(kind), *self.near.shape[1:]), dtype=np.bool_)
        for rank in range(int(people.lengths.max())):
            has_one = np.flatnonzero(people.lengths > rank)
            near[has_one] &= self.near[people.items[people.start[has_one] + rank]]
        is_far = ~(near & self.table_zones[kind]).any(axis=2)
        return is_far & (kind != NO_TABLE)[:, np.newaxis]

    def _special(self, c: int, option: int, s: int) -> list[Rule]:
        """Rules that are looked at one by one."""
        rules = []
        if self._out_of_order(c, s):
            rules.append(Rule.PRECEDENCE)
        members = self.problem.options.participants[option]
        if self.spread is not None:
            counts = np.concatenate(
                [self.spread[members, s], self._other_breaks(members)]
            )
            if counts.max() - counts.min() > self.problem.break_spread:
                rules.append(Rule.BREAK_SPREAD)
        return rules

    def _other_breaks(self, members: IntArray) -> IntArray:
        """int64: breaks of everyone else (a busy slot changes nothing)."""
        assert self.spread is not None  # noqa: S101  (asked for only then)
        now = np.where(
            self.busy.any(axis=1),
            self.spread[np.arange(len(self.busy)), self.busy.argmax(axis=1)],
            0,
        )
        return np.delete(now, members)

    def _out_of_order(self, c: int, s: int) -> tuple[int, ...]:
        before, after = self.order.get(c, (np.zeros(0, int), np.zeros(0, int)))
        slot = self.plan.slot
        late = [*before[slot[before] >= s].tolist(), *after[slot[after] <= s].tolist()]
        return tuple(dict.fromkeys(late))

    def _tell(self, c: int, option: int, slot: int) -> tuple[Obstacle, ...]:
        """Put the obstacles of an option in a slot into words."""
        problem = self.problem
        members = problem.options.participants[option]
        codes = self.people[members]
        kind = int(problem.options.table_set[option])
        table = self.table_code[kind] if kind != NO_TABLE else np.zeros_like(codes[0])
        allowed = problem.slot_sets[problem.options.slot_set[option]]
        special = c in self.order or self.spread is not None
        rules = self._special(c, option, slot) if special else []
        far = self._is_far(option)
        same = ((codes & ~codes[:, [slot]]) == 0).all(axis=0)
        same &= (table == 0) | (table == table[slot])
        same &= (allowed | ~allowed[slot]) & (~far | far[slot])
        slots = [
            s
            for s in np.flatnonzero(same).tolist()
            if not special or set(self._special(c, option, s)) <= set(rules)
        ]
        found = list(self._of_people(members, codes, slot, slots))
        if not allowed[slot]:
            where = tuple(s for s in slots if not allowed[s])
            found.append(Obstacle(Rule.SLOT_ALLOWED, slots=where))
        rule = TABLE_RULES[table[slot]]
        if rule is not None:
            where = tuple(s for s in slots if table[s])
            found.append(Obstacle(rule, table_set=kind, slots=where))
        if far[slot]:
            where = tuple(s for s in slots if far[s])
            found.append(Obstacle(Rule.ZONE_DISTANCE, table_set=kind, slots=where))
        for rule in rules:
            where = tuple(s for s in slots if rule in self._special(c, option, s))
            others = self._out_of_order(c, slot) if rule is Rule.PRECEDENCE else ()
            found.append(Obstacle(rule, slots=where, candidates=others))
        return tuple(found)

    def _is_far(self, option: int) -> BoolArray:
        """bool[S]: see `_too_far`."""
        if self.near is None:
            return np.zeros(self.problem.num_slots, dtype=np.bool_)
        one = np.array([option])
        people = self.problem.options.participants.take(one)
        return self._too_far(people, self.problem.options.table_set[one])[0]

    def _of_people(
        self, members: IntArray, codes: IntArray, slot: int, slots: list[int]
    ) -> Iterator[Obstacle]:
        for p, code in zip(members.tolist(), codes, strict=True):
            for bit, rule in enumerate(PEOPLE_RULES):
                if not code[slot] >> bit & 1:
                    continue
                where = tuple(s for s in slots if code[s] >> bit & 1)
                yield Obstacle(rule, p, -1, where, self._held(p, rule, where))

    def _held(self, p: int, rule: Rule, where: tuple[int, ...]) -> tuple[int, ...]:
        """Held candidates that make a rule an obstacle."""
        if rule is Rule.AVAILABLE:
            return ()
        if rule is Rule.CLASH:
            return tuple(self.agenda[p, list(where)].tolist())
        if p not in self._full:
            self._full[p] = tuple(self.agenda[p, self.busy[p]].tolist())
        return self._full[p]


def _costs(rules: tuple[Rule | None, ...]) -> IntArray:
    """int64: weight of each code."""
    return np.array([0 if rule is None else WEIGHT[rule] for rule in rules])


def _pieces(owner: IntArray) -> Iterator[tuple[int, int]]:
    """Ranges of options with about `PIECE` each that end with a candidate."""
    first = 0
    while first < len(owner):
        end = min(len(owner), first + PIECE)
        while end < len(owner) and owner[end] == owner[end - 1]:
            end += 1
        yield first, end
        first = end
