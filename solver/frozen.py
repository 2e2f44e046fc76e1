"""Of a re-planning: hold what the fewest changes leave alone, tables included.

A timetable of all that is worth holding, and the seating after it, may move what could
stay. Where the first plan changes more than it may have to, the problem is planned once
more with everything pinned that a plan for the fewest changes alone leaves as it was.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.problem import Pins
from solver.select import select
from solver.timetable import timetable

if TYPE_CHECKING:
    from solver.course import Course
    from solver.problem import Baseline, Problem
    from solver.ragged import BoolArray

KEEP_SHARE = 0.1


def may_change_less(course: Course) -> bool:
    """Whether the best plan so far has more changes than its bound."""
    bound = course.known.values.get(Level.CHANGES)
    values = course.incumbent.values
    return bound is not None and values.get(Level.CHANGES, bound) > bound


def frozen(course: Course) -> Problem:
    """Return the problem with what can stay pinned to slot and table.

    Raises
    ------
    InfeasibleError
        As `solver.select.select`.
    """
    problem = course.problem
    base = problem.baseline
    if base is None:
        return problem
    stays = np.flatnonzero(_stays(course, base))
    lost = problem.is_table_lost[stays]
    own, new = problem.pins, base.option[stays]
    free = ~np.isin(own.option, new)
    table = np.where(lost, -1, base.table[stays])
    pins = Pins(
        np.concatenate([own.option[free], new]),
        np.concatenate([own.slot[free], base.slot[stays]]),
        np.concatenate([own.table[free], table]),
    )
    return replace(problem, pins=pins)


def _stays(course: Course, base: Baseline) -> BoolArray:
    """bool[B]: what a plan for the levels down to changes leaves as it was."""
    problem = course.problem
    last = problem.levels.index(Level.CHANGES)
    fewest = replace(problem, levels=problem.levels[: last + 1])
    with course.step("select"):
        part = course.budget.part(KEEP_SHARE)
        option = select(fewest, course.rows, part, seed=course.seed).option
    with course.step("timetable"):
        part = course.budget.part(KEEP_SHARE)
        plan = timetable(fewest, course.rows, option, part, seed=course.seed)
    stays: BoolArray = plan.option[base.candidate] == base.option
    stays &= plan.slot[base.candidate] == base.slot
    return stays
