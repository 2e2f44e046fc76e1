"""The first whole plan of a solve: select, then timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.course import left_out
from solver.reselect import reselect
from solver.select import select
from solver.timetable import timetable

if TYPE_CHECKING:
    from solver.course import Course
    from solver.ragged import IntArray
    from solver.result import Assignment
    from solver.select import Selection

SELECT_SHARE = 0.3
TIMETABLE_SHARE = 0.3
RESELECT_S = 10.0


def first_plan(course: Course) -> Assignment:
    """Select what to hold and place it; note the bounds found.

    Raises
    ------
    InfeasibleError
        Mandatory or pinned candidates are proven to conflict.
    """
    with course.step("select"):
        selection = select(
            course.problem,
            course.rows,
            course.budget.part(SELECT_SHARE),
            seed=course.seed,
        )
    for level, bound in selection.bounds.items():
        course.known.add(bound)
        course.report("select", level, selection.values[level])
    plan = _placed(course, selection.option)
    if not left_out(plan, selection.option):
        return plan
    return _selected_again(course, selection, plan)


def _selected_again(
    course: Course, selection: Selection, plan: Assignment
) -> Assignment:
    """What was selected has no room: select once more, with slots."""
    last = [level for level in course.problem.levels if level in selection.values]
    if not last:
        return plan
    with course.step("select"):
        above = {level: selection.values[level] for level in last[:-1]}
        again = reselect(
            course.problem,
            course.rows,
            last[-1],
            above,
            selection.option,
            course.budget.part(SELECT_SHARE, most_s=RESELECT_S),
        )
    if again is None:
        return plan
    if again.bound is not None:
        course.known.add(again.bound)
    return max(plan, _placed(course, again.option), key=course.ranking)


def _placed(course: Course, option: IntArray) -> Assignment:
    """Make timetables from several seeds until one holds everything."""
    tries = []
    for number in range(course.num_tries):
        with course.step("timetable"):
            plan = timetable(
                course.problem,
                course.rows,
                option,
                course.budget.part(TIMETABLE_SHARE),
                seed=course.seed + number,
            )
        tries.append(plan)
        if not left_out(plan, option) or course.budget.is_exhausted:
            break
    return max(tries, key=course.ranking)
