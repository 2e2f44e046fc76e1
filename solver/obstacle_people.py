"""Which rules on agendas forbid someone one more meeting, slot by slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.problem import UNLIMITED
from solver.rules import Rule

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment

PEOPLE_RULES = (
    Rule.AVAILABLE,
    Rule.CLASH,
    Rule.MOST,
    Rule.MOST_ROW,
    Rule.LONGEST_RUN,
    Rule.WINDOW,
    Rule.MOST_BREAKS,
)
"""Bit ``i`` of a code stands for the rule at place ``i``."""


def blocked(problem: Problem, busy: BoolArray) -> IntArray:
    """Tell which rules one more meeting of a participant in a slot would break.

    Parameters
    ----------
    busy : bool[P, S]
        A valid plan's busy slots.

    Returns
    -------
    int64[P, S]
        Codes of `PEOPLE_RULES`.
    """
    people, row = problem.participants, problem.slots.row
    first = np.flatnonzero(np.diff(row, prepend=-1))
    in_row = np.add.reduceat(busy.astype(np.int64), first, axis=1)
    full = busy.sum(axis=1) >= people.most
    code = np.zeros(busy.shape, dtype=np.int64)
    for bit, is_broken in enumerate(
        (
            ~people.can,
            busy,
            np.broadcast_to(full[:, np.newaxis], busy.shape),
            (in_row >= people.most_row)[:, row],
            _runs_too_long(problem, busy),
            _windows_closed(problem, busy),
            breaks_with_one_more(problem, busy) > people.most_breaks[:, np.newaxis]
            if (people.most_breaks < UNLIMITED).any()
            else np.zeros_like(busy),
        )
    ):
        code |= is_broken.astype(np.int64) << bit
    return code


def _runs_too_long(problem: Problem, busy: BoolArray) -> BoolArray:
    """bool[P, S]: a meeting in this slot makes too long a run of the slots around."""
    slots, limit = problem.slots, problem.participants.longest_run
    goes_on = slots.adjacent
    before = np.zeros(busy.shape, dtype=np.int64)
    after = np.zeros(busy.shape, dtype=np.int64)
    for s in range(1, len(slots)):
        joined = before[:, s - 1] + slots.length[s - 1]
        before[:, s] = np.where(busy[:, s - 1], joined, 0) * goes_on[s - 1]
    for s in range(len(slots) - 2, -1, -1):
        joined = after[:, s + 1] + slots.length[s + 1]
        after[:, s] = np.where(busy[:, s + 1], joined, 0) * goes_on[s]
    too_long = before + slots.length + after > limit[:, np.newaxis]
    return too_long & ~busy


def _windows_closed(problem: Problem, busy: BoolArray) -> BoolArray:
    """bool[P, S]: a meeting in this slot leaves a window without its pause."""
    closed = np.zeros(busy.shape, dtype=np.bool_)
    windows = problem.windows
    if len(windows) == 0:
        return closed
    who, first, last = windows.participant, windows.first, windows.last
    width = int((last - first).max()) + 1
    for place in range(width):
        longest = np.zeros(len(windows), dtype=np.int64)
        streak = np.zeros(len(windows), dtype=np.int64)
        for step in range(width):
            slot = np.minimum(first + step, last)
            is_free = (first + step <= last) & ~busy[who, slot] & (step != place)
            streak = np.where(is_free, streak + 1, 0)
            longest = np.maximum(longest, streak)
        hit = np.flatnonzero((first + place <= last) & (longest < windows.free))
        closed[who[hit], first[hit] + place] = True
    return closed & ~busy


def breaks_with_one_more(problem: Problem, busy: BoolArray) -> IntArray:
    """int64[P, S]: breaks of each participant with one more meeting in a slot."""
    found = np.zeros(busy.shape, dtype=np.int64)
    row = problem.slots.row
    alone = [_breaks_of_row(problem, busy, r) for r in range(problem.num_rows)]
    total = sum(alone)
    for s in range(busy.shape[1]):
        with_one = busy.copy()
        with_one[:, s] = True
        in_row = _breaks_of_row(problem, with_one, int(row[s]))
        found[:, s] = total - alone[row[s]] + in_row
    return found


def _breaks_of_row(problem: Problem, busy: BoolArray, row: int) -> IntArray:
    """int64[P]: gaps with an idle slot between meetings of a row."""
    inside = problem.slots.row == row
    here, idle = busy[:, inside], problem.participants.idle[:, inside]
    seen = np.logical_or.accumulate(here, axis=1)
    later = np.logical_or.accumulate(here[:, ::-1], axis=1)[:, ::-1]
    waits = seen & later & ~here & idle
    # A break is told at the meeting that ends it: idle slots since the one before.
    so_far = waits.cumsum(axis=1)
    at_meeting = np.where(here, so_far, 0)
    before = np.maximum.accumulate(at_meeting, axis=1)
    before = np.hstack([np.zeros((len(here), 1), dtype=np.int64), before[:, :-1]])
    return np.asarray((here & (so_far > before)).sum(axis=1))


def near_zones(problem: Problem, plan: Assignment, agenda: IntArray) -> BoolArray:
    """Zones near enough to where someone is before and after a slot.

    Parameters
    ----------
    agenda : int64[P, S]
        The candidate of each slot, or -1.

    Returns
    -------
    bool[P, S, Z]
    """
    tables, adjacent = problem.tables, problem.slots.adjacent
    table = np.append(plan.table, -1)[agenda]  # -1: no meeting
    # One more zone, near to all, for those who are nowhere.
    near_to = np.vstack([~tables.too_far, np.ones((1, len(tables.distance)), np.bool_)])
    zone = np.where(table >= 0, tables.zone[table], len(tables.distance))
    near = np.ones((*agenda.shape, len(tables.distance)), dtype=np.bool_)
    for s in np.flatnonzero(adjacent):
        near[:, s] &= near_to[zone[:, s + 1]]
        near[:, s + 1] &= near_to[zone[:, s]]
    return near
