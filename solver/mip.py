"""Integer answers to a stage's program: whole, or near the fractional part."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from solver.budget import NODES_PER_UNIT

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.linear import FloatArray, LinearProgram
    from solver.ragged import BoolArray

_INFEASIBLE = 2
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What branch and bound found.

    Attributes
    ----------
    x : float64[n] or None
    bound : float
        No integer solution gains more; minus infinity if there is none.
    """

    x: FloatArray | None
    bound: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How long one integer program may take: by the clock, or in nodes."""

    seconds: float
    nodes: int

    @classmethod
    def of(cls, budget: Budget, seconds: float, nodes: int) -> Effort:
        """At most so much, and no more than the budget has left."""
        if budget.is_reproducible:
            affordable = budget.work_left() * NODES_PER_UNIT
            return cls(math.inf, max(1, min(nodes, affordable)))
        return cls(max(0.01, min(seconds, budget.seconds_left())), 2**31 - 1)


def solve_integer(
    program: LinearProgram, is_integral: BoolArray, budget: Budget, effort: Effort
) -> Answer:
    """Maximize over integers, with no gap allowed (HiGHS' default loses points)."""
    if not len(program.gain):
        fits = bool(((program.lower <= 0) & (program.upper >= 0)).all())
        return Answer(np.zeros(0), 0.0) if fits else Answer(None, -math.inf)
    options: Any = {"mip_rel_gap": 0.0, "node_limit": effort.nodes}
    if math.isfinite(effort.seconds):
        options["time_limit"] = effort.seconds
    answer = milp(
        -program.gain,
        integrality=is_integral.astype(np.int64),
        bounds=Bounds(program.least, program.most),
        constraints=LinearConstraint(program.matrix, program.lower, program.upper),
        options=options,
    )
    if budget.is_reproducible:
        budget.charge(math.ceil((answer.mip_node_count or 1) / NODES_PER_UNIT))
    if answer.status == _INFEASIBLE:
        return Answer(None, -math.inf)
    bound = math.inf
    if answer.mip_dual_bound is not None and math.isfinite(answer.mip_dual_bound):
        bound = -float(answer.mip_dual_bound) + _ROUNDING
    x = None if answer.x is None else np.asarray(answer.x)
    if x is not None:
        x = np.where(is_integral, np.rint(x), x)
    return Answer(x, bound)
