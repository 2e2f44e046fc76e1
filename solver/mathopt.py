"""Slot models as programs of MathOpt, OR-Tools' interface to SCIP and GLOP.

Unlike the modules of single solvers it lets other threads run meanwhile.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


class Simplex:
    """The linear relaxation of a model, of which single columns can be fixed.

    GLOP begins with the basis of the solution before, so that after a small change a
    few hundred steps do. Its bounds are floating-point numbers: no proofs.
    """

    def __init__(self, model: SlotModel) -> None:
        from ortools.math_opt import parameters_pb2  # noqa: PLC0415
        from ortools.math_opt.core.python import solver  # noqa: PLC0415

        self.size = len(model.gain)
        linear = replace(model, is_integral=np.zeros_like(model.is_integral))
        self._most = model.most
        self._solver = solver.new(
            parameters_pb2.SOLVER_TYPE_GLOP,
            as_program(linear),
            parameters_pb2.SolverInitializerProto(),
        )
        self._params = parameters_pb2.SolveParametersProto(
            lp_algorithm=parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX,
            presolve=parameters_pb2.EMPHASIS_OFF,  # it would forget the basis
        )

    @contextmanager
    def fixed(self, values: Mapping[int, int]) -> Iterator[None]:
        """Fix columns; afterwards they may again be anything from 0 to their most."""
        columns = sorted(values)
        fixed = np.array([values[column] for column in columns], dtype=np.float64)
        self._limit(columns, fixed, fixed)
        yield
        self._limit(columns, np.zeros(len(columns)), self._most[columns])

    def _limit(self, columns: list[int], lower: FloatArray, upper: FloatArray) -> None:
        from ortools.math_opt.model_update_pb2 import ModelUpdateProto  # noqa: PLC0415

        update = ModelUpdateProto()
        changed = update.variable_updates
        for bounds, values in (
            (changed.lower_bounds, lower),
            (changed.upper_bounds, upper),
        ):
            bounds.ids.extend(columns)
            bounds.values.extend(values)
        if not self._solver.update(update):
            message = "GLOP does not take a change of bounds"
            raise RuntimeError(message)

    def solve(self) -> tuple[float, FloatArray] | None:
        """Return the most gain and float64[columns]; None if nothing is feasible."""
        from ortools.math_opt import (  # noqa: PLC0415
            callback_pb2,
            model_parameters_pb2,
        )

        answer = self._solver.solve(
            self._params,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        if not answer.solutions:
            return None
        primal = answer.solutions[0].primal_solution
        return -primal.objective_value, dense(primal.variable_values, self.size)


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
