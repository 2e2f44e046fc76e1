"""Solve a stage's linear relaxation, adding rows only where they bind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from solver.lagrange import bound_of
from solver.linear import solve_linear
from solver.multipliers import prices_of
from solver.problem import NO_TABLE
from solver.program import Active, Assembler, Blocks, carried
from solver.sifting import FROM_COLUMNS, Sifter, guess_prices

if TYPE_CHECKING:
    from solver.columns import Detail
    from solver.linear import FloatArray, LinearProgram, LinearSolution
    from solver.parts import Reach
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Stage
    from solver.result import Prices

_Known = tuple[tuple["Detail", "Blocks"], "FloatArray"]

_SCARCE = 4
"""Counts with fewer than so many candidates per unit they want join at once."""
_MOST_TABLE_ROWS = 3
"""Table rows that join at once."""
_MOST_TABLE_ENTRIES = 8
"""Entries of table rows for each column, to begin with."""
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
    active: Active

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


def relax(
    stage: Stage,
    *,
    all_counts: bool = False,
    like: Relaxed | None = None,
    whole: bool = False,
) -> Relaxed | None:
    """Solve the relaxation; None if no plan meets the conditions.

    For large programs None is a proof only with ``whole`` (`solver.sifting`).

    Parameters
    ----------
    all_counts : bool
        Every count has its rows from the start.
    like : Relaxed, optional
        A solved stage with the same levels (perhaps at another detail): a large
        program starts from its prices.
    whole : bool
        Solve also a large program as a whole.
    """
    if not _can_hold_all(stage):
        return None
    needs = _needs(stage)
    active = Active(
        tuple(
            need > 0 if all_counts else (need > 0) & _is_scarce(most, need)
            for need, most in zip(needs, _reaches(stage), strict=True)
        ),
        _first_tables(stage),
    )
    if like is not None:
        active = both(active, like.active)
    state = _State(stage, like, whole=whole)
    while True:
        solved = state.solve(active)
        if solved is None:
            return None
        program, blocks, solution = solved
        lacking = rows_lacking(stage, active, solution.x)
        if not state.is_open and lacking is None:
            prices = prices_of(stage, blocks, solution)
            model = stage.model
            bound = bound_of(model.problem, model.capacity, prices)
            return Relaxed(stage, program, blocks, solution, prices, bound, active)
        active = active if lacking is None else both(active, lacking)


def rows_lacking(stage: Stage, active: Active, x: FloatArray) -> Active | None:
    """Return what has no rows, and is not as these columns (float64[N]) assume."""
    short = _short(stage, active.counts, x)
    overfull = _overfull(stage, active.tables, x)
    if not overfull.any() and not any(one.any() for one in short):
        return None
    return Active(tuple(short), overfull)


def both(first: Active, second: Active) -> Active:
    """What has rows in either."""
    counts = tuple(a | b for a, b in zip(first.counts, second.counts, strict=True))
    return Active(counts, first.tables | second.tables)


class _State:
    """The last prices of a stage, and for a large one the columns that are free.

    ``is_open``: the last solution is not yet optimal for its whole program.
    """

    def __init__(self, stage: Stage, like: Relaxed | None, *, whole: bool) -> None:
        self.stage = stage
        self.assembler = Assembler(stage)
        self.is_large = len(stage.model.columns) >= FROM_COLUMNS and not whole
        self.is_open = False
        self.known: _Known | None = None
        if like is not None:
            self.known = (like.stage.model.detail, like.blocks), like.solution.price
        self.free: BoolArray | None = None

    def solve(
        self, active: Active
    ) -> tuple[LinearProgram, Blocks, LinearSolution] | None:
        """Solve once; None if it is infeasible, or seems so."""
        program, blocks = self.assembler.build(active)
        if self.is_large:
            solution = self._sift(program, blocks)
        else:
            solution = solve_linear(program)
        return None if solution is None else (program, blocks, solution)

    def _sift(self, program: LinearProgram, blocks: Blocks) -> LinearSolution | None:
        """Solve near the last prices; free what these contradict for the next time."""
        found, num = self.stage.model.columns, self.stage.model.problem.num_candidates
        sifter = Sifter(program, blocks, found.candidate)
        if self.known is None:
            price = guess_prices(program, blocks, found.candidate, num)
        else:
            price = carried(*self.known, (self.stage.model.detail, blocks))
        stand = sifter.stand(price)
        self.free = stand.near if self.free is None else self.free | stand.near
        solution = sifter.solve(self.free, stand, price)
        if solution is None:
            return None
        wrong = sifter.contradicted(solution, self.free, stand)
        is_broken = bool(sifter.broken(solution.x).any())
        self.is_open = bool(wrong.any())
        if is_broken and not self.is_open:
            return None
        self.free |= wrong
        # Prices of broken rows are no guess for anything.
        best = price if is_broken else solution.price
        self.known = (self.stage.model.detail, blocks), best
        return solution


def _first_tables(stage: Stage) -> BoolArray:
    """All table rows that can bind; of too many large ones only the smaller half."""
    model = stage.model
    table_set = model.problem.options.table_set[model.columns.option]
    in_set = np.bincount(
        table_set[table_set != NO_TABLE], minlength=model.rows.members.shape[1]
    )
    entries = np.where(model.binding_tables, model.rows.members @ in_set, 0)
    order = np.argsort(entries, kind="stable")
    first = np.zeros(len(entries), dtype=np.bool_)
    first[order] = np.cumsum(entries[order]) <= _MOST_TABLE_ENTRIES * len(table_set)
    return model.binding_tables & first


def _overfull(stage: Stage, has_rows: BoolArray, x: FloatArray) -> BoolArray:
    """Table rows without a row in the program that hold too much, the worst ones."""
    model = stage.model
    table_set = model.problem.options.table_set[model.columns.option]
    seated = table_set != NO_TABLE
    used = np.bincount(
        table_set[seated],
        weights=x[: len(table_set)][seated],
        minlength=model.rows.members.shape[1],
    )
    excess = model.rows.members @ used - model.capacity.tables_slot.sum(axis=1)
    excess[has_rows | ~model.binding_tables] = 0.0
    worst = np.argsort(-excess, kind="stable")[:_MOST_TABLE_ROWS]
    overfull = np.zeros(len(has_rows), dtype=np.bool_)
    overfull[worst] = excess[worst] > _TOLERANCE
    return overfull


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
    stage: Stage, active: tuple[BoolArray, ...], x: FloatArray
) -> list[BoolArray]:
    """Counts without rows that stay below what was assumed of them."""
    parts = [*(each.part for each in stage.upper), stage.part]
    short = []
    for part, need, has_rows in zip(parts, _needs(stage), active, strict=True):
        counted = np.bincount(
            part.count, weights=x[part.column], minlength=len(part.wanted)
        )
        short.append(~has_rows & (counted < need - _TOLERANCE))
    return short
