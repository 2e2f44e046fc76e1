"""HiGHS and CP-SAT on the plain model, with and without a plan of ours as hint."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from b4h_scheduler.bench.plain_model import PlainModel
    from solver.result import Assignment

OVERTIME = 2.0
"""Solvers get this part of their time more before their child is killed."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A peer's plan (or none in the time given), and its own bound."""

    assignment: Assignment | None
    bound: float | None
    seconds: float


def cp_sat(
    model: PlainModel, seconds: float, workers: int, hint: Assignment | None = None
) -> Found:
    """Solve with OR-Tools' CP-SAT."""
    from ortools.sat.python import cp_model  # noqa: PLC0415

    started = time.monotonic()
    cp = cp_model.CpModel()
    x = [cp.new_bool_var("") for _ in range(len(model))]
    for rows in (model.of_candidate, model.of_agenda):
        for row in rows:
            if len(row) > 1:
                cp.add_at_most_one(x[i] for i in row)
    for row in model.of_slot:
        if len(row) > model.problem.num_tables:
            cp.add(sum(x[i] for i in row) <= model.problem.num_tables)
    cp.maximize(cp_model.LinearExpr.weighted_sum(x, model.value.tolist()))
    if hint is not None:
        for variable, value in zip(x, model.chosen(hint), strict=True):
            cp.add_hint(variable, bool(value))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(
        0.1, seconds - (time.monotonic() - started)
    )
    solver.parameters.num_workers = workers
    status = solver.solve(cp)
    plan = None
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        chosen = np.array([solver.boolean_value(v) for v in x], dtype=np.bool_)
        plan = model.assignment(chosen)
    return Found(plan, solver.best_objective_bound, time.monotonic() - started)


def highs(model: PlainModel, seconds: float, hint: Assignment | None = None) -> Found:
    """Solve with HiGHS' branch and bound (through MathOpt, which takes hints)."""
    from ortools.math_opt.python import (  # noqa: PLC0415
        mathopt,
    )

    started = time.monotonic()
    math = mathopt.Model()
    x = [math.add_binary_variable() for _ in range(len(model))]
    for rows, limit in (
        (model.of_candidate, 1),
        (model.of_agenda, 1),
        (model.of_slot, model.problem.num_tables),
    ):
        for row in rows:
            if len(row) > limit:
                total = mathopt.LinearSum(x[i] for i in row)
                math.add_linear_constraint(total <= limit)
    math.maximize(
        mathopt.LinearSum(v * c for v, c in zip(x, model.value.tolist(), strict=True))
    )
    hints = []
    if hint is not None:
        start = zip(x, model.chosen(hint).astype(float).tolist(), strict=True)
        hints = [mathopt.SolutionHint(variable_values=dict(start))]
    left = max(0.1, seconds - (time.monotonic() - started))
    answer = mathopt.solve(
        math,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=left), relative_gap_tolerance=0.0
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
    )
    plan = None
    if answer.has_primal_feasible_solution():
        values = answer.variable_values()
        chosen = np.array([values[v] > 0.5 for v in x], dtype=np.bool_)  # noqa: PLR2004
        plan = model.assignment(chosen)
    bound = answer.termination.objective_bounds.dual_bound
    return Found(plan, bound, time.monotonic() - started)
