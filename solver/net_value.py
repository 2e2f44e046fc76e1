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
from solver.errors import SolverError
from solver.evaluate import level_values
from solver.levels import Level
from solver.mixed import METHOD, solve_mixed
from solver.slotgains import gains
from solver.slotmodel import Neighborhood, SlotModel, combined, slot_model
from solver.slotplans import breaks_a_rule, merged
from solver.slotsearch import PIECE_S, next_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.problem import Baseline, Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

MOST_PAIRS = 25_000
"""(option, slot) pairs up to which all slots are planned at once."""
AT_ONCE_SHARE, AT_ONCE_S = 0.5, 30.0
FIRST_SLOTS = 5
UNITS_PER_PIECE = 20
TWO_BOUNDS = "the bounds on value and on changes"


def is_at_once(problem: Problem) -> bool:
    """Whether all slots are planned at once."""
    return int(problem.option_slots.sum()) <= MOST_PAIRS


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """A plan (without tables) and what is known about its net value.

    Attributes
    ----------
    value : int
        Value less price times changes; tables changed count only where the old one
        is not to be had.
    bound : int
        No plan that is as good on the levels above has more.
    method : str
        What gave the bound.
    """

    plan: Assignment
    value: int
    bound: int
    method: str


class NetSearch:
    """Searches near a plan for more net value.

    Parameters
    ----------
    price : int
        Of one point of `Level.CHANGES`, in points of `Level.VALUE`.
    achieved : mapping
        Levels above, which stay at least as good.
    bound : int
        That is known already.
    """

    def __init__(  # noqa: PLR0917  (what it is and how it searches)
        self,
        problem: Problem,
        rows: TableRows,
        price: int,
        achieved: Mapping[Level, int],
        bound: int,
        seed: int,
        workers: int,
    ) -> None:
        if problem.baseline is None:
            raise SolverError("a price per change needs a baseline")
        self.problem = problem
        self.baseline: Baseline = problem.baseline
        self.rows = rows
        self.price = price
        self.achieved = dict(achieved)
        self.bound, self.method = bound, TWO_BOUNDS
        self.workers = workers
        self.random = np.random.Generator(np.random.PCG64(seed))

    def improve(self, plan: Assignment, budget: Budget) -> Net:
        """Return the best plan found, never one with less net value."""
        plan = _bare(plan)
        if is_at_once(self.problem):
            part = budget.part(AT_ONCE_SHARE, most_s=AT_ONCE_S)
            plan = self._at_once(plan, part)
        plan = self._by_neighborhoods(plan, budget)
        return Net(plan, self.value(plan), self.bound, self.method)

    def value(self, plan: Assignment) -> int:
        """Value less price times changes."""
        values = level_values(self.problem, plan)
        return values[Level.VALUE] - self.price * values[Level.CHANGES]

    def _model(self, near: Neighborhood) -> SlotModel:
        problem = self.problem
        model = slot_model(problem, self.rows, Level.VALUE, self.achieved, near)
        gain = model.gain.copy()
        changes = gains(problem, Level.CHANGES, model.option, model.slot).weight
        gain[: model.num_pairs] += self.price * changes
        held = np.flatnonzero(near.fixed.held)
        fixed = near.fixed.option[held], near.fixed.slot[held]
        still = int(gains(problem, Level.CHANGES, *fixed).weight.sum())
        all_dropped = self.baseline.dropped_cost * len(self.baseline)
        constant = model.constant + self.price * (still - all_dropped)
        return replace(model, gain=gain, constant=constant)

    def _at_once(self, plan: Assignment, budget: Budget) -> Assignment:
        everything = Neighborhood.everything(self.problem)
        model = self._model(everything)
        answer = solve_mixed(model, budget)
        budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
        if answer.bound is not None and answer.bound < self.bound:
            self.bound, self.method = answer.bound, METHOD
        if answer.chosen is None:
            return plan
        found = combined(self.problem, everything, model, answer.chosen)
        return self._better(plan, found)

    def _by_neighborhoods(self, plan: Assignment, budget: Budget) -> Assignment:
        size = min(FIRST_SLOTS, self.problem.num_slots)
        patience = Patience(budget)
        with ThreadPoolExecutor(self.workers) as pool:
            while self.value(plan) < self.bound and not (
                budget.is_exhausted or patience.is_over
            ):
                piece = budget.part(1.0, most_s=PIECE_S)
                started, before = time.monotonic(), self.value(plan)
                jobs = [
                    (near, pool.submit(self._planned, near, piece))
                    for near in self._draw(plan, size)
                ]
                for near, job in jobs:
                    found = job.result()
                    if found is not None:
                        plan = self._better(plan, merged(plan, found, near))
                if self.value(plan) > before:
                    patience.renew()
                budget.charge(min(budget.work_left(), UNITS_PER_PIECE))
                if not budget.is_reproducible:
                    spent_s = time.monotonic() - started
                    size = next_size(size, spent_s, self.problem.num_slots, least=1)
        return plan

    def _planned(self, near: Neighborhood, budget: Budget) -> Assignment | None:
        model = self._model(near)
        answer = solve_mixed(model, budget)
        if answer.chosen is None:
            return None
        return combined(self.problem, near, model, answer.chosen)

    def _draw(self, plan: Assignment, size: int) -> list[Neighborhood]:
        """Sets of slots; those of one draw do not overlap."""
        order = self.random.permutation(self.problem.num_slots)
        drawn = []
        for first in range(0, len(order) - size + 1, size)[: self.workers]:
            slots = np.zeros(self.problem.num_slots, dtype=np.bool_)
            slots[order[first : first + size]] = True
            drawn.append(Neighborhood.of_slots(slots, plan))
        return drawn

    def _better(self, plan: Assignment, found: Assignment) -> Assignment:
        """Return the better one; an equal one is taken, to move on plateaus."""
        if self.value(found) < self.value(plan) or not self._is_sound(found):
            return plan
        return found

    def _is_sound(self, plan: Assignment) -> bool:
        """Keeps all rules but those of tables, and the levels above."""
        values = level_values(self.problem, plan)
        is_as_good = all(
            (values[level] - value) * level.sense >= 0
            for level, value in self.achieved.items()
        )
        return is_as_good and not breaks_a_rule(self.problem, plan)


def _bare(plan: Assignment) -> Assignment:
    return replace(plan, table=np.full_like(plan.table, -1))
