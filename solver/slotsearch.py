"""Improve a plan by planning a few slots anew, exactly, again and again.

Large neighborhood search with an exact sub-solver (Shaw 1998): all meetings outside
the chosen slots stay; candidates that are not held may come in. With all slots
chosen it is the whole problem, and its answer a proof.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from solver.budget import Budget, Patience
from solver.evaluate import level_values
from solver.known import Bound
from solver.levels import SELECT_LEVELS, Level
from solver.mixed import LARGE_PAIRS, improve_mixed
from solver.mixedparts import improve_in_parts
from solver.result import Assignment, Scope
from solver.slotelite import Elite
from solver.slotgains import from_maximize_form
from solver.slotlp import slot_bound
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.slotpenalty import SlotPenalty
from solver.slotplans import better, merged, ranks, upper_values
from solver.slotpull import SlotPull

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.known import Known
    from solver.problem import Problem
    from solver.slotshakes import Rounded
    from solver.tablerows import TableRows

Found_co = TypeVar("Found_co", covariant=True)

MOST_PAIRS_EXACT = 4_000
"""(option, slot) pairs up to which the whole problem is tried at once."""
MOST_PAIRS_CHANGES = 20_000
"""The same for changes to a baseline, of which most meetings need none."""
MOST_PAIRS = 2_000_000
"""Beyond it not even the relaxation is worth its memory."""
EXACT_SHARE, LAST_EXACT_SHARE = 0.5, 0.95
"""Share of a level's time for the whole problem at once; of the last level's, where
parts are planned anew meanwhile."""
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
FIRST_SLOTS = 6
QUICK_S, SLOW_S, PIECE_S = 1.0, 5.0, 10.0
UNITS_PER_PIECE = 50


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
        bound = slot_bound(self.problem, self.rows, level, achieved, budget)
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
        if self.workers == 1 or budget.is_reproducible:
            whole = self._whole(plan, level, budget.part(EXACT_SHARE), 1)
            return self._with_whole(plan, whole)
        is_last = level is self._last_level
        beside = budget.part(LAST_EXACT_SHARE if is_last else EXACT_SHARE)
        if in_parts:
            return self._with_whole(
                plan, self._whole(plan, level, beside, self.workers)
            )
        [alone] = _shares(beside, 1)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self._whole, plan, level, alone, 1)
            beside.should_stop = lambda: answer.done() or budget.should_stop()
            plan = self._by_parts(plan, level, beside, self.workers - 1)
            whole = answer.result()
        return self._with_whole(plan, whole)

    @property
    def _last_level(self) -> Level:
        """The last of select's: nothing below it needs time."""
        return [each for each in self.problem.levels if each in SELECT_LEVELS][-1]

    def _whole(
        self, plan: Assignment, level: Level, budget: Budget, workers: int
    ) -> tuple[Bound | None, Assignment | None]:
        """Solve the whole problem as one integer program."""
        started = time.monotonic()
        achieved = upper_values(self.problem, plan, level)
        everything = Neighborhood.everything(self.problem)
        model = slot_model(self.problem, self.rows, level, achieved, everything)
        start = model.values_of(plan)
        if workers > 1:
            value = level_values(self.problem, plan)[level]
            gained = from_maximize_form(self.problem, level, value)
            answer = improve_in_parts(model, start, gained, budget, workers)
        else:
            answer = improve_mixed(model, start, budget)
        budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
        bound = found = None
        if answer.bound is not None:
            bound = Bound(
                level,
                from_maximize_form(self.problem, level, answer.bound),
                Scope.ALL,
                answer.method,
                tuple(achieved.values()),
                seconds=time.monotonic() - started,
            )
        if answer.chosen is not None:
            found = combined(everything, model, answer.chosen)
        return bound, found

    def _with_whole(
        self, plan: Assignment, whole: tuple[Bound | None, Assignment | None]
    ) -> Assignment:
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
                achieved = upper_values(self.problem, plan, level)
                piece = budget.part(1.0, most_s=PIECE_S)

                def search(
                    near: Neighborhood,
                    plan: Assignment = plan,
                    achieved: dict[Level, int] = achieved,
                    piece: Budget = piece,
                ) -> tuple[Neighborhood, Assignment | None]:
                    model = slot_model(self.problem, self.rows, level, achieved, near)
                    start = model.values_of(plan)
                    answer = improve_mixed(model, start, piece)
                    if answer.chosen is None:
                        return near, None
                    return near, combined(near, model, answer.chosen)

                started = time.monotonic()
                before = ranks(self.problem, plan)
                for near, found in pool.map(search, self._draw(plan, size, workers)):
                    if found is not None:
                        plan = self._better(plan, merged(plan, found, near))
                if ranks(self.problem, plan) > before:
                    patience.renew()
                budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
                if not budget.is_reproducible:
                    spent_s = time.monotonic() - started
                    size = next_size(size, spent_s, num_slots, least=2)
        return plan

    def _draw(self, plan: Assignment, size: int, workers: int) -> list[Neighborhood]:
        """Sets of slots, apart while there are enough; anyone not held may come in."""
        num_slots = self.problem.num_slots
        everyone = np.ones(self.problem.num_candidates, dtype=np.bool_)
        order = self.random.permutation(num_slots)
        drawn = []
        for n in range(workers):
            if (n + 1) * size > num_slots:
                order = self.random.permutation(num_slots)
            at = n * size if (n + 1) * size <= num_slots else 0
            slots = np.zeros(num_slots, dtype=np.bool_)
            slots[order[at : at + size]] = True
            drawn.append(Neighborhood.of_slots(slots, plan, everyone))
            if size == num_slots:
                break
        return drawn

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


def next_size(size: int, seconds: float, most: int, *, least: int) -> int:
    """Return how many slots to plan next, after so many took so long."""
    if seconds < QUICK_S:
        return min(size + 1, most)
    return max(least, size - 1) if seconds > SLOW_S else size
