"""The linear relaxation of the slot model: prices, a safe bound, and a guide.

Solved by first-order steps (`solver.slotlp_kernel`), whose multipliers need not be
exact: any prices give a valid bound (`solver.lagrange`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from solver.capacity import busy_capacity
from solver.known import Bound
from solver.lagrange import safe_bound
from solver.result import PRICE_SCALE, Prices, Scope
from solver.slotlp_kernel import FEW, Program, Walk, iterate
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
ITERATIONS_AT_ONCE = 1_000
"""Until it begins anew where it is, with the weight that it has."""
ENTRIES_AT_ONCE = 100_000_000
"""Of the matrix, passed through until there is a look at the budget."""
FIRST_WEIGHTS = 0.2, 20.0
"""What a similar program begins with, at least and at most."""
STEP = 0.99
"""Of the longest steps that are sure to lead somewhere."""
NO_END = 1e30
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
    point = Relaxation(model).solve(model.gain, budget)
    prices = _prices(problem, rows, level, achieved, model, point.multipliers)
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


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A solution of the relaxation, as exact as there was time.

    Attributes
    ----------
    x : float64[columns]
    multipliers : float64[rows]
        Not negative for ``<=`` rows.
    weight : float
        Of primal against dual steps, for the next similar one.
    """

    x: FloatArray
    multipliers: FloatArray
    weight: float = 1.0


class Relaxation:
    """The linear relaxation of a slot model, for any gains.

    Attributes
    ----------
    iterations : int
        Of all that was solved so far.
    """

    def __init__(self, model: SlotModel) -> None:
        self.iterations = 0
        self._program = _program(model)
        num_rows, num_columns = model.matrix.shape
        ends = [num_columns, num_rows + 1] * 3
        extra = len(self._program.value)
        sizes = [*ends, num_columns, num_rows + 1, extra, 4]
        at_once = ENTRIES_AT_ONCE // max(1, model.matrix.nnz)
        self._at_once = min(max(at_once, 1), ITERATIONS_AT_ONCE)
        self._walk = Walk(*(np.zeros(size) for size in sizes))

    def solve(
        self,
        gain: FloatArray,
        budget: Budget,
        *,
        start: Point | None = None,
        tolerance: float = TOLERANCE,
        most_iterations: int = MOST_ITERATIONS,
    ) -> Point:
        """Maximize ``gain @ x``.

        Parameters
        ----------
        gain : float64[columns]
        start : Point, optional
            A solution of something similar, to begin with.
        """
        walk, weight = self._walk, 1.0
        walk.next_x[:] = 0.0
        walk.next_y[:] = 0.0
        if start is not None:
            walk.next_x[:] = start.x
            walk.next_y[:-1] = start.multipliers
            least, most = FIRST_WEIGHTS
            weight = min(max(start.weight, least), most)
        for _ in range(0, most_iterations, ITERATIONS_AT_ONCE):
            walk.x[:] = walk.first_x[:] = walk.next_x
            walk.y[:] = walk.first_y[:] = walk.next_y
            walk.past[:] = 0.0
            for before in range(0, ITERATIONS_AT_ONCE, self._at_once):
                num = min(self._at_once, ITERATIONS_AT_ONCE - before)
                weight, spent, is_exact = iterate(
                    self._program, walk, gain, weight, tolerance, num
                )
                self.iterations += spent
                if is_exact or budget.is_exhausted:
                    return self._point(weight)
        return self._point(weight)

    def _point(self, weight: float) -> Point:
        """Where the walk is."""
        walk = self._walk
        return Point(walk.next_x.copy(), walk.next_y[:-1].copy(), weight)


def _program(model: SlotModel) -> Program:
    """Put a model as the kernel has it."""
    columns = sparse.csc_matrix(model.matrix)
    num_rows, num_columns = columns.shape
    column = np.repeat(np.arange(num_columns), np.diff(columns.indptr))
    is_one = columns.data == 1
    ones_before = np.concatenate([[0], np.cumsum(is_one)])
    place = ones_before[:-1] - ones_before[columns.indptr[:-1]][column]
    is_near = is_one & (place < FEW)
    ones = np.full((num_columns, FEW), num_rows, dtype=np.uint32)
    ones[column[is_near], place[is_near]] = columns.indices[is_near]
    sums = abs(columns)
    step_x = _steps(np.asarray(sums.sum(axis=0)))
    step_y = np.append(_steps(np.asarray(sums.sum(axis=1))), 1.0)
    return Program(
        ones,
        column[~is_near].astype(np.uint32),
        columns.indices[~is_near].astype(np.uint32),
        columns.data[~is_near],
        step_x,
        step_y,
        1.0 / step_x,
        1.0 / step_y,
        np.append(np.maximum(model.lower, -NO_END), -NO_END),
        np.append(np.minimum(model.upper, NO_END), NO_END),
        model.most,
    )


def _steps(sums: FloatArray) -> FloatArray:
    """Lengths of steps, as Pock and Chambolle have them."""
    flat: FloatArray = sums.reshape(-1)
    return STEP / np.where(flat > 0, flat, 1.0)


def _prices(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    model: SlotModel,
    y: FloatArray,
) -> Prices:
    price = np.rint(np.maximum(0.0, y) * PRICE_SCALE).astype(np.int64)
    num, slots, num_rows = problem.num_participants, problem.num_slots, problem.num_rows
    uppers = np.rint(np.maximum(0.0, -y) * PRICE_SCALE).astype(np.int64)
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
