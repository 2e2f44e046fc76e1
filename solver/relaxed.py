"""Solve a stage's linear relaxation, adding rows of counts only where they bind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.lagrange import bound_of
from solver.linear import solve_linear
from solver.multipliers import prices_of
from solver.program import assemble

if TYPE_CHECKING:
    from solver.linear import FloatArray, LinearProgram, LinearSolution
    from solver.parts import Reach
    from solver.program import Blocks
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Stage
    from solver.result import Prices

_SCARCE = 2
"""Counts with fewer than so many candidates per unit they want join at once."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The optimum of a stage's linear relaxation, and what it proves.

    Attributes
    ----------
    bound : int
        Of the stage's level, in its own form.
    """

    stage: Stage
    program: LinearProgram
    blocks: Blocks
    solution: LinearSolution
    prices: Prices
    bound: int

    @property
    def x(self) -> FloatArray:
        """float64[n]: the columns."""
        return self.solution.x[: len(self.stage.model.columns)]

    @cached_property
    def reduced_cost(self) -> FloatArray:
        """float64[N]: what a unit more of each column of the program would bring."""
        reduced: FloatArray = (
            self.program.gain - self.program.matrix.T @ self.solution.price
        )
        return reduced


def relax(stage: Stage, *, all_counts: bool = False) -> Relaxed | None:
    """Solve the relaxation; None if no plan meets the conditions.

    Parameters
    ----------
    all_counts : bool
        Every count has its rows from the start.
    """
    if not _can_hold_all(stage):
        return None
    needs = _needs(stage)
    active = tuple(
        need > 0 if all_counts else (need > 0) & _is_scarce(most, need)
        for need, most in zip(needs, _reaches(stage), strict=True)
    )
    while True:
        program, blocks = assemble(stage, active)
        solution = solve_linear(program)
        if solution is None:
            return None
        short = _short(stage, needs, active, solution.x)
        if not any(one.any() for one in short):
            prices = prices_of(stage, blocks, solution)
            model = stage.model
            bound = bound_of(model.problem, model.capacity, prices)
            return Relaxed(stage, program, blocks, solution, prices, bound)
        active = tuple(old | new for old, new in zip(active, short, strict=True))


def _can_hold_all(stage: Stage) -> bool:
    """Every candidate that must be held has an allowed column."""
    columns, ideal = stage.model.columns, stage.ideal
    has_one = np.zeros(len(ideal.must), dtype=np.bool_)
    has_one[columns.candidate[ideal.allowed]] = True
    return bool(has_one[ideal.must].all())


def _needs(stage: Stage) -> list[IntArray]:
    """For each level: the count from which on it has no influence."""
    needs = [
        each.reach.most if each.is_ideal else each.part.wanted for each in stage.upper
    ]
    return [*needs, stage.part.wanted]


def _reaches(stage: Stage) -> list[Reach]:
    return [*(each.reach for each in stage.upper), stage.reach]


def _is_scarce(most: Reach, need: IntArray) -> BoolArray:
    """Few candidates, or little capacity, for what a count needs."""
    scarce: BoolArray = np.minimum(most.available, most.capacity) < _SCARCE * need
    return scarce


def _short(
    stage: Stage, needs: list[IntArray], active: tuple[BoolArray, ...], x: FloatArray
) -> list[BoolArray]:
    """Counts without rows that stay below what was assumed of them."""
    parts = [*(each.part for each in stage.upper), stage.part]
    short = []
    for part, need, has_rows in zip(parts, needs, active, strict=True):
        counted = np.bincount(
            part.count, weights=x[part.column], minlength=len(part.wanted)
        )
        short.append(~has_rows & (counted < need - _TOLERANCE))
    return short
