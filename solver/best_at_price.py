"""The plan of most value less price x changes, from one with few changes."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import SELECT_LEVELS, Level
from solver.net_value import TWO_BOUNDS, NetBound, NetSearch, is_at_once
from solver.polish import polish
from solver.price_certificate import certified
from solver.problem import Pins
from solver.seat import seat
from solver.solving import solve
from solver.tablerows import table_rows
from solver.trim import trimmed
from solver.validate import validate
from solver.zoned import zoned
from solver.zoning import parts_of
from solver.zoning_of import zoning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.price_of_change import PriceOfChange
    from solver.problem import Problem
    from solver.ragged import BoolArray
    from solver.result import Assignment, Result
    from solver.tablerows import TableRows
    from solver.zoned import Zoned

FILL_SHARE, FILL_S = 0.3, 30.0
"""Of the time, for adding without moving anything."""
NET_SHARE = 0.8
"""Of what is left then, for improving at the price; the rest is for polishing."""
OFFER_S, OFFER_SHARE = 2.0, 0.05
"""For seating what the search has, at most; and of its time, in all."""


def around_value(problem: Problem) -> tuple[list[Level], list[Level]]:
    """Levels above value but for changes, and those below."""
    levels: list[Level] = [one for one in problem.levels if one != Level.CHANGES]
    place = levels.index(Level.VALUE)
    return levels[:place], levels[place + 1 :]


@dataclass(frozen=True, slots=True, eq=False)
class _Reach:
    """A problem to search in, and the plan in it to begin with.

    Attributes
    ----------
    made : Zoned or None
        Leads back to the whole problem; None: it is the whole one.
    """

    problem: Problem
    rows: TableRows
    plan: Assignment
    made: Zoned | None


class BestAtPrice:
    """From the plan of fewest changes to the one that is worth most.

    Parameters
    ----------
    found : (Result, Result)
        With bounds on the levels above value, and with the plan to begin with.
    """

    def __init__(  # noqa: PLR0917  (what it is and how it searches)
        self,
        problem: Problem,
        price: PriceOfChange,
        found: tuple[Result, Result],
        budget: Budget,
        seed: int,
        workers: int,
        tell: Callable[[Assignment], None],
    ) -> None:
        self.first, self.start = found
        start = self.start.assignment
        assert start is not None  # noqa: S101  (asked for by the caller)
        self.best = start
        self.tell = tell
        self.next_offer = 0.0
        self.above, self.below = around_value(problem)
        levels = (*self.above, Level.VALUE, Level.CHANGES, *self.below)
        self.problem = replace(problem, levels=levels)
        self.price = price
        self.budget = budget
        self.seed = seed
        self.workers = workers
        self.rows = table_rows(problem)

    def run(self) -> Result:
        """Fill, improve, polish, seat; what is worth most of it all counts."""
        values = level_values(self.problem, self.best)
        achieved = {
            level: values[level] for level in self.above if level in SELECT_LEVELS
        }
        net = NetBound(self._two_bounds(achieved), TWO_BOUNDS)
        started = time.monotonic()
        self._take(self._filled(self.best))
        for reach in self._reaches(self.best):
            search = NetSearch(
                reach.problem,
                reach.rows,
                self.price,
                achieved,
                net,
                self.seed,
                self.workers,
            )
            found = search.improve(
                reach.plan, self.budget.part(NET_SHARE), partial(self._offer, reach)
            )
            if reach.made is None:
                net = search.bound
            seating = self.budget.part(1.0)
            plan = self._seated(reach, self._polished(reach, found), seating)
            self._take(plan)
        result = certified(
            self.problem, self.best, self.price, net, self.first, self.budget
        )
        spent = {"improve": time.monotonic() - started}
        return replace(result, seconds_per_step={**result.seconds_per_step, **spent})

    def _reaches(self, plan: Assignment) -> Iterator[_Reach]:
        """Yield the whole problem, and that in which nobody leaves their part.

        Where zones are too far apart, a plan made without them loses meetings at the
        tables: it is worth a try where all slots are planned at once.
        """
        is_far = bool(parts_of(self.problem).any())
        if not is_far or is_at_once(self.problem):
            yield _Reach(self.problem, self.rows, plan, None)
        if is_far:
            zones = zoning_of(self.problem, plan)
            made = zoned(self.problem, zones)
            if made is not None:
                inside = made.into(plan, zones.part)
                yield _Reach(made.problem, table_rows(made.problem), inside, made)

    def _take(self, plan: Assignment) -> None:
        """Keep a plan that is better; never one that breaks a rule or the limit."""
        most = self.price.most_changes
        if self._worth(plan) <= self._worth(self.best) or validate(self.problem, plan):
            return
        if most is None or level_values(self.problem, plan)[Level.CHANGES] <= most:
            self.best = plan
            self.tell(plan)

    def _worth(self, plan: Assignment) -> tuple[int, ...]:
        """Levels above, then net value: greater is better."""
        values = level_values(self.problem, plan)
        above = [level.sense * values[level] for level in self.above]
        return (*above, values[Level.VALUE] - self.price.least * values[Level.CHANGES])

    def _filled(self, plan: Assignment) -> Assignment:
        """Add what is worth more than the price of adding it, moving nothing.

        With a limit of changes, only what is worth most of it stays.
        """
        base = self.problem.baseline
        added = 0 if base is None else base.added_cost
        is_free = np.zeros(self.problem.num_candidates, dtype=np.bool_)
        if base is not None:
            is_free[base.free] = True
        worth = self.problem.candidates.value - self.price.least * added * ~is_free
        may_be_held = plan.held | (worth > 0)
        held = np.flatnonzero(plan.held)
        pins = Pins(plan.option[held], plan.slot[held], plan.table[held])
        part = self.budget.part(FILL_SHARE, most_s=FILL_S)
        limit = part.seconds_left()
        levels = (one for one in self.problem.levels if one is not Level.CHANGES)
        result = solve(
            replace(
                without_slots(self.problem, ~may_be_held),
                pins=pins,
                levels=tuple(levels),
            ),
            time_limit_s=limit if math.isfinite(limit) else None,
            work_limit=part.work_left() if part.is_reproducible else None,
            seed=self.seed,
            workers=self.workers,
            should_stop=self.budget.should_stop,
        )
        self.budget.charge(min(result.work_used, self.budget.work_left()))
        found = result.assignment
        if found is None or self.price.most_changes is None:
            return plan if found is None else found
        most = self.price.most_changes
        for as_good in (found, plan):
            values = level_values(self.problem, as_good)
            least = {level: values[level] for level in self.above}
            found = trimmed(self.problem, found, most, least)
        return found

    def _two_bounds(self, achieved: dict[Level, int]) -> int:
        """Bound the net value by the most value and the fewest changes there can be."""
        from solver.select import bound_level  # noqa: PLC0415  (only here)

        fewest = self.start[Level.CHANGES].bound
        most = bound_level(
            self.problem, self.rows, Level.VALUE, achieved, self.budget.part(0.2)
        )
        return most.bound - self.price.least * fewest

    def _polished(self, reach: _Reach, plan: Assignment) -> Assignment:
        """Improve what is below, with exactly these candidates held."""
        problem = reach.problem
        levels = [level for level in self.below if level is not Level.MOVES]
        fixed = replace(
            without_slots(problem, ~plan.held),
            candidates=replace(problem.candidates, mandatory=plan.held.copy()),
        )
        return polish(
            fixed,
            reach.rows,
            plan,
            [Level.CHANGES, *levels],
            self.budget.part(0.9),
            seed=self.seed,
            workers=self.workers,
        )

    def _seated(self, reach: _Reach, plan: Assignment, budget: Budget) -> Assignment:
        seating = seat(reach.problem, plan, budget, seed=self.seed)
        seated = seating.assignment.without(seating.unseated)
        return seated if reach.made is None else reach.made.back(seated)

    def _offer(self, reach: _Reach, plan: Assignment) -> None:
        """Seat a plan of the search and tell it, seldom: a stop may come any moment."""
        since = time.monotonic()
        if since < self.next_offer:
            return
        self._take(self._seated(reach, plan, Budget(OFFER_S)))
        spent = time.monotonic() - since
        self.next_offer = time.monotonic() + spent / OFFER_SHARE


def without_slots(problem: Problem, candidates: BoolArray) -> Problem:
    """Return the problem in which some candidates (bool[C]) have no slot."""
    closed = np.flatnonzero(candidates[problem.option_candidate])
    slot_set = problem.options.slot_set.copy()
    slot_set[closed] = len(problem.slot_sets)
    nothing = np.zeros((1, problem.num_slots), dtype=np.bool_)
    return replace(
        problem,
        slot_sets=np.concatenate([problem.slot_sets, nothing]),
        options=replace(problem.options, slot_set=slot_set),
    )
