"""Take additions back until a plan keeps a limit of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import level_values
from solver.levels import Level
from solver.validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.problem import Baseline, Problem
    from solver.ragged import IntArray
    from solver.result import Assignment


def trimmed(
    problem: Problem, plan: Assignment, most_changes: int, least: Mapping[Level, int]
) -> Assignment:
    """Return the plan without what was added for least value, as far as is needed.

    Parameters
    ----------
    plan : Assignment
        Valid.
    most_changes : int
        Points of `Level.CHANGES`.
    least : mapping
        Values of levels that stay as good; what they need is not taken back.

    Returns
    -------
    Assignment
        Valid; with too many changes, still, where nothing else may go.
    """
    base = problem.baseline
    if base is None or not base.added_cost:
        return plan
    trim = _Trim(problem, least)
    left = _added(problem, base, plan)
    while len(left):
        over = level_values(problem, plan)[Level.CHANGES] - most_changes
        if over <= 0:
            break
        num = -(-over // base.added_cost)
        plan = trim.dropped(plan, left[:num])
        left = left[num:]
    return plan


class _Trim:
    """Drops what may go."""

    def __init__(self, problem: Problem, least: Mapping[Level, int]) -> None:
        self.problem = problem
        self.least = least

    def dropped(self, plan: Assignment, candidates: IntArray) -> Assignment:
        """Return the plan without these, or without those of them that may go."""
        found = plan.without(candidates)
        if self._is_sound(found):
            return found
        if len(candidates) == 1:
            return plan
        half = len(candidates) // 2
        return self.dropped(self.dropped(plan, candidates[:half]), candidates[half:])

    def _is_sound(self, plan: Assignment) -> bool:
        values = level_values(self.problem, plan)
        is_as_good = all(
            level.sense * (values[level] - least) >= 0
            for level, least in self.least.items()
        )
        return is_as_good and not validate(self.problem, plan)


def _added(problem: Problem, base: Baseline, plan: Assignment) -> IntArray:
    """Candidates that cost a change because they are held, least value first."""
    is_added = plan.held & ~problem.mandatory
    is_added[base.candidate] = False
    is_added[base.free] = False
    added = np.flatnonzero(is_added)
    value = problem.candidates.value[added]
    return added[np.argsort(value, kind="stable")]
