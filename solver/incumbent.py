"""The best plan so far: only validated plans get in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.errors import InvalidPlanError
from solver.validate import recompute, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.rules import Rule


def ranking(problem: Problem, values: Mapping[Level, int]) -> tuple[int, ...]:
    """Return values in the problem's order, such that a greater tuple is better."""
    return tuple(level.sense * values[level] for level in problem.levels)


class Incumbent:
    """Holds the best valid plan and tells about every better one.

    Parameters
    ----------
    on_better : callable, optional
        Called with each validated plan that is better than all before.
    """

    def __init__(
        self, problem: Problem, on_better: Callable[[Assignment], None] | None = None
    ) -> None:
        self.problem = problem
        self.plan: Assignment | None = None
        self.values: dict[Level, int] = {}
        self._on_better = on_better

    def offer(self, plan: Assignment, *, unless: frozenset[Rule] = frozenset()) -> bool:
        """Take a plan if it is better.

        Parameters
        ----------
        unless : set of Rule
            Rules that the plan may break as yet: then it is not taken.

        Raises
        ------
        InvalidPlanError
            The validator rejects it: a defect of the step that made it.
        """
        values = recompute(self.problem, plan)
        if self.plan is not None and ranking(self.problem, values) <= ranking(
            self.problem, self.values
        ):
            return False
        faults = validate(self.problem, plan)
        if faults and unless.issuperset(fault.rule for fault in faults):
            return False
        if faults:
            raise InvalidPlanError(tuple(str(fault) for fault in faults))
        self.plan, self.values = plan, values
        if self._on_better is not None:
            self._on_better(plan)
        return True
