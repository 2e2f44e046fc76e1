"""The linear relaxation of the slot model: prices, a safe bound, and a guide.

Solved by PDLP (Applegate et al., NeurIPS 2021, arXiv:2106.04756), whose multipliers
need not be exact: any prices give a valid bound (`solver.lagrange`).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from solver.capacity import busy_capacity
from solver.known import Bound
from solver.lagrange import safe_bound
from solver.result import PRICE_SCALE, Prices, Scope
from solver.slotmodel import Neighborhood, SlotModel, slot_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.slotrows import FloatArray
    from solver.tablerows import TableRows

TOLERANCE = 1e-6
MOST_ITERATIONS = 20_000
METHOD = "slot LP prices"


def slot_bound(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    budget: Budget,
) -> Bound:
    """Bound one level over all plans whose upper levels are as good as achieved."""
    started = time.monotonic()
    everything = Neighborhood.everything(problem)
    capacity = busy_capacity(problem)
    model = slot_model(problem, rows, level, achieved, everything, capacity=capacity)
    _, multipliers = relax(model, budget)
    prices = _prices(problem, rows, level, achieved, model, multipliers)
    bound = safe_bound(problem, prices)
    return Bound(
        level,
        bound,
        Scope.ALL,
        METHOD,
        tuple(achieved.values()),
        bound,
        prices,
        time.monotonic() - started,
    )


def relax(
    model: SlotModel,
    budget: Budget,
    *,
    tolerance: float = TOLERANCE,
    most_iterations: int = MOST_ITERATIONS,
    start: tuple[FloatArray, FloatArray] | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Solve the linear relaxation; return x and the multipliers of the rows.

    Multipliers are signed for "minimize -gain": not above 0 for ``<=`` rows.
    ``start``: both of a similar model, to begin with.
    """
    from ortools.pdlp import solvers_pb2  # noqa: PLC0415  (0.3 s)
    from ortools.pdlp.python import pdlp  # noqa: PLC0415

    program = pdlp.QuadraticProgram()
    program.objective_vector = -model.gain
    program.constraint_matrix = model.matrix.tocsc()
    program.constraint_lower_bounds = model.lower
    program.constraint_upper_bounds = model.upper
    program.variable_lower_bounds = np.zeros(len(model.most))
    program.variable_upper_bounds = model.most
    params = solvers_pb2.PrimalDualHybridGradientParams()
    optimality = params.termination_criteria.simple_optimality_criteria
    optimality.eps_optimal_relative = tolerance
    optimality.eps_optimal_absolute = tolerance
    params.termination_criteria.iteration_limit = most_iterations
    if not budget.is_reproducible:
        params.termination_criteria.time_sec_limit = budget.seconds_left()
    begin = None
    if start is not None:
        begin = pdlp.PrimalAndDualSolution()
        begin.primal_solution, begin.dual_solution = start
    solved = pdlp.primal_dual_hybrid_gradient(program, params, begin)
    return np.asarray(solved.primal_solution), np.asarray(solved.dual_solution)


def _prices(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    model: SlotModel,
    y: FloatArray,
) -> Prices:
    price = np.rint(np.maximum(0.0, -y) * PRICE_SCALE).astype(np.int64)
    num, slots, num_rows = problem.num_participants, problem.num_slots, problem.num_rows
    uppers = np.rint(np.maximum(0.0, y) * PRICE_SCALE).astype(np.int64)
    terms = tuple(
        _placed(price, where, _num_terms(problem, each))
        for each, where in zip([*achieved, level], model.count_rows, strict=True)
    )
    return Prices(
        level=level,
        upper_levels=tuple(achieved),
        achieved=np.array(list(achieved.values()), dtype=np.int64),
        upper=uppers[list(model.level_rows)],
        participant=_placed(price, model.most_rows, num),
        participant_row=_placed(price, model.most_row_rows, num * num_rows).reshape(
            num, num_rows
        ),
        participant_slot=_placed(price, model.participant_rows, num * slots).reshape(
            num, slots
        ),
        table_sets=rows.sets,
        tables=np.zeros(len(rows), dtype=np.int64),
        tables_slot=_placed(price, model.table_rows, len(rows) * slots).reshape(
            len(rows), slots
        ),
        clusters=np.zeros((0, num), dtype=np.bool_),
        cluster=np.zeros(0, dtype=np.int64),
        term=terms,
    )


def _placed(price: IntArray, where: tuple[int, IntArray], size: int) -> IntArray:
    first, keys = where
    placed = np.zeros(size, dtype=np.int64)
    placed[keys] = price[first : first + len(keys)]
    return placed


def _num_terms(problem: Problem, level: Level) -> int:
    match level.value:
        case "targets":
            return len(problem.targets)
        case "least":
            return problem.num_participants * (1 + problem.num_rows)
        case "value":
            return problem.num_groups
        case _:
            return 0
