"""Solve a problem again on the levels that depend on what is held, quickly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from b4h_scheduler.planning.run import require_plan
from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import SELECT_LEVELS
from solver.seat import seat
from solver.select import select
from solver.solving import solve
from solver.tablerows import table_rows
from solver.timetable import timetable

if TYPE_CHECKING:
    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A valid plan and what is known about its upper levels.

    Attributes
    ----------
    plan : Assignment
    values, bounds : dict
        Of the levels that depend on what is held, in the problem's order.
    """

    plan: Assignment
    values: dict[Level, int]
    bounds: dict[Level, int]

    @property
    def is_proven(self) -> bool:
        """Every one of these levels is the best there is."""
        return self.values == self.bounds


def resolve(problem: Problem, time_limit_s: float) -> Resolved:
    """Select and place once; where that misses a bound, solve for so many seconds.

    Levels below (waiting, table changes) are left as they come.

    Raises
    ------
    InfeasibleEventError, NothingFoundError
        There is no plan, or none was found.
    """
    levels = tuple(level for level in problem.levels if level in SELECT_LEVELS)
    problem = replace(problem, levels=levels)
    if not problem.mandatory.any():
        found = _at_once(problem)
        if found.is_proven:
            return found
    result = solve(problem, time_limit_s=time_limit_s)
    plan = require_plan(result)
    bounds = {entry.level: entry.bound for entry in result.certificate}
    return Resolved(plan, level_values(problem, plan), bounds)


def _at_once(problem: Problem) -> Resolved:
    """One select, one timetable, one seating; nothing has to be held."""
    rows = table_rows(problem)
    selection = select(problem, rows, Budget())
    placed = timetable(problem, rows, selection.option, Budget())
    seating = seat(problem, placed, Budget(0.0))
    plan = seating.assignment.without(seating.unseated)
    bounds = {level: bound.bound for level, bound in selection.bounds.items()}
    return Resolved(plan, level_values(problem, plan), bounds)
