"""Round the linear relaxation of everything by making fractions dear, bit by bit.

A concave penalty, nothing where every pair is whole or not at all, is taken from what
the relaxation gains (Raghavachari 1969). A point from which no direction gains is found
by linear programs, each with the penalty as it slopes at the point before (successive
linearization, Mangasarian 1996; the DC algorithm of Pham Dinh and Le Thi 1997). The
penalty begins so small that points stay near the face of the best relaxations, and
grows. Meanwhile the point is shaken, some hundred times: a random slope leads away from
it, and what is reached from there is taken if it is not much worse, and less and less
so (iterated local search, Lourenço, Martin, Stützle 2003; threshold accepting, Dueck,
Scheuer 1990). What is whole in the end is kept, and the rest is planned exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.capacity import busy_capacity
from solver.openmodel import OpenModel
from solver.slotlp import Relaxation
from solver.slotmodel import Neighborhood, combined, slot_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import BoolArray
    from solver.result import Assignment
    from solver.slotlp import Point
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray
    from solver.tablerows import TableRows

FIRST, LAST, MOST = 0.011, 0.025, 0.1
"""What a pair that is neither whole nor out costs, as a share of the mean gain of a
pair: at first, after the last shake, and at most."""
GROWTH = 1.06
"""How the penalty grows from one point to the next afterwards."""
NOISE = 0.02
"""Random part of the first gains, as a share of the mean gain."""
DEAR = 0.1
"""A pair that loses more at the relaxation's prices is left out, in the same sense."""
LEAST_SHAKE, MOST_SHAKE = 1.0, 4.0
"""How strong a shake is, as a share of the penalty."""
WORSE = 1.25
"""How much worse a point may be that is taken, at first: a share of the mean gain."""
MOST_SHAKES, MOST_SHAKES_AGAIN = 150, 100
"""Of one search: soon only another one leads to better points. The latter where it
begins between others' points."""
JUDGED = 0.3
"""Penalty by which points of several searches are compared."""
NOTHING = 1e-6
"""A pair that has less of a point is out."""
SAME = 8.0
"""Points differ by less in all: the search has settled."""
MOST_STEPS, STEPS_AHEAD = 20, 8
"""Steps until it has to; and it is given up where so many more like the last would not
make the point good enough."""
KEPT = 0.9
"""Part of a pair from which on the meeting is kept."""
MOST_PAIRS_EXACT = 600
"""(option, slot) pairs that are planned exactly in the end."""
WHOLE = 0.5
"""Pairs that are not whole, in all, where a point counts as a plan."""
TOLERANCE = 2e-4
MOST_ITERATIONS = 5_000
EXACT_S = 2.0
ITERATIONS_PER_UNIT = 1_000
"""Iterations of relaxations that are charged as a unit of work."""


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
        self.problem = problem
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
            Begin there, and not at a relaxation by chance; with fewer shakes.
        """
        random = np.random.Generator(np.random.PCG64(seed))
        model, unit, gain = self.open.model, self.open.unit, self.open.model.gain
        shakes = MOST_SHAKES if start is None else MOST_SHAKES_AGAIN
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
        search = _Search(part, self.open, random, budget)
        point = search.run(replace(start, x=start.x[columns]), goal, shakes)
        chosen = search.rounded(point)
        if chosen is None:
            return None
        x = np.zeros(len(model.gain))
        x[columns] = point.x
        plan = combined(self.everything, part, chosen)
        return Rounded(plan, replace(point, x=x), search.merit(point, JUDGED * unit))


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """What a search has found.

    Attributes
    ----------
    plan : Assignment
        Without tables.
    point : Point
        The one that was rounded, of the model of everything.
    merit : float
        What it gains, less a high penalty of what is not whole.
    """

    plan: Assignment
    point: Point
    merit: float


class _Search:
    """Moves from point to point of one model, as long as there is time."""

    def __init__(
        self,
        model: SlotModel,
        everything: OpenModel,
        random: np.random.Generator,
        budget: Budget,
    ) -> None:
        self.model, self.unit = model, everything.unit
        self.open = OpenModel(everything.problem, model)
        self.relaxation = Relaxation(model)
        self.is_pair = np.arange(len(model.gain)) < model.num_pairs
        self.random, self.budget = random, budget

    def run(self, point: Point, goal: int | None, shakes: int) -> Point:
        """Return the point that is best when fractions are as dear as they get."""
        best, most = point, self.merit(point, LAST * self.unit)
        for n in range(shakes):
            spent = max(self.budget.share_used, n / shakes)
            penalty = FIRST ** (1 - spent) * LAST**spent * self.unit
            merit = self.merit(point, penalty)
            is_done = goal is not None and merit >= goal - WHOLE * penalty
            if is_done or self.budget.is_exhausted:
                break
            worse = WORSE * self.unit * (1 - spent) * self.random.random()
            point = self._shaken(point, merit - worse, penalty) or point
            merit = self.merit(point, LAST * self.unit)
            if merit > most:
                best, most = point, merit
            self._charge()
        return best

    def merit(self, point: Point, penalty: float) -> float:
        """What a point gains, less what is not whole and what breaks rows costs."""
        model, x = self.model, point.x[self.is_pair]
        rows = model.matrix @ point.x
        excess = np.maximum(0, np.maximum(rows - model.upper, model.lower - rows))
        cost = np.maximum(np.abs(point.multipliers), penalty)
        gain = float(model.gain @ point.x) + model.constant
        return gain - float(cost @ excess) - penalty * float((x * (1 - x)).sum())

    def _shaken(self, point: Point, least: float, penalty: float) -> Point | None:
        """Go away from a point, at random, and on until points hardly differ.

        None if what is reached has less merit than ``least``, or time is over.
        """
        strength = self.random.uniform(np.log(LEAST_SHAKE), np.log(MOST_SHAKE))
        slope = self.random.standard_normal(len(self.is_pair)) * self.is_pair
        now = self._next(point, penalty, penalty * np.exp(strength) * slope)
        merit = 0.0
        for n in range(MOST_STEPS):
            if self.budget.is_exhausted:
                return None
            before, last = now, merit
            now = self._next(before, penalty)
            merit = self.merit(now, penalty)
            ahead = STEPS_AHEAD * (merit - last)
            if float(np.abs(now.x - before.x).sum()) < SAME or (
                n > 0 and merit + ahead < least
            ):
                break
        return now if merit >= least else None

    def _next(
        self, point: Point, penalty: float, slope: FloatArray | float = 0.0
    ) -> Point:
        """Return the best point as the penalty slopes here."""
        steep = penalty * (2 * point.x - 1) * self.is_pair
        gain = self.model.gain + steep + slope
        return self.relaxation.solve(
            gain,
            self.budget,
            start=point,
            tolerance=TOLERANCE,
            most_iterations=MOST_ITERATIONS,
        )

    def _charge(self) -> None:
        """Charge whole units for the iterations so far."""
        units, self.relaxation.iterations = divmod(
            self.relaxation.iterations, ITERATIONS_PER_UNIT
        )
        self.budget.charge(min(self.budget.work_left(), units))

    def rounded(self, point: Point) -> BoolArray | None:
        """Keep what is whole, and plan the rest exactly.

        That begins when a growing penalty has left little, also if time is over.
        """
        penalty = LAST * self.unit
        kept = self._is_whole(point)
        while (
            len(self.open.fitting(kept)) > MOST_PAIRS_EXACT
            and penalty < MOST * self.unit
            and not self.budget.is_exhausted
        ):
            penalty *= GROWTH
            point = self._next(point, penalty)
            kept = self._is_whole(point)
        start = np.zeros(len(self.is_pair))
        return self.open.completed(kept, start, self.budget, EXACT_S)[0]

    def _is_whole(self, point: Point) -> BoolArray:
        """bool[pairs]: what is kept."""
        whole: BoolArray = point.x[self.is_pair] > KEPT
        return whole
