"""The way from a problem to a proven plan: select, timetable, improve, polish, seat."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from solver.breaks_step import BreaksStep, with_caps
from solver.budget import Budget
from solver.certificate import Finished, certify
from solver.errors import InfeasibleError
from solver.evaluate import level_values
from solver.exact import Exact, is_small
from solver.incumbent import Incumbent, ranking
from solver.known import Known
from solver.levels import SELECT_LEVELS, Level
from solver.polish import polish
from solver.reselect import reselect
from solver.result import Assignment, Progress, Result, Scope, Status
from solver.rules import Rule
from solver.seat import seat
from solver.select import select
from solver.slotsearch import SlotSearch
from solver.tablerows import table_rows
from solver.timetable import timetable
from solver.warm_up import warm_up
from solver.zoned import Zoned, zoned
from solver.zoning import parts_of, zoning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Entry
    from solver.select import Selection

SELECT_SHARE = 0.3
TIMETABLE_SHARE = 0.3
IMPROVE_SHARE = 0.9
ANNEAL_SHARE, FAR_ANNEAL_SHARE = 0.15, 0.03
"""Share of annealing before exact methods; far from the bound these do better."""
FAR = 0.005
"""So much of the bound is far."""
POLISH_SHARE = 0.85
MOST_HALL_ROUNDS = 10
EXACT_S = 30.0
EXACT_FIRST_SHARE = 0.6
"""Of what is left, before polishing; what is still open afterwards has the rest."""
BY_PARTS_SHARE = 0.9
RESELECT_S = 10.0
SMALL = 3_000
"""Candidates up to which a timetable takes next to no time."""
MOST_TRIES = 8
STREAM_EVERY_S = 2.0
MENDED_LATER = frozenset(
    {Rule.MANDATORY, Rule.PIN, Rule.MOST_BREAKS, Rule.BREAK_SPREAD}
)
"""Rules that a timetable may still break: polishing or the exact search mends them."""


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
    return _Solve(problem, budget, seed, workers, on_progress, on_better).run()


class _Solve:
    """One solve: the steps share the problem, the budget and the incumbent."""

    def __init__(
        self,
        problem: Problem,
        budget: Budget,
        seed: int,
        workers: int,
        on_progress: Callable[[Progress], None] | None,
        on_better: Callable[[Assignment], None] | None,
    ) -> None:
        self.problem = problem
        self.budget = budget
        self.seed = seed
        self.workers = workers
        self.on_progress = on_progress
        self.incumbent = Incumbent(problem, on_better)
        self.seconds: dict[str, float] = {}
        self.hall_sets: list[BoolArray] = []
        self.rows = table_rows(problem)
        self.known = Known()
        self.streamed_at = time.monotonic()
        self.is_part = False

    def run(self) -> Result:
        """Run all steps; any plan found survives whatever comes after it."""
        try:
            with self.step("select"):
                selection = select(
                    self.problem,
                    self.rows,
                    self.budget.part(SELECT_SHARE),
                    seed=self.seed,
                )
            self._note_bounds(selection)
            plan = self._timetabled(selection)
        except InfeasibleError as error:
            return self._without_plan(Status.INFEASIBLE, str(error))
        plan = self._improved(plan)
        seated = self._seated(plan, self.budget.part(0.2))
        try:
            if not self._exact(EXACT_FIRST_SHARE):
                if not self._by_parts(plan):
                    start = self.incumbent.plan or seated
                    if not self._gaps_proven(start, Scope.ALL):
                        start = self.incumbent.plan or start
                        self._seated(self._polished(start), self.budget.part(1.0))
                if not self._exact(1.0):
                    self._gaps_proven(plan, Scope.HELD)
        except InfeasibleError as error:
            return self._without_plan(Status.INFEASIBLE, str(error))
        return self._result()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and report its beginning and end."""
        started = time.monotonic()
        self.report(name)
        try:
            yield
        finally:
            spent = time.monotonic() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def report(
        self, step: str, level: Level | None = None, value: int | None = None
    ) -> None:
        """Tell where the solve is."""
        if self.on_progress is not None:
            seconds = time.monotonic() - self.budget.started
            bound = None if level is None else self.known.values.get(level)
            self.on_progress(Progress(step, seconds, level, value, bound))

    def _note_bounds(self, selection: Selection) -> None:
        for level, bound in selection.bounds.items():
            self.known.add(bound)
            self.report("select", level, selection.values[level])

    def _timetabled(self, selection: Selection) -> Assignment:
        """Place what was selected; if it has no room, select once more with slots."""
        plan = self._placed(selection.option)
        last = [level for level in self.problem.levels if level in selection.values]
        if not last or not (~plan.held & (selection.option >= 0)).any():
            return plan
        with self.step("select"):
            above = {level: selection.values[level] for level in last[:-1]}
            again = reselect(
                self.problem,
                self.rows,
                last[-1],
                above,
                selection.option,
                self.budget.part(SELECT_SHARE, most_s=RESELECT_S),
            )
        if again is None:
            return plan
        if again.bound is not None:
            self.known.add(again.bound)
        return max(plan, self._placed(again.option), key=self._ranking)

    def _placed(self, option: IntArray) -> Assignment:
        """Make timetables from several seeds until one holds everything."""
        tries = []
        is_small = self.problem.num_candidates <= SMALL
        for number in range(MOST_TRIES if is_small else 1):
            with self.step("timetable"):
                plan = timetable(
                    self.problem,
                    self.rows,
                    option,
                    self.budget.part(TIMETABLE_SHARE),
                    seed=self.seed + number,
                )
            tries.append(plan)
            if not (~plan.held & (option >= 0)).any() or self.budget.is_exhausted:
                break
        return max(tries, key=self._ranking)

    def _ranking(self, plan: Assignment) -> tuple[int, ...]:
        return ranking(self.problem, level_values(self.problem, plan))

    def _improved(self, plan: Assignment) -> Assignment:
        """Close the gap that the timetable left on the levels of select."""
        open_levels = self._open_levels(plan)
        if not open_levels or self.budget.is_exhausted:
            return plan
        with self.step("improve"):
            plan = polish(
                self.problem,
                self.rows,
                plan,
                [level for level in self.problem.levels if level in SELECT_LEVELS],
                self._annealing(plan),
                seed=self.seed,
                on_better=self._stream,
                bounds=self.known.values,
                workers=self.workers,
            )
            if self._open_levels(plan):
                search = SlotSearch(
                    self.problem,
                    self.rows,
                    self.known,
                    seed=self.seed,
                    workers=self.workers,
                    on_better=self._stream,
                )
                plan = search.improve(plan, self.budget.part(IMPROVE_SHARE))
        return plan

    def _annealing(self, plan: Assignment) -> Budget:
        """How long to anneal before slots are planned anew exactly."""
        values = level_values(self.problem, plan)
        is_far = any(
            abs(bound - values[level]) > FAR * abs(bound)
            for level, bound in self.known.values.items()
        )
        share = FAR_ANNEAL_SHARE if is_far else ANNEAL_SHARE
        return self.budget.part(share, most_s=20.0)

    def _open_levels(self, plan: Assignment) -> list[Level]:
        """Levels of select that are worse than their bound, in order."""
        values = level_values(self.problem, plan)
        for level in self.problem.levels:
            if level in self.known.of:
                self.report("improve", level, values[level])
        return [
            level
            for level, bound in self.known.values.items()
            if values[level] != bound
        ]

    def _gaps_proven(self, start: Assignment, scope: Scope) -> bool:
        """Prove waiting and breaks where that is worth a try."""

        def walk(budget: Budget) -> Assignment | None:
            self._seated(self._polished(start, budget, workers=1), budget)
            return self.incumbent.plan

        def offer(plan: Assignment) -> None:
            self._seated(plan, self.budget.part(0.2))

        with self.step("prove"):
            step = BreaksStep(
                self.problem,
                self.known,
                self.incumbent,
                seed=self.seed,
                workers=self.workers,
                walk=walk,
                offer=offer,
            )
            return step.run(self.rows, self.budget, scope)

    def _polished(
        self,
        plan: Assignment,
        budget: Budget | None = None,
        workers: int | None = None,
    ) -> Assignment:
        with self.step("polish"):
            return polish(
                with_caps(self.problem),
                self.rows,
                plan,
                [level for level in self.problem.levels if level is not Level.MOVES],
                budget or self.budget.part(POLISH_SHARE),
                seed=self.seed,
                on_better=self._stream,
                bounds=self.known.values,
                workers=workers or self.workers,
            )

    def _stream(self, plan: Assignment) -> None:
        """Seat and publish a better plan now and then, while polishing goes on."""
        for level, value in level_values(self.problem, plan).items():
            if level is not Level.MOVES:
                self.report("polish", level, value)
        if self.budget.is_reproducible:
            return  # what is published must not depend on the clock
        spent = self.seconds.get("seat", 0.0)
        if time.monotonic() - self.streamed_at < max(STREAM_EVERY_S, 10 * spent):
            return
        self._seated(plan, Budget(0.0, None, self.budget.should_stop))
        self.streamed_at = time.monotonic()

    def _seated(self, plan: Assignment, budget: Budget) -> Assignment:
        """Give meetings their tables and offer the plan.

        Sets of tables that turned out too small become rows, and the timetable is made
        again with them; what still finds no table is left out.
        """
        for _ in range(MOST_HALL_ROUNDS):
            with self.step("seat"):
                seating = seat(self.problem, plan, budget, seed=self.seed)
            if not seating.halls:
                break
            self.hall_sets.extend(seating.halls)
            self.rows = table_rows(self.problem, self.hall_sets)
            with self.step("timetable"):
                plan = timetable(
                    self.problem,
                    self.rows,
                    plan.option,
                    self.budget,
                    seed=self.seed,
                    start=plan,
                )
        seated = without(seating.assignment, seating.unseated)
        with self.step("validate"):
            self.incumbent.offer(seated, unless=MENDED_LATER)
        for level, value in level_values(self.problem, seated).items():
            self.report("seat", level, value)
        return without(plan, seating.unseated)

    def _by_parts(self, plan: Assignment) -> bool:
        """Plan anew so that nobody has too far to go; False if that is no help.

        Where zones lie too far apart, a timetable made without them loses meetings at
        the tables (`solver.zoning`). Its bounds are not those of the whole problem.
        """
        if self.is_part or not parts_of(self.problem).any():
            return False
        by_parts = self._best_zoning(plan.option[plan.held])
        if by_parts is None:
            return False
        before = self.incumbent.values

        def offer(found: Assignment) -> None:
            self.incumbent.offer(by_parts.back(found))

        inner = _Solve(
            by_parts.problem,
            self.budget.part(BY_PARTS_SHARE),
            self.seed,
            self.workers,
            self._told_by_part,
            offer,
        )
        inner.is_part = True
        result = inner.run()
        for name, spent in result.seconds_per_step.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
        if result.assignment is not None:
            self.incumbent.offer(by_parts.back(result.assignment), unless=MENDED_LATER)
        return self.incumbent.values != before

    def _best_zoning(self, wanted: IntArray) -> Zoned | None:
        """Of some zonings the one in which select finds most."""
        best, best_rank = None, None
        is_small = self.problem.num_candidates <= SMALL
        for number in range(MOST_TRIES if is_small else 1):
            with self.step("select"):
                zones = zoning(self.problem, wanted, seed=self.seed + number)
                made = zoned(self.problem, zones)
                if made is None:
                    return None
                rows = table_rows(made.problem)
                try:
                    found = select(made.problem, rows, self.budget.part(0.1))
                except InfeasibleError:
                    continue  # what must be held is held elsewhere
            rank = tuple(level.sense * value for level, value in found.values.items())
            if best_rank is None or rank > best_rank:
                best, best_rank = made, rank
        return best

    def _told_by_part(self, event: Progress) -> None:
        self.report(event.step, event.level, event.value)

    def _exact(self, share: float) -> bool:
        """Close what is open on a small problem, by one model of everything.

        True: every level is proven, nothing is left to do.
        """
        if not is_small(self.problem):
            return False
        if self._is_proven():
            return True
        if self.budget.is_exhausted:
            return False
        with self.step("exact"):
            search = Exact(
                self.problem, self.known, seed=self.seed, workers=self.workers
            )
            plan = search.improve(
                self.incumbent.plan,
                self.budget.part(share, most_s=EXACT_S),
                lambda plan: level_values(self.problem, plan),
            )
        if plan is not None:
            self.incumbent.offer(plan)
        return self._is_proven()

    def _is_proven(self) -> bool:
        """Whether every level of the best plan so far reaches a bound of its own."""
        plan = self.incumbent.plan
        return plan is not None and all(entry.proven for entry in self._entries(plan))

    def _entries(self, plan: Assignment) -> tuple[Entry, ...]:
        with self.step("prove"):
            return certify(
                Finished(self.problem, self.rows, plan, self.incumbent.values),
                self.known,
                self.budget,
            )

    def _result(self) -> Result:
        plan = self.incumbent.plan
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
            dict(self.seconds),
            self.budget.work_used,
        )

    def _without_plan(self, status: Status, message: str) -> Result:
        return Result(
            status, None, (), self.seconds, self.budget.work_used, (), message
        )


def without(plan: Assignment, candidates: IntArray) -> Assignment:
    """Return the plan with these candidates not held."""
    parts = (plan.option.copy(), plan.slot.copy(), plan.table.copy())
    for part in parts:
        part[candidates] = -1
    return Assignment(*parts)
