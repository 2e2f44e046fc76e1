"""Slot models as programs of MathOpt, OR-Tools' interface to several solvers.

Unlike the modules of single solvers it lets other threads run meanwhile.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.parameters_pb2 import SolveParametersProto
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

    from solver.budget import Budget
    from solver.ragged import BoolArray
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray


def solve_program(
    program: ModelProto,
    solver_type: int,
    params: SolveParametersProto,
    budget: Budget,
    start: Sequence[FloatArray] = (),
) -> SolveResultProto:
    """Solve until done or the budget's seconds are over; raise no error if not done.

    Parameters
    ----------
    solver_type : int
        Of ``ortools.math_opt.parameters_pb2``.
    start : sequence of float64[columns] (and float64[rows])
        Values, and multipliers of the rows, to begin with.
    """
    from ortools.math_opt import (  # noqa: PLC0415
        callback_pb2,
        model_parameters_pb2,
        parameters_pb2,
    )
    from ortools.math_opt.core.python import solver  # noqa: PLC0415

    seconds = budget.seconds_left()
    if math.isfinite(seconds):
        params.time_limit.FromNanoseconds(int(seconds * 1e9))
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if start:
        hint = hints.solution_hints.add()
        for place, values in zip(
            (hint.variable_values, hint.dual_values), start, strict=False
        ):
            place.ids.extend(range(len(values)))
            place.values.extend(values)
    return solver.solve(
        program,
        solver_type,
        parameters_pb2.SolverInitializerProto(),
        params,
        hints,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def as_program(model: SlotModel, is_integral: BoolArray | None = None) -> ModelProto:
    """Minimize ``-gain @ x`` over the model; relaxed unless some are integral."""
    from ortools.math_opt.model_pb2 import ModelProto  # noqa: PLC0415

    matrix = model.matrix.copy()  # threads share the model
    matrix.eliminate_zeros()
    num_rows, num_columns = matrix.shape
    if is_integral is None:
        is_integral = np.zeros(num_columns, dtype=np.bool_)
    program = ModelProto()
    columns = program.variables
    columns.ids.extend(range(num_columns))
    columns.lower_bounds.extend(np.zeros(num_columns))
    columns.upper_bounds.extend(model.most)
    columns.integers.extend(is_integral.tolist())
    rows = program.linear_constraints
    rows.ids.extend(range(num_rows))
    rows.lower_bounds.extend(model.lower)
    rows.upper_bounds.extend(model.upper)
    gains = program.objective.linear_coefficients
    counts = np.flatnonzero(model.gain)
    gains.ids.extend(counts)
    gains.values.extend(-model.gain[counts])
    entries = program.linear_constraint_matrix
    entries.row_ids.extend(np.repeat(np.arange(num_rows), np.diff(matrix.indptr)))
    entries.column_ids.extend(matrix.indices)
    entries.coefficients.extend(matrix.data)
    return program


def dense(values: SparseDoubleVectorProto, size: int) -> FloatArray:
    """float64[size] of a sparse vector of an answer."""
    found = np.zeros(size)
    found[np.asarray(values.ids, dtype=np.int64)] = values.values
    return found
