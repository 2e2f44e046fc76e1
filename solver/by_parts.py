"""The step of a solve for zones that lie too far apart to walk between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import InfeasibleError
from solver.select import select
from solver.tablerows import table_rows
from solver.zoned import Zoned, zoned
from solver.zoning import parts_of, zoning

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.budget import Budget
    from solver.course import Course
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment, Result

    SolvePart = Callable[[Problem, Budget, Callable[[Assignment], None]], Result]

SHARE = 0.9
SELECT_SHARE = 0.1


def by_parts(course: Course, plan: Assignment, solve_part: SolvePart) -> bool:
    """Plan anew so that nobody has too far to go; False if that is no help.

    Where zones lie too far apart, a timetable made without them loses meetings at the
    tables (`solver.zoning`). Its bounds are not those of the whole problem.

    Parameters
    ----------
    solve_part : callable
        Solves a problem within a budget and tells of better plans.
    """
    if not parts_of(course.problem).any():
        return False
    made = _best_zoning(course, plan.option[plan.held])
    if made is None:
        return False
    before = course.incumbent.values

    def offer(found: Assignment) -> None:
        course.incumbent.offer(made.back(found))

    result = solve_part(made.problem, course.budget.part(SHARE), offer)
    for name, spent in result.seconds_per_step.items():
        course.add_seconds(name, spent)
    if result.assignment is not None:
        course.offer(made.back(result.assignment))
    return course.incumbent.values != before


def _best_zoning(course: Course, wanted: IntArray) -> Zoned | None:
    """Of some zonings the one in which select finds most."""
    best, best_rank = None, None
    for number in range(course.num_tries):
        with course.step("select"):
            zones = zoning(course.problem, wanted, seed=course.seed + number)
            made = zoned(course.problem, zones)
            if made is None:
                return None
            rows = table_rows(made.problem)
            try:
                found = select(made.problem, rows, course.budget.part(SELECT_SHARE))
            except InfeasibleError:
                continue  # what must be held is held elsewhere
        rank = tuple(level.sense * value for level, value in found.values.items())
        if best_rank is None or rank > best_rank:
            best, best_rank = made, rank
    return best
