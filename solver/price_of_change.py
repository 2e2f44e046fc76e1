"""The price of a change while a plan is searched for: given, or found for a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.errors import SolverError
from solver.levels import Level

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray

DEARER = 1.06
"""Factor after a step that ends with (nearly) no changes left."""
CHEAPER = 0.5, 0.85
"""Factors with half of them left, and with fewer left."""
HALF, NEARLY = 0.5, 0.98
"""Of the limit; so many changes nearly use it up."""


class PriceOfChange:
    """What one point of `Level.CHANGES` costs, in points of `Level.VALUE`.

    Without a limit it stays. With one it begins where few changes are worth it, and
    falls until the limit is used up; then it rises and falls, so that what gains
    little gives way to what gains more: the multiplier of Lagrangian relaxation
    (Held, Wolfe, Crowder 1974), which is never less than the price given.

    Parameters
    ----------
    least : int
        The price given.
    most_changes : int, optional
        Points of changes that no plan may exceed.

    Raises
    ------
    SolverError
        There is nothing to compare with, or a number is negative.
    """

    def __init__(
        self, problem: Problem, least: int, most_changes: int | None = None
    ) -> None:
        base = problem.baseline
        if base is None or not {Level.CHANGES, Level.VALUE} <= set(problem.levels):
            message = (
                "a price per change needs a baseline, and the levels changes and value"
            )
            raise SolverError(message)
        if least < 0 or (most_changes is not None and most_changes < 0):
            message = (
                "a price per change and a limit of changes are not negative: "
                f"{least} and {most_changes} found"
            )
            raise SolverError(message)
        self.least = least
        self.most_changes = most_changes
        self.now: float = least
        if most_changes is not None:
            self.now = max(least, _dear(problem.candidates.value, base.added_cost))

    def adapt(self, changes: int) -> None:
        """Make a change dearer or cheaper after a step that ended with so many."""
        if self.most_changes is None:
            return
        if changes >= NEARLY * self.most_changes:
            factor = DEARER
        else:
            factor = CHEAPER[changes >= HALF * self.most_changes]
        self.now = max(self.least, self.now * factor)


def _dear(value: IntArray, added_cost: int) -> float:
    """Price at which half of all candidates are not worth to be added."""
    if not len(value):
        return 1.0
    return max(1.0, float(np.median(value)) / max(1, added_cost))
