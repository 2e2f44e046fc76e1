"""The whole problem as one integer program: its answer is a proof."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias

from solver.evaluate import level_values
from solver.known import Bound
from solver.mixed import improve_mixed
from solver.mixedparts import improve_in_parts
from solver.result import Assignment, Scope
from solver.slotanew import UNITS_PER_PIECE
from solver.slotgains import from_maximize_form
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.slotplans import upper_values

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.tablerows import TableRows

Whole: TypeAlias = tuple[Bound | None, Assignment | None]


def solve_whole(
    problem: Problem,
    rows: TableRows,
    plan: Assignment,
    level: Level,
    budget: Budget,
    workers: int,
) -> Whole:
    """Return the bound of a level, given the plan's upper ones, and a plan if found.

    Parameters
    ----------
    workers : int
        With more than one, in as many parts at once: for models that SCIP solves.
    """
    started = time.monotonic()
    achieved = upper_values(problem, plan, level)
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, rows, level, achieved, everything)
    start = model.values_of(plan)
    if workers > 1:
        gained = from_maximize_form(problem, level, level_values(problem, plan)[level])
        answer = improve_in_parts(model, start, gained, budget, workers)
    else:
        answer = improve_mixed(model, start, budget)
    budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
    bound = found = None
    if answer.bound is not None:
        bound = Bound(
            level,
            from_maximize_form(problem, level, answer.bound),
            Scope.ALL,
            answer.method,
            tuple(achieved.values()),
            seconds=time.monotonic() - started,
        )
    if answer.chosen is not None:
        found = combined(everything, model, answer.chosen)
    return bound, found
