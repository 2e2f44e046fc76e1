"""Improve a changed plan further, at a price per change: value - price x changes.

The slot model (`solver.slotmodel`) with both levels in its objective: at once where it
is small, which is a proof; else a few slots at a time, again and again.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.budget import Patience
from solver.evaluate import level_values
from solver.levels import Level
from solver.mixed import METHOD, solve_mixed
from solver.result import Assignment
from solver.slotanew import PIECE_S, next_size
from solver.slotgains import gains
from solver.slotmodel import Neighborhood, SlotModel, combined, slot_model
from solver.slotplans import breaks_a_rule, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.budget import Budget
    from solver.price_of_change import PriceOfChange
    from solver.problem import Problem
    from solver.tablerows import TableRows

MOST_PAIRS = 25_000
"""(option, slot) pairs up to which all slots are planned at once."""
AT_ONCE_SHARE, AT_ONCE_S = 0.5, 30.0
FIRST_SLOTS = 5
UNITS_PER_PIECE = 20
TWO_BOUNDS = "the bounds on value and on changes"


def _nobody(_plan: Assignment) -> None:
    return None


def is_at_once(problem: Problem) -> bool:
    """Whether all slots are planned at once."""
    return int(problem.option_slots.sum()) <= MOST_PAIRS


@dataclass(frozen=True, slots=True)
class NetBound:
    """No plan that is as good on the levels above has more net value.

    Attributes
    ----------
    value : int
        Value less price times changes; tables changed count only where the old one
        is not to be had.
    method : str
        What proves it.
    """

    value: int
    method: str


class NetSearch:
    """Searches near a plan for more net value.

    Parameters
    ----------
    price : PriceOfChange
        In whose limit the plan to begin with is.
    achieved : mapping
        Levels above, which stay at least as good.
    bound : NetBound
        That is known already.

    Attributes
    ----------
    bound : NetBound
        The best that is known.
    """

    def __init__(  # noqa: PLR0917  (what it is and how it searches)
        self,
        problem: Problem,
        rows: TableRows,
        price: PriceOfChange,
        achieved: Mapping[Level, int],
        bound: NetBound,
        seed: int,
        workers: int,
    ) -> None:
        self.problem = problem
        self.rows = rows
        self.price = price
        self.achieved = dict(achieved)
        self.bound = bound
        self.workers = workers
        self.random = np.random.Generator(np.random.PCG64(seed))

    def improve(
        self,
        plan: Assignment,
        budget: Budget,
        on_better: Callable[[Assignment], None] = _nobody,
    ) -> Assignment:
        """Return the best plan found, never one with less net value.

        Parameters
        ----------
        on_better : callable
            Told each better plan, without tables.
        """
        plan = _bare(plan)
        if is_at_once(self.problem):
            part = budget.part(AT_ONCE_SHARE, most_s=AT_ONCE_S)
            plan = self._at_once(plan, part)
        return self._by_neighborhoods(plan, budget, on_better)

    def value(self, plan: Assignment) -> int:
        """Value less price times changes."""
        values = level_values(self.problem, plan)
        return values[Level.VALUE] - self.price.least * values[Level.CHANGES]

    def _model(
        self, near: Neighborhood, price: float, most_changes: int | None
    ) -> SlotModel:
        problem, achieved = self.problem, self.achieved
        if most_changes is not None:
            achieved = {**achieved, Level.CHANGES: most_changes}
        model = slot_model(problem, self.rows, Level.VALUE, achieved, near)
        gain = model.gain.copy()
        changes = gains(problem, Level.CHANGES, model.option, model.slot).weight
        gain[: model.num_pairs] += price * changes
        return replace(model, gain=gain)

    def _at_once(self, plan: Assignment, budget: Budget) -> Assignment:
        everything = Neighborhood.everything(self.problem)
        price = self.price.least
        model = self._model(everything, price, self.price.most_changes)
        answer = solve_mixed(model, budget)
        budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
        if answer.bound is not None:
            most = answer.bound - price * self._changes_of_nothing()
            if most < self.bound.value:
                self.bound = NetBound(most, METHOD)
        if answer.chosen is None:
            return plan
        found = combined(everything, model, answer.chosen)
        return self._better(plan, found, price)

    def _by_neighborhoods(
        self,
        plan: Assignment,
        budget: Budget,
        on_better: Callable[[Assignment], None],
    ) -> Assignment:
        size = min(FIRST_SLOTS, self.problem.num_slots)
        patience = Patience(budget)
        best = plan
        with ThreadPoolExecutor(self.workers) as pool:
            while self.value(best) < self.bound.value and not (
                budget.is_exhausted or patience.is_over
            ):
                piece = budget.part(1.0, most_s=PIECE_S)
                price, before = self.price.now, plan
                started = time.monotonic()
                drawn = self._draw(plan, size)
                most = self._limit_of_each(plan, len(drawn))
                jobs = [
                    (near, pool.submit(self._planned, near, price, most, piece))
                    for near in drawn
                ]
                for near, job in jobs:
                    found = job.result()
                    if found is not None:
                        plan = self._better(plan, merged(plan, found, near), price)
                if self._worth(plan, price) > self._worth(before, price):
                    patience.renew()
                if self.value(plan) > self.value(best):
                    best = plan
                    on_better(best)
                self.price.adapt(self._changes(plan))
                budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
                if not budget.is_reproducible:
                    spent_s = time.monotonic() - started
                    size = next_size(size, spent_s, self.problem.num_slots, least=1)
        return best

    def _planned(
        self,
        near: Neighborhood,
        price: float,
        most_changes: int | None,
        budget: Budget,
    ) -> Assignment | None:
        model = self._model(near, price, most_changes)
        answer = solve_mixed(model, budget)
        if answer.chosen is None:
            return None
        return combined(near, model, answer.chosen)

    def _limit_of_each(self, plan: Assignment, num_parts: int) -> int | None:
        """Limit of changes for each part that is planned beside others."""
        if self.price.most_changes is None:
            return None
        changes = self._changes(plan)
        return changes + (self.price.most_changes - changes) // num_parts

    def _draw(self, plan: Assignment, size: int) -> list[Neighborhood]:
        """Sets of slots; those of one draw do not overlap."""
        order = self.random.permutation(self.problem.num_slots)
        drawn = []
        for first in range(0, len(order) - size + 1, size)[: self.workers]:
            slots = np.zeros(self.problem.num_slots, dtype=np.bool_)
            slots[order[first : first + size]] = True
            drawn.append(Neighborhood.of_slots(slots, plan))
        return drawn

    def _better(self, plan: Assignment, found: Assignment, price: float) -> Assignment:
        """Return the better one; an equal one is taken, to move on plateaus."""
        is_worse = self._worth(found, price) < self._worth(plan, price)
        return plan if is_worse or not self._is_sound(found) else found

    def _worth(self, plan: Assignment, price: float) -> float:
        values = level_values(self.problem, plan)
        return values[Level.VALUE] - price * values[Level.CHANGES]

    def _changes(self, plan: Assignment) -> int:
        return level_values(self.problem, plan)[Level.CHANGES]

    def _changes_of_nothing(self) -> int:
        """Points of changes where every meeting that was released is dropped."""
        return self._changes(Assignment.empty(self.problem.num_candidates))

    def _is_sound(self, plan: Assignment) -> bool:
        """Keeps all rules but those of tables, the levels above and the limit."""
        values = level_values(self.problem, plan)
        is_as_good = all(
            (values[level] - value) * level.sense >= 0
            for level, value in self.achieved.items()
        )
        most = self.price.most_changes
        is_within = most is None or values[Level.CHANGES] <= most
        return is_as_good and is_within and not breaks_a_rule(self.problem, plan)


def _bare(plan: Assignment) -> Assignment:
    return replace(plan, table=np.full_like(plan.table, -1))
