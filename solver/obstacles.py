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
    from collections.abc import Iterable, Iterator

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
    problem: Problem, assignment: Assignment, only: Iterable[int] | None = None
) -> dict[int, tuple[Obstacle, ...]]:
    """Explain every candidate that a valid plan does not hold.

    All obstacles of a candidate are those of one way to hold it: an option in a slot,
    everything else as it is (only tables of that slot may be dealt out anew, unless
    zones are too far apart for some). Rules are taken as a whole: whoever is
    `Rule.AVAILABLE` would be so in all slots. Lifting all obstacles makes the candidate
    possible, lifting fewer does not.

    Parameters
    ----------
    only
        Explain these alone.

    Returns
    -------
    dict
        For each candidate not held its obstacles; none where it could be added at once
        (and the levels or the time given are the reason).
    """
    return _Explainer(problem, assignment, only).explain()


class _Explainer:
    """Codes of what is blocked, for all participants, tables and slots."""

    def __init__(
        self, problem: Problem, plan: Assignment, only: Iterable[int] | None
    ) -> None:
        self.problem = problem
        self.plan = plan
        self.agenda = agendas(problem, plan)
        self.busy = self.agenda >= 0
        self.people = blocked(problem, self.busy)
        self.person_cost = self._person_cost()
        self.unheld = np.flatnonzero(~plan.held)
        if only is not None:
            self.unheld = np.intersect1d(self.unheld, np.fromiter(only, np.int64))
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
        found: dict[int, tuple[Obstacle, ...]] = {}
        for first, end in _pieces(owner):
            options = self.options[first:end]
            cost = self._costs(options)
            best_slot = cost.argmin(axis=1)
            best = cost[np.arange(len(options)), best_slot]
            starts = np.flatnonzero(np.diff(owner[first:end], prepend=-1))
            chosen = np.lexsort((best, owner[first:end]))[starts]
            told = self._tell(options[chosen], best_slot[chosen])
            found.update(
                zip(owner[first:end][chosen].tolist(), map(tuple, told), strict=True)
            )
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
        is_near: BoolArray = np.asarray((near & self.table_zones[kind]).any(axis=2))
        is_near[kind == NO_TABLE] = True
        return ~is_near

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

    def _tell(self, options: IntArray, slot: IntArray) -> list[list[Obstacle]]:
        """Put the obstacles of options (int64[n]), each in a slot, into words."""
        problem = self.problem
        line = np.arange(len(options))
        people = problem.options.participants.take(options)
        most = int(people.lengths.max(initial=0))
        codes = np.zeros((most, len(options), problem.num_slots), dtype=np.int64)
        member = np.full((most, len(options)), -1, dtype=np.int64)
        for rank in range(most):
            has_one = np.flatnonzero(people.lengths > rank)
            member[rank, has_one] = people.items[people.start[has_one] + rank]
            codes[rank, has_one] = self.people[member[rank, has_one]]
        kind = problem.options.table_set[options]
        table = np.where((kind == NO_TABLE)[:, np.newaxis], 0, self.table_code[kind])
        closed = ~problem.slot_sets[problem.options.slot_set[options]]
        far = np.zeros_like(closed)
        if self.near is not None:
            far = self._too_far(people, kind)
        here = codes[:, line, slot]
        same = ((codes & ~here[:, :, np.newaxis]) == 0).all(axis=0)
        same &= (table == 0) | (table == table[line, slot][:, np.newaxis])
        same &= ~closed | closed[line, slot][:, np.newaxis]
        same &= ~far | far[line, slot][:, np.newaxis]
        rules = self._rules_one_by_one(options, slot, same)
        found: list[list[Obstacle]] = [[] for _ in options]
        for rank in range(most):
            for bit, rule in enumerate(PEOPLE_RULES):
                is_broken = (codes[rank] >> bit & 1).astype(np.bool_)
                for i, where in _where(is_broken, slot, same):
                    p = int(member[rank, i])
                    others = self._held(p, rule, where)
                    found[i].append(Obstacle(rule, p, -1, where, others))
        for i, where in _where(closed, slot, same):
            found[i].append(Obstacle(Rule.SLOT_ALLOWED, slots=where))
        for i, where in _where(table > 0, slot, same):
            table_rule = TABLE_RULES[table[i, slot[i]]]
            if table_rule is not None:
                found[i].append(Obstacle(table_rule, -1, int(kind[i]), where))
        for i, where in _where(far, slot, same):
            found[i].append(Obstacle(Rule.ZONE_DISTANCE, -1, int(kind[i]), where))
        for i, told in rules:
            found[i].append(told)
        return found

    def _rules_one_by_one(
        self, options: IntArray, slot: IntArray, same: BoolArray
    ) -> list[tuple[int, Obstacle]]:
        """Obstacles by order and spread; slots with others of them leave ``same``."""
        found = []
        owner = self.problem.option_candidate[options]
        special = np.isin(owner, list(self.order)) | (self.spread is not None)
        for i in np.flatnonzero(special).tolist():
            c, option = int(owner[i]), int(options[i])
            rules = self._special(c, option, int(slot[i]))
            broken = {
                s: self._special(c, option, s) for s in np.flatnonzero(same[i]).tolist()
            }
            slots = [s for s, others in broken.items() if set(others) <= set(rules)]
            same[i] = False
            same[i, slots] = True
            for rule in rules:
                where = tuple(s for s in slots if rule in broken[s])
                others: tuple[int, ...] = ()
                if rule is Rule.PRECEDENCE:
                    others = self._out_of_order(c, int(slot[i]))
                found.append((i, Obstacle(rule, slots=where, candidates=others)))
        return found

    def _held(self, p: int, rule: Rule, where: tuple[int, ...]) -> tuple[int, ...]:
        """Held candidates that make a rule an obstacle."""
        if rule is Rule.AVAILABLE:
            return ()
        if rule is Rule.CLASH:
            return tuple(self.agenda[p, list(where)].tolist())
        if p not in self._full:
            self._full[p] = tuple(self.agenda[p, self.busy[p]].tolist())
        return self._full[p]


def _where(
    is_broken: BoolArray, slot: IntArray, same: BoolArray
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Lines that break a rule in their slot, and all their slots that do."""
    lines = np.flatnonzero(is_broken[np.arange(len(slot)), slot])
    which, slots = np.nonzero(is_broken[lines] & same[lines])
    ends = np.searchsorted(which, np.arange(len(lines)), side="right").tolist()
    listed = slots.tolist()
    first = 0
    for line, end in zip(lines.tolist(), ends, strict=True):
        yield line, tuple(listed[first:end])
        first = end


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
