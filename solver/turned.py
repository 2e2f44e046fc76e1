"""A program seen from known prices, so that the simplex method starts from them.

HiGHS cannot be given a starting basis through SciPy; it starts from slacks, prices of
0 and every column at its better bound. So the program is turned around: prices are
taken off the gains and put on explicit slacks; columns held at the start stand for
giving them up; and where a candidate with several columns holds one (its *base*), the
others stand for changing to them, and one more for leaving the base. Then the start is
the known solution, and few pivots are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from solver.linear import FloatArray, LinearProgram, LinearSolution, solve_linear

if TYPE_CHECKING:
    from solver.ragged import BoolArray, IntArray

_PENALTY = 1000.0
"""Cost of breaking a row, in greatest gains."""


_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where to start from.

    Attributes
    ----------
    x : float64[N]
        Values at the start.
    price : float64[m]
    moving : int64[k]
        Columns that may change, but for bases; at 0, or at 1 if that is their most.
    leaving : int64[l]
        Bases that may be left.
    base : int64[N]
        The base of the column's candidate, or -1.
    settled : bool[m]
        Rows of candidates that have a base.
    """

    x: FloatArray
    price: FloatArray
    moving: IntArray
    leaving: IntArray
    base: IntArray
    settled: BoolArray


def solve_from(
    program: LinearProgram, transposed: sparse.csr_matrix, start: Start
) -> LinearSolution | None:
    """Solve the columns that move; rows may be broken at a large cost.

    Returns
    -------
    LinearSolution
        Over all columns and rows of the program. None if HiGHS finds none.
    """
    turn = _turn(start, len(program.gain))
    x = start.x.copy()
    entries = (turn @ transposed).tocsc()
    used = program.matrix @ x
    rows = np.flatnonzero((np.diff(entries.indptr) > 0) & ~start.settled)
    matrix = entries[:, rows].T.tocsr()
    shift = start.price[rows]
    lower, upper = (program.lower - used)[rows], (program.upper - used)[rows]
    core = LinearProgram(
        turn @ program.gain,
        np.concatenate([program.least[start.moving], np.zeros(len(start.leaving))]),
        np.concatenate([program.most[start.moving], np.ones(len(start.leaving))]),
        matrix,
        lower,
        upper,
    )
    cost = _PENALTY * (1.0 + float(np.abs(program.gain).max(initial=0.0)))
    priced = _with_priced_slacks(core.elastic(cost), shift)
    solution = solve_linear(_with_limits(priced, start))
    if solution is None:
        return None
    x += turn.T @ solution.x[: turn.shape[0]]
    activity = program.matrix @ x
    tight = np.where(
        start.price > 0, program.upper - activity, activity - program.lower
    )
    price = np.where((tight < _TOLERANCE) & ~start.settled, start.price, 0.0)
    price[rows] = shift + solution.price[: len(rows)]
    return LinearSolution(x, price, float(program.gain @ x))


def _turn(start: Start, num: int) -> sparse.csr_matrix:
    """(k + l) x N: what one unit of a turned column changes in the columns."""
    moving, leaving = start.moving, start.leaving
    changes = np.flatnonzero(start.base[moving] >= 0)
    size = len(moving) + len(leaving)
    row = np.concatenate(
        [np.arange(len(moving)), changes, len(moving) + np.arange(len(leaving))]
    )
    column = np.concatenate([moving, start.base[moving[changes]], leaving])
    entry = np.full(len(row), -1.0)
    entry[: len(moving)] = 1.0 - 2.0 * start.x[moving]
    return sparse.csr_matrix((entry, (row, column)), shape=(size, num))


def _with_priced_slacks(program: LinearProgram, price: FloatArray) -> LinearProgram:
    """Take prices off the gains; rows that have one get a slack that costs it."""
    is_equal = program.lower == program.upper
    under = np.flatnonzero((price > 0) & np.isfinite(program.upper) & ~is_equal)
    over = np.flatnonzero((price < 0) & np.isfinite(program.lower) & ~is_equal)
    row = np.concatenate([under, over])
    sign = np.concatenate([np.ones(len(under)), -np.ones(len(over))])
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[under] = upper[under]
    upper[over] = lower[over]
    num = len(row)
    slack = sparse.csr_matrix((sign, (row, np.arange(num))), shape=(len(upper), num))
    return LinearProgram(
        np.concatenate([program.gain - program.matrix.T @ price, -np.abs(price[row])]),
        np.concatenate([program.least, np.zeros(num)]),
        np.concatenate([program.most, np.full(num, np.inf)]),
        sparse.hstack([program.matrix, slack], format="csr"),
        lower,
        upper,
    )


def _with_limits(program: LinearProgram, start: Start) -> LinearProgram:
    """A base is left at most once."""
    of_base = np.concatenate([start.base[start.moving], start.leaving])
    column = np.flatnonzero(of_base >= 0)
    _, place, times = np.unique(
        of_base[column], return_inverse=True, return_counts=True
    )
    several = times > 1
    number = np.cumsum(several) - 1
    keep = several[place]
    shape = (int(several.sum()), len(program.gain))
    where = (number[place[keep]], column[keep])
    extra = sparse.csr_matrix((np.ones(int(keep.sum())), where), shape=shape)
    return LinearProgram(
        program.gain,
        program.least,
        program.most,
        sparse.vstack([program.matrix, extra], format="csr"),
        np.concatenate([program.lower, np.full(shape[0], -np.inf)]),
        np.concatenate([program.upper, np.ones(shape[0])]),
    )
