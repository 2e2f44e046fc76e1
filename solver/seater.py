"""The step of a solve that gives meetings their tables and offers the plan."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from solver.budget import Budget
from solver.levels import Level
from solver.seat import seat
from solver.tablerows import table_rows
from solver.timetable import timetable

if TYPE_CHECKING:
    from solver.course import Course
    from solver.ragged import BoolArray
    from solver.result import Assignment

MOST_HALL_ROUNDS = 10
STREAM_EVERY_S = 2.0


class Seater:
    """Seats plans of one solve; remembers which sets of tables were too small."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._hall_sets: list[BoolArray] = []
        self._streamed_at = time.monotonic()

    def seated(self, plan: Assignment, budget: Budget) -> Assignment:
        """Give meetings their tables, offer the plan, and return it without tables.

        Sets of tables that turned out too small become rows, and the timetable is made
        again with them; what still finds no table is left out.
        """
        course = self._course
        for _ in range(MOST_HALL_ROUNDS):
            with course.step("seat"):
                seating = seat(course.problem, plan, budget, seed=course.seed)
            if not seating.halls:
                break
            self._hall_sets.extend(seating.halls)
            course.rows = table_rows(course.problem, self._hall_sets)
            with course.step("timetable"):
                plan = timetable(
                    course.problem,
                    course.rows,
                    plan.option,
                    course.budget,
                    seed=course.seed,
                    start=plan,
                )
        seated = seating.assignment.without(seating.unseated)
        with course.step("validate"):
            course.offer(seated)
        for level, value in course.values(seated).items():
            course.report("seat", level, value)
        return plan.without(seating.unseated)

    def stream(self, plan: Assignment) -> None:
        """Seat and publish a better plan now and then, while polishing goes on."""
        course = self._course
        for level, value in course.values(plan).items():
            if level is not Level.MOVES:
                course.report("polish", level, value)
        if course.budget.is_reproducible:
            return  # what is published must not depend on the clock
        spent = course.seconds.get("seat", 0.0)
        if time.monotonic() - self._streamed_at < max(STREAM_EVERY_S, 10 * spent):
            return
        self.seated(plan, Budget(0.0, None, course.budget.should_stop))
        self._streamed_at = time.monotonic()
