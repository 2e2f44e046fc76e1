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
from solver.relaxed import rows_lacking
from solver.slotgains import from_maximize_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.budget import Budget
    from solver.linear import FloatArray
    from solver.program import Active
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Stage
    from solver.relaxed import Relaxed

SMALL = 20_000
"""Columns up to which a stage is solved exactly."""
_NEAR_SECONDS = 3.0
_NEAR_NODES = 200
_EXACT_SECONDS = 20.0
_EXACT_NODES = 5_000
_FIRST_SIZE = 200
_GROWTH = 4
_LONGEST = 5.0
"""Rows with more columns than this, times the root of all, do not make neighbors."""
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


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Integers close to a relaxation's optimum.

    Attributes
    ----------
    best : Chosen or None
        None if none were found.
    lacking : Active or None
        Integers that were found broke conditions without rows in the program: these.
    """

    best: Chosen | None
    lacking: Active | None = None


def near_integers(relaxed: Relaxed, budget: Budget) -> Near:
    """Look for integers close to the relaxation's optimum."""
    stage, x = relaxed.stage, relaxed.x
    fractional = np.abs(x - np.rint(x)) > _TOLERANCE
    if not fractional.any():
        return Near(chosen(stage, x))
    best: Chosen | None = None
    sense = stage.part.level.sense
    for near in _neighborhoods(relaxed, fractional):
        rounded = _solve_near(relaxed, near, budget)
        if rounded is None:
            continue
        lacking = rows_lacking(stage, relaxed.active, rounded)
        if lacking is not None:
            return Near(best, lacking)
        found = chosen(stage, rounded)
        if found is None:
            continue
        if best is None or (found.value - best.value) * sense > 0:
            best = found
        if best.value == relaxed.bound or budget.is_exhausted:
            break
    return Near(best)


def _neighborhoods(relaxed: Relaxed, fractional: BoolArray) -> Iterator[BoolArray]:
    """Growing sets of columns around the fractional ones (bool[N], all columns).

    Grows over the rows with the fewest columns that may change; the last one has all.
    """
    program, num = relaxed.program, len(relaxed.x)
    loss = relaxed.solution.value - math.floor(relaxed.solution.value + _TOLERANCE)
    may_change = np.abs(relaxed.reduced_cost) <= loss + _TOLERANCE
    may_change[num:] = False
    may_change[:num] |= fractional
    columns = np.flatnonzero(may_change)
    by_row = program.matrix[:, columns].tocsr()
    by_column = by_row.tocsc()
    length = np.diff(by_row.indptr)
    near = fractional[columns]
    is_done = length > _LONGEST * math.sqrt(len(columns))
    target = _FIRST_SIZE
    while True:
        touched = np.zeros(len(length), dtype=np.bool_)
        touched[by_column[:, np.flatnonzero(near)].indices] = True
        rows = np.flatnonzero(touched & ~is_done)
        rows = rows[np.argsort(length[rows], kind="stable")]
        taken = rows[np.cumsum(length[rows]) <= max(length[rows[:1]].sum(), target)]
        is_done[taken] = True
        near[by_row[taken].indices] = True
        is_whole = not len(rows)
        if is_whole or near.sum() >= target:
            near |= is_whole
            found = np.ones(len(may_change), dtype=np.bool_)
            found[:num] = False
            found[columns[near]] = True
            yield found
            target *= _GROWTH
        if is_whole or near.all():
            return


def _solve_near(relaxed: Relaxed, near: BoolArray, budget: Budget) -> FloatArray | None:
    """float64[N]: integers that differ from the relaxation only near."""
    program = relaxed.program
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
    return fixed


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
