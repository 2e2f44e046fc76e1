"""The step of a solve that closes the gap on the levels of select."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.levels import SELECT_LEVELS
from solver.polish import polish
from solver.slotsearch import SlotSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.budget import Budget
    from solver.course import Course
    from solver.levels import Level
    from solver.result import Assignment

IMPROVE_SHARE = 0.9
ANNEAL_SHARE, FAR_ANNEAL_SHARE = 0.15, 0.03
"""Share of annealing before exact methods; far from the bound these do better."""
ANNEAL_S = 20.0
FAR = 0.005
"""So much of the bound is far."""


def improved(
    course: Course, plan: Assignment, on_better: Callable[[Assignment], None]
) -> Assignment:
    """Return a plan that is better where levels of select are not at their bound."""
    values = course.values(plan)
    _report(course, values)
    if not _is_open(course, values) or course.budget.is_exhausted:
        return plan
    with course.step("improve"):
        plan = polish(
            course.problem,
            course.rows,
            plan,
            [level for level in course.problem.levels if level in SELECT_LEVELS],
            _annealing(course, values),
            seed=course.seed,
            on_better=on_better,
            bounds=course.known.values,
            workers=course.workers,
        )
        annealed = course.values(plan)
        if annealed != values:
            _report(course, annealed)
        if _is_open(course, annealed):
            search = SlotSearch(
                course.problem,
                course.rows,
                course.known,
                seed=course.seed,
                workers=course.workers,
                on_better=on_better,
            )
            plan = search.improve(plan, course.budget.part(IMPROVE_SHARE))
    return plan


def _annealing(course: Course, values: Mapping[Level, int]) -> Budget:
    """How long to anneal before slots are planned anew exactly."""
    is_far = any(
        abs(bound - values[level]) > FAR * abs(bound)
        for level, bound in course.known.values.items()
    )
    share = FAR_ANNEAL_SHARE if is_far else ANNEAL_SHARE
    return course.budget.part(share, most_s=ANNEAL_S)


def _report(course: Course, values: Mapping[Level, int]) -> None:
    """Tell the values of the levels of select, in order."""
    for level in course.problem.levels:
        if level in course.known.of:
            course.report("improve", level, values[level])


def _is_open(course: Course, values: Mapping[Level, int]) -> bool:
    """Whether a level of select is worse than its bound."""
    known = course.known.values
    return any(values[level] != bound for level, bound in known.items())
