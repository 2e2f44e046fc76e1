"""Slot models as programs of MathOpt, OR-Tools' interface, through which SCIP runs.

Unlike the modules of single solvers it lets other threads run meanwhile.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.parameters_pb2 import SolveParametersProto
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

    from solver.budget import Budget
    from solver.ragged import IntArray
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray


def solve_program(
    program: ModelProto,
    params: SolveParametersProto,
    budget: Budget,
    start: FloatArray,
    first: IntArray,
) -> SolveResultProto:
    """Solve until done or the budget's seconds are over; raise no error if not done.

    Parameters
    ----------
    start : float64[columns]
        Values to begin with.
    first : int64[k]
        Columns to branch on before others.
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
    values = hints.solution_hints.add().variable_values
    values.ids.extend(range(len(start)))
    values.values.extend(start)
    hints.branching_priorities.ids.extend(first)
    hints.branching_priorities.values.extend(np.ones(len(first), dtype=np.int64))
    return solver.solve(
        program,
        parameters_pb2.SOLVER_TYPE_GSCIP,
        parameters_pb2.SolverInitializerProto(),
        params,
        hints,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def as_program(model: SlotModel) -> ModelProto:
    """Minimize ``-gain @ x`` over the model."""
    from ortools.math_opt.model_pb2 import ModelProto  # noqa: PLC0415

    matrix = model.matrix.copy()  # threads share the model
    matrix.eliminate_zeros()
    num_rows, num_columns = matrix.shape
    program = ModelProto()
    columns = program.variables
    columns.ids.extend(range(num_columns))
    columns.lower_bounds.extend(np.zeros(num_columns))
    columns.upper_bounds.extend(model.most)
    columns.integers.extend(model.is_integral.tolist())
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
