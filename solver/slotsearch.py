"""Improve a plan by the slot model: which way, for how long, in how many threads.

The relaxation is rounded, plans are pulled further, some slots are planned anew, and
the whole problem is solved at once where it is small enough: a proof.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from solver.budget import Budget, Patience
from solver.evaluate import level_values
from solver.levels import SELECT_LEVELS, Level
from solver.mixed import LARGE_PAIRS
from solver.slotanew import (
    FIRST_SLOTS,
    PIECE_S,
    UNITS_PER_PIECE,
    draw,
    next_size,
    planned_anew,
)
from solver.slotelite import Elite
from solver.slotlp import slot_bound
from solver.slotpenalty import SlotPenalty
from solver.slotplans import better, merged, ranks, upper_values
from solver.slotpull import SlotPull
from solver.slotwhole import solve_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.known import Known
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.slotshakes import Rounded
    from solver.slotwhole import Whole
    from solver.tablerows import TableRows

Found_co = TypeVar("Found_co", covariant=True)

MOST_PAIRS_EXACT = 4_000
"""(option, slot) pairs up to which the whole problem is tried at once."""
MOST_PAIRS_CHANGES = 20_000
"""The same for changes to a baseline, of which most meetings need none."""
MOST_PAIRS = 2_000_000
"""Beyond it not even the relaxation is worth its memory."""
BOUND_SHARE = 0.5
"""Most of a level's time for the bound; seldom needed."""
EXACT_SHARE, LAST_EXACT_SHARE = 0.5, 0.95
"""Share of a level's time for the whole problem at once; of the last level's, after
which no other needs time."""
ROUND_SHARE, FIRST_ROUND_SHARE = 0.95, 0.1
"""Share of a level's time for rounding, the rest being for pulls and neighborhoods of
the best; and for half rounding, half pulls before the whole problem is tried at once,
which is sooner done with a good plan to begin with."""
ROUND_ALONE, PULL_SHARE = 0.8, 0.25
"""Most of what is left that one search takes, and what pulls of its plan take beside
it, where they may lead to the best one: of the time that it took, or of the work that
is left."""
FAR = 0.001
"""Share of the bound from which on rounding anew is worth its time."""


class Search(Protocol[Found_co]):
    """One search by chance, in its own thread."""

    def __call__(self, *, seed: int, budget: Budget) -> Found_co:
        """Return what it has found."""


