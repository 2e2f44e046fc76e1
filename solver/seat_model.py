"""A timetable as seating sees it: meetings, the tables they may have, who goes on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.problem import NO_TABLE
from solver.ragged import Ragged

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment

ANY = -1
"""No table is prescribed or preferred."""


@dataclass(frozen=True, eq=False)
class Seats:
    """The meetings of a timetable that need a table.

    Attributes
    ----------
    candidate, slot, kind : int64[M]
        ``kind`` is the table set, a row of ``Tables.sets``.
    home : int64[M]
        Table set to use first, or ``NO_TABLE``.
    pinned, released : int64[M]
        Table that a pin prescribes; table whose change the baseline counts; or `ANY`.
    first, second : int64[L]
        Links: someone's consecutive meetings of a row, both with a table. Two who go
        the same way make two links.
    is_adjacent : bool[L]
        The meetings of a link are in adjacent slots.
    """

    problem: Problem
    candidate: IntArray
    slot: IntArray
    kind: IntArray
    home: IntArray
    pinned: IntArray
    released: IntArray
    first: IntArray
    second: IntArray
    is_adjacent: BoolArray

    def __len__(self) -> int:
        return len(self.candidate)

    @cached_property
    def in_slot(self) -> Ragged:
        """Meetings of each slot."""
        meetings = np.arange(len(self), dtype=np.int64)
        return Ragged.from_pairs(self.slot, meetings, self.problem.num_slots)

    @cached_property
    def links_of(self) -> Ragged:
        """Links of each meeting."""
        numbers = np.arange(len(self.first), dtype=np.int64)
        ends = np.concatenate([self.first, self.second])
        return Ragged.from_pairs(ends, np.concatenate([numbers, numbers]), len(self))

    @cached_property
    def zone_of(self) -> IntArray:
        """int64[T]."""
        return self.problem.tables.zone

    def allowed(self, meetings: IntArray) -> BoolArray:
        """bool[n, T]: open tables of its set; of them only the pinned one, if any."""
        tables = self.problem.tables
        is_open = tables.open[:, self.slot[meetings]].T
        allowed = tables.sets[self.kind[meetings]] & is_open
        pinned = np.flatnonzero(self.pinned[meetings] != ANY)
        where = self.pinned[meetings[pinned]]
        is_open = allowed[pinned, where]
        allowed[pinned] = False
        allowed[pinned, where] = is_open
        return allowed


def read_seats(problem: Problem, plan: Assignment) -> Seats:
    """Take the meetings with tables, and who goes on where, out of a timetable."""
    held = np.flatnonzero(plan.held)
    kind = problem.options.table_set[plan.option[held]]
    held, kind = held[kind != NO_TABLE], kind[kind != NO_TABLE]
    option = plan.option[held]
    first, second, is_adjacent = _links(problem, plan)
    number = np.full(problem.num_candidates, -1, dtype=np.int64)
    number[held] = np.arange(len(held))
    both = (number[first] >= 0) & (number[second] >= 0)
    return Seats(
        problem,
        held,
        plan.slot[held],
        kind,
        problem.options.home_set[option],
        _prescribed(problem)[held],
        _released(problem, plan)[held],
        number[first[both]],
        number[second[both]],
        is_adjacent[both],
    )


def _links(problem: Problem, plan: Assignment) -> tuple[IntArray, IntArray, BoolArray]:
    """Consecutive meetings (as candidates) of everyone in every row."""
    held = np.flatnonzero(plan.held)
    people = problem.options.participants.take(plan.option[held])
    candidate = held[people.rows]
    slot = plan.slot[candidate]
    order = np.lexsort((slot, people.items))
    who, slot, candidate = people.items[order], slot[order], candidate[order]
    row = problem.slots.row[slot]
    goes_on = (who[1:] == who[:-1]) & (row[1:] == row[:-1])
    is_adjacent = problem.slots.adjacent[slot[:-1]] & (slot[1:] == slot[:-1] + 1)
    return candidate[:-1][goes_on], candidate[1:][goes_on], is_adjacent[goes_on]


def _prescribed(problem: Problem) -> IntArray:
    """int64[C]: the pinned table of each candidate."""
    table = np.full(problem.num_candidates, ANY, dtype=np.int64)
    pins = problem.pins
    table[problem.option_candidate[pins.option]] = pins.table
    return table


def _released(problem: Problem, plan: Assignment) -> IntArray:
    """int64[C]: the released table where option and slot are as released."""
    table = np.full(problem.num_candidates, ANY, dtype=np.int64)
    base = problem.baseline
    if base is None or Level.CHANGES not in problem.levels or base.table_cost == 0:
        return table
    stays = (plan.option[base.candidate] == base.option) & (
        plan.slot[base.candidate] == base.slot
    )
    table[base.candidate[stays]] = base.table[stays]
    return table
