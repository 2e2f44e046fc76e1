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
from solver.mathopt import as_program, dense, solve_program
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
    relaxed = relax(model, budget)
    # Any prices give a bound: none, where there is no answer.
    multipliers = np.zeros(len(model.lower)) if relaxed is None else relaxed[1]
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
    start: tuple[FloatArray, FloatArray] | tuple[()] = (),
) -> tuple[FloatArray, FloatArray] | None:
    """Solve the linear relaxation; return x and the multipliers of the rows.

    Multipliers are signed for "minimize -gain": not above 0 for ``<=`` rows.
    ``start``: both of a similar model, to begin with. None where PDLP found none in
    the time given, or no x that keeps the rows.
    """
    from ortools.math_opt import parameters_pb2  # noqa: PLC0415

    params = parameters_pb2.SolveParametersProto(iteration_limit=most_iterations)
    optimality = params.pdlp.termination_criteria.simple_optimality_criteria
    optimality.eps_optimal_relative = tolerance
    optimality.eps_optimal_absolute = tolerance
    answer = solve_program(
        as_program(model), parameters_pb2.SOLVER_TYPE_PDLP, params, budget, start
    )
    if not answer.solutions:
        return None
    found = answer.solutions[0]
    x = dense(found.primal_solution.variable_values, len(model.most))
    return x, dense(found.dual_solution.dual_values, len(model.lower))


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
