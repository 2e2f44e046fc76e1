"""Improve a plan where a relaxation that is pulled toward it leaves it all the same.

The linear relaxation of everything gains a little more for every pair that the plan
holds, by chance each time. Meetings that it keeps nearly whole stay; the others, and
all that fits beside what stays, are planned anew exactly. It is relaxation induced
neighborhood search (Danna, Rothberg, Le Pape 2005) around a relaxation that the
objective of proximity search (Fischetti, Monaci 2014) keeps near the plan: the weaker
the pull, the more leaves the plan, and the larger the exact part is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import level_values
from solver.openmodel import OpenModel
from solver.slotlp import Relaxation
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.slotplans import better, ranks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import BoolArray
    from solver.result import Assignment
    from solver.tablerows import TableRows

FIRST_PULL, FALL = 0.5, 0.7
"""What a pair of the plan is worth at first, as a share of the mean gain of a pair; and
how fast it falls until a part is too large."""
WEAKER, STRONGER = 0.95, 1.3
"""The pull after a part that was planned to the optimum, and after one that was not."""
KEPT = 0.9
"""Part of a pair that the relaxation must keep for the meeting to stay."""
TOLERANCE = 1e-4
MOST_ITERATIONS = 5_000
PART_S = 2.0
MOST_IDLE = 20
"""Parts, one after the other, without a better plan."""


class SlotPull:
    """A chain of exact improvements of one level, by relaxations pulled at random.

    Parameters
    ----------
    achieved : mapping
        Values of the levels above; plans found are at least as good on them.
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows,
        level: Level,
        achieved: Mapping[Level, int],
    ) -> None:
        self.problem = problem
        self.level = level
        self.everything = Neighborhood.everything(problem)
        model = slot_model(problem, rows, level, achieved, self.everything)
        self.open = OpenModel(problem, model)

    def run(
        self, *, plan: Assignment, goal: int | None, seed: int, budget: Budget
    ) -> Assignment:
        """Return a plan at least as good.

        Stops at the goal, which nothing exceeds, or where many parts one after the
        other were of no use.
        """
        random = np.random.Generator(np.random.PCG64(seed))
        relaxation = Relaxation(self.open.model)
        pull, weaker, idle = FIRST_PULL, FALL, 0
        while idle < MOST_IDLE and not budget.is_exhausted:
            if level_values(self.problem, plan)[self.level] == goal:
                break
            idle += 1
            kept = self._kept(relaxation, plan, pull, random, budget)
            found, is_optimal = self._anew(plan, kept, budget)
            if found is not None:
                before = ranks(self.problem, plan)
                plan = better(self.problem, plan, found)
                if ranks(self.problem, plan) > before:
                    idle = 0
            if not is_optimal:
                weaker = WEAKER
            pull *= weaker if is_optimal else STRONGER
        return plan

    def _kept(
        self,
        relaxation: Relaxation,
        plan: Assignment,
        pull: float,
        random: np.random.Generator,
        budget: Budget,
    ) -> BoolArray:
        """bool[pairs]: what stays."""
        model = self.open.model
        holds = model.values_of(plan) > 0
        draws = random.exponential(size=len(holds))
        gain = model.gain + pull * self.open.unit * holds * draws
        point = relaxation.solve(
            gain, budget, tolerance=TOLERANCE, most_iterations=MOST_ITERATIONS
        )
        return (holds & (point.x > KEPT))[: model.num_pairs]

    def _anew(
        self, plan: Assignment, kept: BoolArray, budget: Budget
    ) -> tuple[Assignment | None, bool]:
        """Plan all but what is kept exactly; return also whether that was done."""
        model = self.open.model
        start = model.values_of(plan)
        seconds = min(PART_S, budget.seconds_left())
        if seconds <= 0:
            return None, False
        chosen, is_optimal = self.open.completed(kept, start, budget, seconds)
        if chosen is None:
            return None, False
        return combined(self.everything, model, chosen), is_optimal
