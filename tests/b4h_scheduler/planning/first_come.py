"""A plain planner for tests: whatever the validator accepts, strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE, Problem
from solver.result import Assignment, Result, Status
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_come(problem: Problem) -> Assignment:
    """Hold pinned, then released, then strongest candidates where no rule is broken."""
    plan = Assignment.empty(problem.num_candidates)
    pins = problem.pins
    owner = problem.option_candidate[pins.option]
    plan.option[owner] = pins.option
    plan.slot[owner] = pins.slot
    plan.table[owner] = pins.table
    for kept in _released(problem):
        _keep(problem, plan, *kept)
    order = np.argsort(
        -(problem.candidates.value + 10**6 * problem.candidates.promised),
        kind="stable",
    )
    for candidate in order.tolist():
        if plan.option[candidate] < 0:
            _place(problem, plan, candidate)
    return plan


def first_come_result(problem: Problem) -> Result:
    """Return the same as the kernel's result, without a certificate."""
    return Result(Status.FEASIBLE, first_come(problem))


def _released(problem: Problem) -> Iterable[tuple[int, ...]]:
    base = problem.baseline
    if base is None:
        return ()
    columns = (base.candidate, base.option, base.slot, base.table)
    return zip(*(column.tolist() for column in columns), strict=True)


def _keep(
    problem: Problem, plan: Assignment, candidate: int, option: int, slot: int, at: int
) -> None:
    """Hold a released meeting as it was, or at another table."""
    if plan.option[candidate] >= 0:
        return
    for table in [at, *_tables(problem, option, slot)]:
        plan.option[candidate] = option
        plan.slot[candidate] = slot
        plan.table[candidate] = table
        if not validate(problem, plan):
            return
    plan.option[candidate] = plan.slot[candidate] = plan.table[candidate] = -1


def _place(problem: Problem, plan: Assignment, candidate: int) -> None:
    start, end = problem.candidates.option_start[candidate : candidate + 2]
    for option in range(start, end):
        for slot in np.flatnonzero(problem.option_slots[option]):
            for table in _tables(problem, option, slot):
                plan.option[candidate] = option
                plan.slot[candidate] = slot
                plan.table[candidate] = table
                if not validate(problem, plan):
                    return
    plan.option[candidate] = plan.slot[candidate] = plan.table[candidate] = -1


def _tables(problem: Problem, option: int, slot: int) -> list[int]:
    table_set = problem.options.table_set[option]
    if table_set == NO_TABLE:
        return [NO_TABLE]
    usable = problem.tables.sets[table_set] & problem.tables.open[:, slot]
    return np.flatnonzero(usable).tolist()
