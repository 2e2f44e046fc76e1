"""What it would cost to hold a candidate that a plan does not hold.

The price of a candidate is the difference, level by level, between the plan and the
best plan that holds it; the first level that differs tells it. A lower end follows from
bounds of the problem in which the candidate is mandatory, an upper end from a valid
plan of that problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.budget import Budget
from solver.errors import InfeasibleError
from solver.evaluate import level_values
from solver.exact import is_small
from solver.incumbent import ranking
from solver.insertion import insert
from solver.lagrange import capacities, forced_bounds
from solver.levels import SELECT_LEVELS, Level
from solver.polish import polish
from solver.seat import seat
from solver.select import bound_level, select
from solver.solving import solve
from solver.tablerows import table_rows
from solver.timetable import timetable
from solver.validate import recompute, validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.known import Bound
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment
    from solver.select import Selection
    from solver.tablerows import TableRows

REPAIR_S = 1.0
"""Seconds for mending a forced plan that lacks something selected."""
REPAIR_WORK = 20
"""The same in units of work."""
WHOLE_S = 10.0
"""Seconds for the whole solve of a small problem."""


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """What holding a candidate costs, on the first level that differs.

    Losses are positive, whatever the sense of the level.

    Attributes
    ----------
    candidate : int
    level : Level or None
        The first level on which the plan and the best plan with the candidate may
        differ; None: no difference on any level looked at.
    at_least : int
        No plan with the candidate that is as good on the levels above loses less.
        Negative: a better plan than this one is not ruled out.
    at_most : int or None
        What the plan found loses. None: no plan with it was found.
    is_possible : bool
        False: proven that no valid plan holds it.
    plan : Assignment or None
        The valid plan with the candidate that was found.
    values : dict
        Its levels.
    """

    candidate: int
    level: Level | None
    at_least: int
    at_most: int | None
    is_possible: bool = True
    plan: Assignment | None = None
    values: dict[Level, int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        """The loss is known."""
        return self.at_least == self.at_most

    @property
    def is_gain(self) -> bool:
        """The plan found is better than the one it is compared with."""
        return self.at_most is not None and self.at_most < 0


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """True lower ends of the prices of all candidates at once.

    Attributes
    ----------
    level : int64[C]
        Place in ``levels`` of the first level with a loss for certain; -1: none is.
    loss : int64[C]
        At least so much is lost there, or something above it; 0 without a level.
    levels : tuple of Level
    """

    level: IntArray
    loss: IntArray
    levels: tuple[Level, ...]


class Pricer:
    """Prices of the candidates that one plan does not hold.

    Parameters
    ----------
    plan : Assignment
        Valid.
    budget : Budget, optional
        For the bounds of the plan itself.
    """

    def __init__(
        self,
        problem: Problem,
        plan: Assignment,
        budget: Budget | None = None,
        *,
        seed: int = 0,
    ) -> None:
        self.problem = problem
        self.plan = plan
        self.seed = seed
        self.values = level_values(problem, plan)
        self.levels = tuple(one for one in problem.levels if one in SELECT_LEVELS)
        self.rows: TableRows = table_rows(problem)
        budget = budget or Budget()
        found = select(problem, self.rows, budget)
        self.bounds = self._bounds(problem, found, budget)

    def is_best(self, level: Level) -> bool:
        """Whether the plan is proven to be the best on a level, those above held."""
        return self.bounds[level].bound == self.values[level]

    def estimates(self) -> Estimates:
        """Return what each candidate costs at least, from prices of capacities."""
        problem = self.problem
        place = np.full(problem.num_candidates, -1, dtype=np.int64)
        loss = np.zeros(problem.num_candidates, dtype=np.int64)
        capacity = None
        for index, level in enumerate(self.levels):
            prices = self.bounds[level].prices
            if prices is None:
                continue
            if capacity is None:
                capacity = capacities(problem, prices.table_sets)
            forced = forced_bounds(problem, capacity, prices)
            lost = level.sense * (self.values[level] - forced)
            new = (place < 0) & (lost > 0) & ~self.plan.held
            place[new], loss[new] = index, lost[new]
        return Estimates(place, loss, self.levels)

    def price(self, candidate: int, budget: Budget) -> Price:
        """Price one candidate on the levels that depend on what is held.

        Selects again with the candidate, and makes a timetable near the plan; what is
        still open in a small problem is settled by a whole solve.
        """
        forced = with_forced(self.problem, candidate)
        try:
            selection = select(forced, self.rows, budget)
        except InfeasibleError:
            return Price(candidate, None, 0, None, is_possible=False)
        bounds = self._bounds(forced, selection, budget)
        plan = self._planned(forced, candidate, selection.option, bounds, budget)
        found = {level: bound.bound for level, bound in bounds.items()}
        price = self._compared(candidate, found, plan, self.levels)
        if price.is_exact or not is_small(forced) or budget.is_exhausted:
            return price
        return self.whole_price(
            candidate,
            time_limit_s=min(WHOLE_S, budget.seconds_left()),
            work_limit=budget.work_left() if budget.is_reproducible else None,
        )

    def whole_price(
        self, candidate: int, *, time_limit_s: float | None, work_limit: int | None
    ) -> Price:
        """Price one candidate on all levels, by a whole solve that holds it."""
        forced = with_forced(self.problem, candidate)
        result = solve(
            forced, time_limit_s=time_limit_s, work_limit=work_limit, seed=self.seed
        )
        if result.status == "infeasible":
            return Price(candidate, None, 0, None, is_possible=False)
        bounds = {
            entry.level: entry.bound
            for entry in result.certificate
            if entry.scope == "all"
        }
        if result.assignment is None:
            bounds = {}
        return self._compared(candidate, bounds, result.assignment, self.problem.levels)

    def _bounds(
        self, problem: Problem, selection: Selection, budget: Budget
    ) -> dict[Level, Bound]:
        """Bound levels over plans as good as ours above, until one must be worse."""
        bounds: dict[Level, Bound] = {}
        upper: dict[Level, int] = {}
        for level in self.levels:
            bound = selection.bounds.get(level)
            if bound is None or bound.upper != tuple(upper.values()):
                bound = bound_level(problem, self.rows, level, upper, budget)
            bounds[level] = bound
            if (bound.bound - self.values[level]) * level.sense < 0:
                break
            upper[level] = self.values[level]
        return bounds

    def _planned(
        self,
        forced: Problem,
        candidate: int,
        option: IntArray,
        bounds: Mapping[Level, Bound],
        budget: Budget,
    ) -> Assignment | None:
        """Return a valid plan with the candidate, the better of two.

        One is close to the selection; the other drops what is in the way, which is
        less work and better where the plan itself is far from its bounds.
        """
        inserted = insert(forced, self.plan, candidate)
        is_best = all(self.is_best(level) for level in self.levels)
        if inserted is not None and not is_best:
            return inserted
        plan = self._near_selection(forced, candidate, option, bounds, budget)
        found = [one for one in (plan, inserted) if one is not None]
        return max(found, key=self._ranking, default=None)

    def _ranking(self, plan: Assignment) -> tuple[int, ...]:
        return ranking(self.problem, level_values(self.problem, plan))

    def _near_selection(
        self,
        forced: Problem,
        candidate: int,
        option: IntArray,
        bounds: Mapping[Level, Bound],
        budget: Budget,
    ) -> Assignment | None:
        plan = timetable(
            forced, self.rows, option, budget, seed=self.seed, start=self.plan
        )
        if (~plan.held & (option >= 0)).any():
            part = Budget(REPAIR_S, None, budget.should_stop)
            if budget.is_reproducible:
                part = budget.part(1.0)
                part.work_limit = min(part.work_left(), REPAIR_WORK)
            plan = polish(
                forced,
                self.rows,
                plan,
                self.levels,
                part,
                seed=self.seed,
                bounds={level: bound.bound for level, bound in bounds.items()},
            )
        seating = seat(forced, plan, Budget(0.0), seed=self.seed)
        plan = seating.assignment.without(seating.unseated)
        is_valid = bool(plan.held[candidate]) and not validate(forced, plan)
        return plan if is_valid else None

    def _compared(
        self,
        candidate: int,
        bounds: Mapping[Level, int],
        plan: Assignment | None,
        levels: tuple[Level, ...],
    ) -> Price:
        """Find the first level that differs, between bounds and a plan found."""
        values = {} if plan is None else recompute(self.problem, plan)
        for level in levels:
            sense, ours = level.sense, self.values[level]
            at_most = None if plan is None else sense * (ours - values[level])
            if level in bounds:
                at_least = sense * (ours - bounds[level])
            elif at_most is None or at_most == 0:
                break
            else:
                at_least = min(0, at_most)
            if at_most or (at_most is None and at_least > 0):
                return Price(
                    candidate, level, at_least, at_most, plan=plan, values=values
                )
        at_most = None if plan is None else 0
        return Price(candidate, None, 0, at_most, plan=plan, values=values)


def with_forced(problem: Problem, candidate: int) -> Problem:
    """Return the problem in which a candidate is mandatory."""
    mandatory = problem.candidates.mandatory.copy()
    mandatory[candidate] = True
    return replace(problem, candidates=replace(problem.candidates, mandatory=mandatory))
