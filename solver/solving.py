"""The way from a problem to a proven plan: select, timetable, improve, polish, seat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from solver.breaks_step import BreaksStep, with_caps
from solver.budget import Budget
from solver.by_parts import by_parts
from solver.certificate import Finished, certify
from solver.course import Course
from solver.errors import InfeasibleError
from solver.exact import Exact, is_small
from solver.first_plan import first_plan
from solver.frozen import frozen, may_change_less
from solver.improve import improved
from solver.levels import Level
from solver.polish import polish
from solver.result import Assignment, Progress, Result, Scope, Status
from solver.seater import Seater
from solver.warm_up import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import Problem
    from solver.result import Entry

POLISH_SHARE = 0.85
SEAT_SHARE = 0.2
FROZEN_SHARE = 0.5
"""For planning around what can stay, where the first plan changes too much."""
EXACT_S = 30.0
EXACT_FIRST_SHARE = 0.6
"""Of what is left, before polishing; what is still open afterwards has the rest."""


def solve(
    problem: Problem,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    on_better: Callable[[Assignment], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """Find the best plan and what is proven about it.

    Parameters
    ----------
    time_limit_s : float, optional
        Wall-clock budget of the search (certificate and validation come on top, short
        beside it; compiling, on the first run after an installation, before it).
        Without any limit: stop when proven or when nothing improves.
    work_limit : int, optional
        Budget in units of work instead: no step reads the clock, so that equal
        inputs give equal plans on one platform with one lock file and ``workers``.
    seed : int
    workers : int
        Threads for polishing and exact searches.
    on_progress, on_better : callable, optional
        Called with `Progress` events; with each validated better plan.
    should_stop : callable, optional
        Asked between pieces of work; True ends with the best plan so far.

    Returns
    -------
    Result
        ``INFEASIBLE`` where mandatory or pinned candidates are proven to conflict,
        ``UNKNOWN`` where no valid plan was found.

    Raises
    ------
    InvalidPlanError
        The validator rejected a computed plan: a defect of the kernel.
    """
    if time_limit_s is not None and work_limit is None:
        warm_up()
    budget = Budget(
        math.inf if time_limit_s is None else time_limit_s,
        work_limit,
        should_stop or (lambda: False),
    )
    course = Course(
        problem,
        budget,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        on_better=on_better,
    )
    return _Solve(course).run()


class _Solve:
    """The steps of one solve in their order.

    Parameters
    ----------
    is_part : bool
        This solve is for zones of another one.
    """

    def __init__(self, course: Course, *, is_part: bool = False) -> None:
        self._course = course
        self._seater = Seater(course)
        self._is_part = is_part
        self._finished: Finished | None = None

    def run(self) -> Result:
        """Run all steps; any plan found survives whatever comes after it."""
        course = self._course
        try:
            plan = self._kept(first_plan(course))
        except InfeasibleError as error:
            return self._without_plan(Status.INFEASIBLE, str(error))
        plan = improved(course, plan, self._seater.stream)
        seated = self._seater.seated(plan, course.budget.part(SEAT_SHARE))
        try:
            self._finish(plan, seated)
        except InfeasibleError as error:
            return self._without_plan(Status.INFEASIBLE, str(error))
        return self._result()

    def _kept(self, plan: Assignment) -> Assignment:
        """See that a re-planning leaves alone what can stay, tables included."""
        course = self._course
        if self._is_part or Level.CHANGES not in course.problem.levels:
            return plan
        seated = self._seater.seated(plan, course.budget.part(SEAT_SHARE))
        if not may_change_less(course):
            return seated

        def offer(plan: Assignment) -> None:
            course.offer(plan)

        part = course.budget.part(FROZEN_SHARE)
        self._part_solved(frozen(course), part, offer)
        return course.incumbent.plan or seated

    def _finish(self, plan: Assignment, seated: Assignment) -> None:
        """Improve and prove the first plan in full, as far as the budget goes."""
        course = self._course
        if self._exact(EXACT_FIRST_SHARE):
            return
        if self._is_part or not by_parts(course, plan, self._part_solved):
            start = course.incumbent.plan or seated
            if not self._gaps_proven(start, Scope.ALL):
                start = course.incumbent.plan or start
                self._seater.seated(self._polished(start), course.budget.part(1.0))
        if not self._exact(1.0):
            self._gaps_proven(plan, Scope.HELD)

    def _polished(
        self,
        plan: Assignment,
        budget: Budget | None = None,
        workers: int | None = None,
    ) -> Assignment:
        course = self._course
        levels = course.problem.levels
        with course.step("polish"):
            return polish(
                with_caps(course.problem),
                course.rows,
                plan,
                [level for level in levels if level is not Level.MOVES],
                budget or course.budget.part(POLISH_SHARE),
                seed=course.seed,
                on_better=self._seater.stream,
                bounds=course.known.values,
                workers=workers or course.workers,
            )

    def _gaps_proven(self, start: Assignment, scope: Scope) -> bool:
        """Prove waiting and breaks where that is worth a try."""
        course, seated = self._course, self._seater.seated

        def walk(budget: Budget) -> Assignment | None:
            seated(self._polished(start, budget, workers=1), budget)
            return course.incumbent.plan

        def offer(plan: Assignment) -> None:
            seated(plan, course.budget.part(SEAT_SHARE))

        with course.step("prove"):
            step = BreaksStep(
                course.problem,
                course.known,
                course.incumbent,
                seed=course.seed,
                workers=course.workers,
                walk=walk,
                offer=offer,
            )
            return step.run(course.rows, course.budget, scope)

    def _part_solved(
        self, problem: Problem, budget: Budget, offer: Callable[[Assignment], None]
    ) -> Result:
        """Solve a part; what it says about bounds is not about the whole."""
        course = self._course

        def told(event: Progress) -> None:
            course.report(event.step, event.level, event.value)

        part = Course(
            problem,
            budget,
            seed=course.seed,
            workers=course.workers,
            on_progress=told,
            on_better=offer,
        )
        return _Solve(part, is_part=True).run()

    def _exact(self, share: float) -> bool:
        """Close what is open on a small problem, by one model of everything.

        True: every level is proven, nothing is left to do.
        """
        course = self._course
        if not is_small(course.problem):
            return False
        if self._is_proven():
            return True
        if course.budget.is_exhausted:
            return False
        with course.step("exact"):
            search = Exact(
                course.problem, course.known, seed=course.seed, workers=course.workers
            )
            plan = search.improve(
                course.incumbent.plan,
                course.budget.part(share, most_s=EXACT_S),
                course.values,
            )
        if plan is not None:
            course.incumbent.offer(plan)
        return self._is_proven()

    def _is_proven(self) -> bool:
        """Whether every level of the best plan so far reaches a bound of its own."""
        plan = self._course.incumbent.plan
        return plan is not None and all(entry.proven for entry in self._entries(plan))

    def _entries(self, plan: Assignment) -> tuple[Entry, ...]:
        course = self._course
        finished = self._finished
        if finished is None or finished.plan is not plan:
            finished = self._finished = Finished(
                course.problem, course.rows, plan, course.incumbent.values
            )
        with course.step("prove"):
            return certify(finished, course.known, course.budget)

    def _result(self) -> Result:
        course = self._course
        plan = course.incumbent.plan
        if plan is None:
            return self._without_plan(
                Status.UNKNOWN, "no valid plan was found in the time given"
            )
        entries = self._entries(plan)
        proven = all(entry.proven for entry in entries)
        return Result(
            Status.OPTIMAL if proven else Status.FEASIBLE,
            plan,
            entries,
            dict(course.seconds),
            course.budget.work_used,
        )

    def _without_plan(self, status: Status, message: str) -> Result:
        course = self._course
        work = course.budget.work_used
        return Result(status, None, (), course.seconds, work, (), message)
