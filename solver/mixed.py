"""Solve a slot model as an integer program (HiGHS through SciPy)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp

from solver.budget import NODES_PER_UNIT

if TYPE_CHECKING:
    from scipy.optimize._milp import _OptionsMILP

    from solver.budget import Budget
    from solver.ragged import BoolArray
    from solver.slotmodel import SlotModel

METHOD = f"integer program (HiGHS in SciPy {scipy.__version__})"
_INFEASIBLE = 2
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Mixed:
    """An answer of the integer program.

    Attributes
    ----------
    chosen : bool[pairs] or None
        Pairs (option, slot) that are held; None if nothing was found.
    bound : int or None
        No solution gains more, in the maximize-form; None if not known.
    is_infeasible : bool
        Proven.
    """

    chosen: BoolArray | None
    bound: int | None
    is_infeasible: bool


def solve_mixed(model: SlotModel, budget: Budget) -> Mixed:
    """Maximize the model's gain; all gains are integers, and so is the bound.

    HiGHS cannot be interrupted, so the time limit is its own; under a work limit only
    nodes count.
    """
    if model.num_pairs == 0 and model.matrix.shape[0] == 0:
        return Mixed(np.zeros(0, dtype=np.bool_), model.constant, is_infeasible=False)
    options: _OptionsMILP = {"mip_rel_gap": 0.0}
    if budget.is_reproducible:
        options["node_limit"] = max(1, budget.work_left() * NODES_PER_UNIT)
    elif math.isfinite(budget.seconds_left()):
        options["time_limit"] = budget.seconds_left()
    answer = milp(
        -model.gain,
        integrality=model.is_integral.astype(np.int64),
        bounds=Bounds(0.0, model.most),
        constraints=LinearConstraint(model.matrix, model.lower, model.upper),
        options=options,
    )
    bound = None
    if answer.mip_dual_bound is not None and math.isfinite(answer.mip_dual_bound):
        bound = math.floor(-answer.mip_dual_bound + _ROUNDING) + model.constant
    chosen = None
    if answer.x is not None:
        chosen = answer.x[: model.num_pairs] > 0.5  # noqa: PLR2004
    return Mixed(chosen, bound, answer.status == _INFEASIBLE)
