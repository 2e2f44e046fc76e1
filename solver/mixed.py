"""Solve a slot model as an integer program.

HiGHS (through SciPy) is quick where little is to be decided; SCIP (through MathOpt)
begins with a solution, and is done with large models sooner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np
import scipy
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from solver.budget import NODES_PER_UNIT
from solver.mathopt import as_program, dense, solve_program
from solver.slotrows import RowBuilder

if TYPE_CHECKING:
    from ortools.math_opt.result_pb2 import SolveResultProto
    from scipy.optimize._milp import _OptionsMILP

    from solver.budget import Budget
    from solver.ragged import BoolArray, IntArray
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray

METHOD = f"integer program (HiGHS in SciPy {scipy.__version__})"
METHOD_LARGE = f"integer program (SCIP in OR-Tools {version('ortools')})"
LARGE_PAIRS = 3_400
"""(option, slot) pairs from which on SCIP is sooner done than HiGHS."""
_OPTIMAL, _INFEASIBLE = 0, 2
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
    method : str
        Of the bound or the proof.
    is_optimal : bool
        Nothing gains more than what is chosen: proven.
    """

    chosen: BoolArray | None
    bound: int | None
    is_infeasible: bool
    method: str = METHOD
    is_optimal: bool = False


def solve_mixed(model: SlotModel, budget: Budget) -> Mixed:
    """Maximize the model's gain; all gains are integers, and so is the bound.

    HiGHS cannot be interrupted, so the time limit is its own; under a work limit only
    nodes count.
    """
    if model.num_pairs == 0 and model.matrix.shape[0] == 0:
        nothing = np.zeros(0, dtype=np.bool_)
        return Mixed(nothing, model.constant, is_infeasible=False, is_optimal=True)
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
    return Mixed(
        chosen,
        bound,
        answer.status == _INFEASIBLE,
        is_optimal=answer.status == _OPTIMAL,
    )


def improve_mixed(model: SlotModel, start: FloatArray, budget: Budget) -> Mixed:
    """Maximize the model's gain, beginning with a solution where that pays.

    Parameters
    ----------
    start : float64[columns]
        Of auxiliary columns the values may be missing (0): they are completed.
    """
    if model.num_pairs < LARGE_PAIRS:
        return solve_mixed(model, budget)
    from ortools.math_opt.parameters_pb2 import (  # noqa: PLC0415
        SolveParametersProto,
    )

    params = SolveParametersProto(relative_gap_tolerance=0.0)
    if budget.is_reproducible:
        params.node_limit = max(1, budget.work_left() * NODES_PER_UNIT)
    whole, start, held = with_held(model, start)
    answer = solve_program(as_program(whole), params, budget, start, held)
    return answered(model, answer, len(start))


def answered(model: SlotModel, answer: SolveResultProto, num_columns: int) -> Mixed:
    """Return what SCIP has found; the model's columns are the first it was told of."""
    from ortools.math_opt import result_pb2  # noqa: PLC0415

    bound = chosen = None
    least = answer.termination.objective_bounds.dual_bound
    if math.isfinite(least):
        bound = math.floor(-least + _ROUNDING) + model.constant
    if answer.solutions:
        x = dense(answer.solutions[0].primal_solution.variable_values, num_columns)
        chosen = x[: model.num_pairs] > 0.5  # noqa: PLR2004
    reason = answer.termination.reason
    return Mixed(
        chosen,
        bound,
        reason == result_pb2.TERMINATION_REASON_INFEASIBLE,
        METHOD_LARGE,
        reason == result_pb2.TERMINATION_REASON_OPTIMAL,
    )


def with_held(
    model: SlotModel, start: FloatArray
) -> tuple[SlotModel, FloatArray, IntArray]:
    """Add columns that say whether a candidate is held, at whatever time.

    To branch on them first changes what is gained. To rule out one time of many does
    not: the meeting takes place at another.

    Returns
    -------
    model : SlotModel
    start : float64[columns + added]
    added : int64[added]
    """
    times = np.bincount(model.candidate)
    pairs = np.flatnonzero(times[model.candidate] > 1)
    candidates, row = np.unique(model.candidate[pairs], return_inverse=True)
    num, size = len(candidates), len(start)
    added = np.arange(size, size + num)
    none, ones = np.zeros(num), np.ones(num)
    sums = RowBuilder()
    sums.add(
        np.concatenate([row, np.arange(num)]),
        np.concatenate([pairs, added]),
        none,
        entry=np.concatenate([np.ones(len(pairs)), -ones]),
        lower=none,
    )
    beside = sparse.csr_matrix((len(model.lower), num))
    wider = sparse.hstack([model.matrix, beside])
    whole = replace(
        model,
        gain=np.concatenate([model.gain, none]),
        matrix=sparse.vstack([wider, sums.matrix(size + num)], format="csr"),
        lower=np.concatenate([model.lower, sums.lower]),
        upper=np.concatenate([model.upper, sums.upper]),
        most=np.concatenate([model.most, ones]),
        is_integral=np.concatenate([model.is_integral, ones > 0]),
    )
    is_held = np.bincount(row, weights=start[pairs], minlength=num)
    return whole, np.concatenate([start, is_held]), added
