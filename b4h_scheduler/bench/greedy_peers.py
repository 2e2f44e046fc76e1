"""What the market does: first come first served, and greedy by value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.result import Assignment

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray


def first_come(problem: Problem) -> Assignment:
    """Give each wish, in the order in which it was made, the first free time."""
    return _in_order(problem, np.arange(problem.num_candidates))


def greedy_by_value(problem: Problem) -> Assignment:
    """Give each candidate, the most valuable first, the first free time."""
    order = np.argsort(-problem.candidates.value, kind="stable")
    return _in_order(problem, order)


def _in_order(problem: Problem, order: IntArray) -> Assignment:
    """Take candidates of one option, one after the other, at the first free slot."""
    plan = Assignment.empty(problem.num_candidates)
    free = problem.participants.can.copy()
    tables_used = np.zeros(problem.num_slots, dtype=np.int64)
    allowed = problem.option_slots
    for candidate in order:
        people = problem.options.participants[candidate]
        possible = allowed[candidate] & free[people].all(axis=0)
        possible &= tables_used < problem.num_tables
        if possible.any():
            slot = int(np.argmax(possible))
            free[people, slot] = False
            plan.option[candidate], plan.slot[candidate] = candidate, slot
            plan.table[candidate] = tables_used[slot]
            tables_used[slot] += 1
    return plan
