"""Values of all levels in the sense of a walk: integers to be minimized."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.model import HARD, INDEX_OF, NUM_LEVELS
from solver.evaluate import agendas, level_values
from solver.problem import NO_TABLE, UNLIMITED
from solver.result import Assignment

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray


def levels_of(problem: Problem, plan: Assignment) -> IntArray:
    """int64[NUM_LEVELS]: values of a plan whose tables are not decided yet."""
    levels = np.zeros(NUM_LEVELS, dtype=np.int64)
    bare = Assignment(plan.option, plan.slot, np.full_like(plan.table, NO_TABLE))
    for level, value in level_values(problem, bare).items():
        if level in INDEX_OF:
            levels[INDEX_OF[level]] = -level.sense * value
    levels[HARD] = _missing(problem, plan) + _break_excess(problem, plan)
    return levels


def waiting_rows(problem: Problem, busy: BoolArray) -> BoolArray:
    """bool[P, R]: a participant waits in a row, given busy slots bool[P, S]."""
    waits = np.zeros((len(busy), problem.num_rows), dtype=np.bool_)
    for row in range(problem.num_rows):
        at = problem.slots.row == row
        meets = busy[:, at]
        before = np.logical_or.accumulate(meets, axis=1)
        after = np.logical_or.accumulate(meets[:, ::-1], axis=1)[:, ::-1]
        idle = problem.participants.idle[:, at]
        waits[:, row] = (before & after & ~meets & idle).any(axis=1)
    return waits


def _missing(problem: Problem, plan: Assignment) -> int:
    """Mandatory candidates that are not held."""
    return int(np.count_nonzero(problem.mandatory & ~plan.held))


def _break_excess(problem: Problem, plan: Assignment) -> int:
    """Breaks above the most of their participants."""
    people = problem.participants
    if people.most_breaks.min(initial=UNLIMITED) >= problem.num_slots:
        return 0
    busy = agendas(problem, plan) >= 0
    breaks = np.zeros(len(people), dtype=np.int64)
    row = -1
    for slot in range(problem.num_slots):
        if problem.slots.row[slot] != row:
            row = problem.slots.row[slot]
            is_started = np.zeros(len(people), dtype=np.bool_)
            has_waited = np.zeros(len(people), dtype=np.bool_)
        meets = busy[:, slot]
        breaks += meets & has_waited
        has_waited &= ~meets
        is_started |= meets
        has_waited |= is_started & ~meets & people.idle[:, slot]
    return int(np.maximum(breaks - people.most_breaks, 0).sum())