class SlotSearch:
    """Works on one plan, level after level.

    Parameters
    ----------
    known : Known
        Bounds; tightened on the way.
    on_better : callable
        Called with each better plan (tables not assigned).
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows,
        known: Known,
        *,
        seed: int,
        workers: int,
        on_better: Callable[[Assignment], None],
    ) -> None:
        self.problem = problem
        self.rows = rows
        self.known = known
        self.workers = workers
        self.on_better = on_better
        self.random = np.random.Generator(np.random.PCG64(seed))

    def improve(self, plan: Assignment, budget: Budget) -> Assignment:
        """Return a plan at least as good on every level of select, in their order."""
        for level in self.problem.levels:
            if level not in SELECT_LEVELS or budget.is_exhausted:
                continue
            plan = self._level(plan, level, budget)
        return plan

    def _level(self, plan: Assignment, level: Level, budget: Budget) -> Assignment:
        if self._gap(plan, level) == 0:
            return plan
        num_pairs = int(self.problem.option_slots.sum())
        if num_pairs > MOST_PAIRS:
            return plan
        achieved = upper_values(self.problem, plan, level)
        part = budget.part(BOUND_SHARE)
        bound = slot_bound(self.problem, self.rows, level, achieved, part)
        self.known.add(bound)
        most = MOST_PAIRS_CHANGES if level is Level.CHANGES else MOST_PAIRS_EXACT
        is_large = LARGE_PAIRS <= num_pairs <= MOST_PAIRS_EXACT
        if is_large:
            first = budget.part(FIRST_ROUND_SHARE)
            half = first.part(0.5)
            plan = self._by_rounding(plan, level, half, self.workers)
            plan = self._by_pulls(plan, level, first, self.workers)
        if self._gap(plan, level) and num_pairs <= most:
            plan = self._exactly(plan, level, budget, in_parts=is_large)
        return self._by_parts(plan, level, budget, self.workers)

    def _by_parts(
        self, plan: Assignment, level: Level, budget: Budget, workers: int
    ) -> Assignment:
        """Look for a better plan where that is not done in one piece."""
        if self._gap(plan, level) == 0:
            return plan
        if self._gap(plan, level) > FAR * abs(self.known.of[level].bound):
            rounds = budget.part(ROUND_SHARE)
            plan = self._by_rounding(plan, level, rounds, workers)
        plan = self._by_pulls(plan, level, budget, workers)
        return self._by_neighborhoods(plan, level, budget, workers)

    def _gap(self, plan: Assignment, level: Level) -> int:
        value = level_values(self.problem, plan)[level]
        known = self.known.of.get(level)
        return 1 if known is None else abs(known.bound - value)

    def _exactly(
        self, plan: Assignment, level: Level, budget: Budget, *, in_parts: bool
    ) -> Assignment:
        """Try the whole problem at once; its bound counts even if time runs out.

        With a second thread, that is done in parts, or slots are planned anew
        meanwhile; not under a work limit, where nothing may depend on which of two is
        faster.
        """
        solve = partial(solve_whole, self.problem, self.rows, plan, level)
        if self.workers == 1 or budget.is_reproducible:
            return self._with_whole(plan, solve(budget.part(EXACT_SHARE), 1))
        is_last = level is self._last_level
        beside = budget.part(LAST_EXACT_SHARE if is_last else EXACT_SHARE)
        if in_parts:
            return self._with_whole(plan, solve(beside, self.workers))
        [alone] = _shares(beside, 1)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(solve, alone, 1)
            beside.should_stop = lambda: answer.done() or budget.should_stop()
            plan = self._by_parts(plan, level, beside, self.workers - 1)
            whole = answer.result()
        return self._with_whole(plan, whole)

    @property
    def _last_level(self) -> Level:
        """The last of select's: nothing below it needs time."""
        return [each for each in self.problem.levels if each in SELECT_LEVELS][-1]

    def _with_whole(self, plan: Assignment, whole: Whole) -> Assignment:
        """Take what solving everything at once has found."""
        bound, found = whole
        if bound is not None:
            self.known.add(bound)
        return plan if found is None else self._better(plan, found)

    def _by_rounding(
        self, plan: Assignment, level: Level, budget: Budget, workers: int
    ) -> Assignment:
        """Round the relaxation as often at once as there are workers."""
        achieved = upper_values(self.problem, plan, level)
        penalty = SlotPenalty(self.problem, self.rows, level, achieved)
        pull = SlotPull(self.problem, self.rows, level, achieved)
        goal = self.known.of[level].bound
        elite, least = Elite(), -np.inf
        gains: list[int] = []

        def search(*, seed: int, budget: Budget) -> tuple[Rounded, Rounded] | None:
            start = elite.start(np.random.Generator(np.random.PCG64(seed)))
            alone = budget.part(ROUND_ALONE)
            found = penalty.run(seed=seed, budget=alone, goal=goal, start=start)
            if found is None:
                return None
            if found.value < least:
                return found, found
            spent_s = time.monotonic() - budget.started
            rest = budget.part(PULL_SHARE, most_s=PULL_SHARE * spent_s)
            pulled = pull.run(plan=found.plan, goal=goal, seed=seed, budget=rest)
            return found, penalty.moved(found, pulled)

        patience = Patience(budget)
        with ThreadPoolExecutor(workers) as pool:
            while self._gap(plan, level) and not (
                budget.is_exhausted or patience.is_over
            ):
                parts = _shares(budget, workers)
                before = ranks(self.problem, plan)
                answers = self._at_once(pool, search, budget, parts)
                for found, pulled in (each for each in answers if each is not None):
                    elite.add(pulled)
                    plan = self._better(plan, pulled.plan)
                    if found.value >= least:
                        gains.append(pulled.value - found.value)
                if gains:
                    least = penalty.value(plan) - float(np.mean(gains))
                if ranks(self.problem, plan) > before:
                    patience.renew()
                if not _is_time_for_another(budget, parts):
                    break
        return plan

    def _by_pulls(
        self, plan: Assignment, level: Level, budget: Budget, workers: int
    ) -> Assignment:
        """Improve the plan in as many chains at once as there are workers."""
        achieved = upper_values(self.problem, plan, level)
        pull = SlotPull(self.problem, self.rows, level, achieved)
        goal = self.known.of[level].bound
        with ThreadPoolExecutor(workers) as pool:
            while self._gap(plan, level) and not budget.is_exhausted:
                before = ranks(self.problem, plan)
                chain = partial(pull.run, plan=plan, goal=goal)
                parts = _shares(budget, workers)
                for found in self._at_once(pool, chain, budget, parts):
                    plan = self._better(plan, found)
                if ranks(self.problem, plan) == before:
                    break
        return plan

    def _at_once(
        self,
        pool: ThreadPoolExecutor,
        search: Search[Found_co],
        budget: Budget,
        parts: list[Budget],
    ) -> list[Found_co]:
        """Search once for each part of the budget, at once."""
        seeds: list[int] = self.random.integers(2**31, size=len(parts)).tolist()
        searches = [
            pool.submit(search, seed=seed, budget=part)
            for seed, part in zip(seeds, parts, strict=True)
        ]
        found = [each.result() for each in searches]
        spent = sum(part.work_used for part in parts)
        budget.charge(min(budget.work_left(), max(1, spent)))
        return found

    def _by_neighborhoods(
        self, plan: Assignment, level: Level, budget: Budget, workers: int
    ) -> Assignment:
        """Plan as many sets of slots at once as there are workers (GIL released)."""
        num_slots = self.problem.num_slots
        size = min(FIRST_SLOTS, num_slots)
        patience = Patience(budget)
        with ThreadPoolExecutor(workers) as pool:
            while self._gap(plan, level) and not (
                budget.is_exhausted or patience.is_over
            ):
                piece = budget.part(1.0, most_s=PIECE_S)
                search = partial(
                    planned_anew, self.problem, self.rows, level, plan, budget=piece
                )
                started = time.monotonic()
                before = ranks(self.problem, plan)
                drawn = draw(plan, size, num_slots, workers, self.random)
                for near, found in zip(drawn, pool.map(search, drawn), strict=True):
                    if found is not None:
                        plan = self._better(plan, merged(plan, found, near))
                if ranks(self.problem, plan) > before:
                    patience.renew()
                budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
                if not budget.is_reproducible:
                    spent_s = time.monotonic() - started
                    size = next_size(size, spent_s, num_slots, least=2)
        return plan

    def _better(self, plan: Assignment, found: Assignment) -> Assignment:
        """Return the better one, and tell of it; an equal one is taken."""
        after = better(self.problem, plan, found)
        if ranks(self.problem, after) > ranks(self.problem, plan):
            self.on_better(after)
        return after


def _shares(budget: Budget, workers: int) -> list[Budget]:
    """A budget for each worker: the same seconds, but each its own part of the work.

    They stand alone, since threads must not charge one budget at the same time.
    """
    work = None
    if budget.is_reproducible:
        work = -(-budget.work_left() // workers)
    seconds = budget.seconds_left()
    return [Budget(seconds, work, budget.should_stop) for _ in range(workers)]


def _is_time_for_another(budget: Budget, parts: list[Budget]) -> bool:
    """Whether what is left is as much as the last round took."""
    if budget.is_reproducible:
        return budget.work_left() >= sum(part.work_used for part in parts)
    return budget.seconds_left() >= time.monotonic() - parts[0].started
