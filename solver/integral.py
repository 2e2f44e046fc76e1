"""From the vertex of a stage's relaxation to integers, and to a proof.

The b-matching vertex is integral almost everywhere. What is fractional is planned
anew as a small integer program together with the columns around it whose reduced cost
is no larger than what may be lost; all others stay. If that is not enough, the
neighborhood grows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.mip import Effort, solve_integer
from solver.slotgains import from_maximize_form

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.linear import FloatArray
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Stage
    from solver.relaxed import Relaxed

SMALL = 20_000
"""Columns up to which a stage is solved exactly."""
_NEAR_SECONDS = 5.0
_NEAR_NODES = 200
_EXACT_SECONDS = 20.0
_EXACT_NODES = 5_000
_FIRST_SIZE = 300
_GROWTH = 4
_DENSE = 0.02
"""Rows with more than this share of the columns do not make neighbors."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """Integers for a stage.

    Attributes
    ----------
    x : int64[n]
        Columns held.
    value : int
        Of the stage's level, in its own form.
    """

    x: IntArray
    value: int


def chosen(stage: Stage, x: FloatArray | IntArray) -> Chosen | None:
    """Take integers if they keep what the upper levels achieved, else None."""
    problem = stage.model.problem
    rounded = np.rint(x[: len(stage.model.columns)]).astype(np.int64)
    for upper in stage.upper:
        wanted = from_maximize_form(problem, upper.part.level, upper.achieved)
        if upper.part.value(rounded) < wanted:
            return None
    value = stage.part.value(rounded)
    return Chosen(rounded, from_maximize_form(problem, stage.part.level, value))


def near_integers(relaxed: Relaxed, budget: Budget) -> Chosen | None:
    """Return integers close to the relaxation's optimum; None if none were found."""
    stage, x = relaxed.stage, relaxed.x
    fractional = np.abs(x - np.rint(x)) > _TOLERANCE
    if not fractional.any():
        return chosen(stage, x)
    best: Chosen | None = None
    sense = stage.part.level.sense
    for near in _neighborhoods(relaxed, fractional):
        found = _solve_near(relaxed, near, budget)
        if found is None:
            continue
        if best is None or (found.value - best.value) * sense > 0:
            best = found
        if best.value == relaxed.bound or budget.is_exhausted:
            break
    return best


def _neighborhoods(relaxed: Relaxed, fractional: BoolArray) -> list[BoolArray]:
    """Growing sets of columns around the fractional ones (bool[N], all columns)."""
    program, num = relaxed.program, len(relaxed.x)
    loss = relaxed.solution.value - math.floor(relaxed.solution.value + _TOLERANCE)
    may_change = np.abs(relaxed.reduced_cost) <= loss + _TOLERANCE
    may_change[num:] = True
    may_change[:num] |= fractional
    by_column = program.matrix.tocsc()
    sparse_row = np.diff(program.matrix.indptr) <= max(50, _DENSE * num)
    near = np.zeros(len(may_change), dtype=np.bool_)
    near[:num] = fractional
    sizes = [_FIRST_SIZE * _GROWTH**step for step in range(10)]
    found = []
    total = int(may_change[:num].sum())
    while True:
        rows = np.zeros(len(sparse_row), dtype=np.bool_)
        rows[by_column[:, np.flatnonzero(near)].indices] = True
        around = program.matrix[np.flatnonzero(rows & sparse_row)].indices
        grown = near.copy()
        grown[around[may_change[around]]] = True
        size = int(grown[:num].sum())
        is_whole = size >= total or np.array_equal(grown, near)
        if is_whole or size > sizes[0]:
            complete = may_change.copy() if is_whole else grown.copy()
            complete[num:] = True
            found.append(complete)
            sizes = [each for each in sizes if each >= size]
        if is_whole or not sizes:
            return found
        near = grown


def _solve_near(relaxed: Relaxed, near: BoolArray, budget: Budget) -> Chosen | None:
    stage, program = relaxed.stage, relaxed.program
    num = len(relaxed.x)
    fixed = relaxed.solution.x.copy()
    fixed[:num] = np.rint(fixed[:num])
    part = program.restricted(near, fixed)
    is_integral = (np.arange(len(near)) < num)[near]
    effort = Effort.of(budget, _NEAR_SECONDS, _NEAR_NODES)
    answer = solve_integer(part, is_integral, budget, effort)
    if answer.x is None:
        return None
    fixed[near] = answer.x
    return chosen(stage, fixed)


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """What an integer program proved about a stage.

    Attributes
    ----------
    best : Chosen or None
        The better of the given and the found solution.
    bound : int
        In the level's own form; the relaxation's where nothing more is known.
    is_infeasible : bool
        Proven: no integers keep the conditions.
    """

    best: Chosen | None
    bound: int
    is_infeasible: bool = False


def solve_exactly(relaxed: Relaxed, known: Chosen | None, budget: Budget) -> Exact:
    """Search the whole stage for something better than known, or prove there is none.

    Columns whose reduced cost shows that changing them cannot beat ``known`` are fixed.
    """
    stage, program = relaxed.stage, relaxed.program
    num, problem = len(relaxed.x), stage.model.problem
    free = np.ones(len(program.gain), dtype=np.bool_)
    offset = _offset(relaxed)
    fixed = np.where(relaxed.reduced_cost > 0, program.most, program.least)
    if known is not None:
        aim = from_maximize_form(problem, stage.part.level, known.value) + 1
        slack = relaxed.solution.value + offset - aim
        free[:num] = np.abs(relaxed.reduced_cost[:num]) <= slack + _TOLERANCE
    effort = Effort.of(budget, _EXACT_SECONDS, _EXACT_NODES)
    is_integral = np.arange(len(free)) < num
    part = program.restricted(free, fixed)
    answer = solve_integer(part, is_integral[free], budget, effort)
    best = known
    if answer.x is not None:
        fixed[free] = answer.x
        found = chosen(stage, fixed)
        sense = stage.part.level.sense
        if found is not None and (
            best is None or (found.value - best.value) * sense > 0
        ):
            best = found
    if answer.bound == -math.inf and known is None:
        return Exact(None, relaxed.bound, is_infeasible=True)
    return Exact(best, _tightest(relaxed, known, answer.bound, fixed, free, offset))


def _offset(relaxed: Relaxed) -> int:
    """Gain of counts without rows, which the program does not see."""
    part = relaxed.stage.part
    shown = np.zeros(len(part.wanted), dtype=np.bool_)
    shown[relaxed.blocks.counts[-1].keys] = True
    hidden = ~shown[part.segment_count]
    return int((part.segment_unit * part.segment_length)[hidden].sum())


def _tightest(
    relaxed: Relaxed,
    known: Chosen | None,
    bound: float,
    fixed: FloatArray,
    free: BoolArray,
    offset: int,
) -> int:
    """The bound of the level in its own form: relaxation, or branch and bound."""
    stage = relaxed.stage
    level, problem = stage.part.level, stage.model.problem
    if bound == math.inf:
        return relaxed.bound
    at_most = -math.inf
    if bound > -math.inf:
        at_most = math.floor(bound + float(relaxed.program.gain[~free] @ fixed[~free]))
        at_most += offset
    if known is not None:
        at_most = max(at_most, from_maximize_form(problem, level, known.value))
    proven = from_maximize_form(problem, level, int(at_most))
    return min(proven, relaxed.bound) if level.sense > 0 else max(proven, relaxed.bound)
