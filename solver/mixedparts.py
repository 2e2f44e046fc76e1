"""Solve a large slot model in parts, each by SCIP in a thread of its own.

Two parts differ in whether one candidate is held: the one that, either way, leaves
the relaxation least to gain (strong branching: Applegate, Bixby, Chvatal, Cook 1995,
"Finding cuts in the TSP", DIMACS TR 95-05). Each part is asked for something better
than the plan. Where all say that there is nothing, the plan is optimal.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.mathopt import Simplex, as_program, solve_program
from solver.mixed import METHOD_LARGE, Mixed, answered, with_held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.ragged import IntArray
    from solver.slotmodel import SlotModel
    from solver.slotrows import FloatArray

MOST_TRIED = 40
"""Candidates of which both ways are tried: those nearest to half held."""
WHOLE = 1e-6
"""So near to 0 or 1 nothing is left open."""
LEAST_LOSS = 1e-6
"""What a way that loses nothing counts for, so that the other still does."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is left to solve once some candidates are held or not.

    Attributes
    ----------
    bound : float
        Most gain of its relaxation, or the plan's if that is more.
    fixed : mapping
        Column -> 0 or 1.
    """

    bound: float
    fixed: Mapping[int, int]


def improve_in_parts(
    model: SlotModel, start: FloatArray, gained: int, budget: Budget, workers: int
) -> Mixed:
    """Look for more gain than a plan has, in as many parts as there are workers.

    Parameters
    ----------
    start : float64[columns]
        The plan; values of auxiliary columns may be missing (0).
    gained : int
        What it gains in the model, in the maximize-form, constant included.
    budget : Budget
        By the clock; its time is for each part.

    Returns
    -------
    Mixed
        ``chosen`` is None where nothing better was found; with ``is_optimal`` too,
        nothing is better.
    """
    goal = gained - model.constant
    whole, start, held = with_held(model, start)
    parts = split(whole, held, goal, workers, budget)
    search = _Search(model, whole, start, held, goal, budget)
    with ThreadPoolExecutor(len(parts)) as pool:
        answers = [*pool.map(search.of, parts)]
    bounds = [each.bound for each in answers if each.bound is not None]
    found = [each.chosen for each in answers if each.chosen is not None]
    gain = model.gain[: model.num_pairs]
    return Mixed(
        max(found, key=lambda chosen: float(gain @ chosen), default=None),
        max(gained, *bounds) if len(bounds) == len(parts) else None,
        is_infeasible=False,
        method=METHOD_LARGE,
        is_optimal=all(each.is_optimal for each in answers),
    )


def split(
    model: SlotModel, held: IntArray, goal: float, num: int, budget: Budget
) -> list[Part]:
    """Return up to ``num`` parts; each plan that gains more than ``goal`` is in one.

    Parameters
    ----------
    held : int64[k]
        Columns, 0 or 1, that parts may differ in.
    """
    relaxed = Simplex(model)
    parts = [Part(math.inf, {})]
    while len(parts) < num and not budget.is_exhausted:
        widest = max(parts, key=lambda part: part.bound)
        halves = _halves(relaxed, widest, held, goal)
        if not halves:
            break
        parts.remove(widest)
        parts += halves
    return parts


def _halves(relaxed: Simplex, part: Part, held: IntArray, goal: float) -> list[Part]:
    """Split a part; nothing if the relaxation leaves nothing open."""
    halves: list[Part] = []
    most = 0.0
    with relaxed.fixed(part.fixed):
        answer = relaxed.solve()
        if answer is None:
            return []
        bound, x = answer
        far = np.abs(x[held] - 0.5)
        open_ = np.flatnonzero(far < 0.5 - WHOLE)
        for column in held[open_[np.argsort(far[open_], kind="stable")]][:MOST_TRIED]:
            bounds = [_bound(relaxed, int(column), way, goal) for way in (0, 1)]
            loss = math.prod(max(bound - each, LEAST_LOSS) for each in bounds)
            if loss > most:
                most = loss
                halves = [
                    Part(each, {**part.fixed, int(column): way})
                    for way, each in enumerate(bounds)
                ]
    return halves


def _bound(relaxed: Simplex, column: int, way: int, goal: float) -> float:
    with relaxed.fixed({column: way}):
        answer = relaxed.solve()
    return goal if answer is None else max(goal, answer[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """For more gain than ``goal``, that is at least 1 more: all gains are whole."""

    model: SlotModel
    whole: SlotModel
    start: FloatArray
    held: IntArray
    goal: int
    budget: Budget

    def of(self, part: Part) -> Mixed:
        """Let SCIP search a part."""
        from ortools.math_opt import parameters_pb2, result_pb2  # noqa: PLC0415

        params = parameters_pb2.SolveParametersProto(
            relative_gap_tolerance=0.0, cutoff_limit=-(self.goal + 0.5)
        )
        params.gscip.int_params["presolving/maxrestarts"] = 0
        program = as_program(self.whole)
        for column, way in part.fixed.items():
            program.variables.lower_bounds[column] = way
            program.variables.upper_bounds[column] = way
        answer = solve_program(program, params, self.budget, self.start, self.held)
        mixed = answered(self.model, answer, len(self.start))
        is_done = answer.termination.limit == result_pb2.LIMIT_CUTOFF
        if mixed.is_infeasible or is_done:
            none_better = self.goal + self.model.constant
            return replace(
                mixed, bound=none_better, is_infeasible=False, is_optimal=True
            )
        return mixed
