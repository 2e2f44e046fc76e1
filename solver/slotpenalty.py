"""Round the linear relaxation of everything by making fractions dear, bit by bit.

The penalty of fractions begins so small that points stay near the face of the best
relaxations, and grows while they are shaken (`solver.slotshakes`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.capacity import busy_capacity
from solver.evaluate import level_values
from solver.openmodel import OpenModel
from solver.slotlp import Relaxation
from solver.slotmodel import Neighborhood, slot_model
from solver.slotshakes import TOLERANCE, Rounded, Schedule, Shakes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.slotlp import Point
    from solver.tablerows import TableRows

ANYWHERE, NEAR = Schedule(0.0105, 0.018, 40), Schedule(0.011, 0.016, 32)
"""From a relaxation by chance, and near points that others have found."""
NOISE = 0.02
"""Random part of the first gains, as a share of the mean gain."""
DEAR = 0.2
"""A pair that loses more at the relaxation's prices is left out, in the same sense."""
NOTHING = 1e-6
"""A pair that has less of a point is out."""


class SlotPenalty:
    """Rounds the relaxation of one level, by chance each time.

    Parameters
    ----------
    achieved : mapping
        Values of the levels above; a plan found is at least as good on them.
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows,
        level: Level,
        achieved: Mapping[Level, int],
    ) -> None:
        self.problem, self.level = problem, level
        self.everything = Neighborhood.everything(problem)
        capacity = busy_capacity(problem)
        model = slot_model(
            problem, rows, level, achieved, self.everything, capacity=capacity
        )
        self.open = OpenModel(problem, model)
        self.is_pair = np.arange(len(model.gain)) < model.num_pairs

    def run(
        self,
        *,
        seed: int,
        budget: Budget,
        goal: int | None = None,
        start: Point | None = None,
    ) -> Rounded | None:
        """Search once; None if that led to no plan.

        Parameters
        ----------
        goal : int, optional
            No plan is better; the search ends where a point has as much.
        start : Point, optional
            Begin there, and not at a relaxation by chance.
        """
        random = np.random.Generator(np.random.PCG64(seed))
        model, unit, gain = self.open.model, self.open.unit, self.open.model.gain
        schedule = ANYWHERE if start is None else NEAR
        if start is None:
            noise = NOISE * unit * random.standard_normal(len(self.is_pair))
            gain = gain + noise * self.is_pair
            start = Relaxation(model).solve(gain, budget, tolerance=TOLERANCE)
        if budget.is_exhausted:
            return None
        cost = gain - model.matrix.T @ start.multipliers
        is_open = (cost > -DEAR * unit) | (start.x > NOTHING) | ~self.is_pair
        columns = np.flatnonzero(is_open)
        part = self.open.part(columns, np.zeros(model.num_pairs, dtype=np.bool_))
        search = Shakes(part, self, random, budget)
        best = search.run(replace(start, x=start.x[columns]), schedule, goal)
        if best is None:
            return None
        x = np.zeros(len(model.gain))
        x[columns] = best.point.x
        return replace(best, point=replace(best.point, x=x))

    def moved(self, found: Rounded, plan: Assignment) -> Rounded:
        """Return what was found, or a better plan, whose pairs are its point now."""
        value = self.value(plan)
        if value <= found.value:
            return found
        point = replace(found.point, x=self.open.model.values_of(plan))
        return Rounded(plan, point, value)

    def value(self, plan: Assignment) -> int:
        """Value of a plan on the level; the larger, the better."""
        return self.level.sense * level_values(self.problem, plan)[self.level]
