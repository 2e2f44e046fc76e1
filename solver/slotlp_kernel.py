"""Primal-dual steps toward the relaxation of a slot model (compiled).

Restarted Halpern iterations of the reflected primal-dual hybrid gradient method (Lu,
Yang 2024, arXiv:2407.16144; Lu et al. 2025, arXiv:2507.14051), with steps fitted to
rows and columns (Pock, Chambolle 2011). Nearly every column of a slot model has at
most four entries, all of them 1: the rows are gathered and scattered to while passing
through the columns once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.compiled import entry, inner

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from solver.slotrows import FloatArray

FEW = 4
"""Entries of a column that are kept together."""
CHECKED = 20
"""Iterations between two looks at how exact the point is."""
MUCH, ENOUGH, LATE = 0.2, 0.8, 0.36
"""A restart follows where the step has shrunk to this part, or to that and grows again,
or after this part of all iterations (Applegate et al. 2021, with arXiv:2507.14051)."""
EARLY = 40
"""No restart for the last reason in the first iterations."""
NEGLIGIBLE = 1e-12
LEAST_WEIGHT, MOST_WEIGHT = 1e-2, 1e2
"""Of primal against dual steps; beyond it, what nobody can keep would have no end."""


class Program(NamedTuple):
    """Maximize ``gain @ x``, ``lower <= A x <= upper`` and ``0 <= x <= most``.

    One row more than ``A`` has, of nothing, is what columns with fewer entries name.

    Attributes
    ----------
    ones : int32[n, 4]
        Rows in which a column has a 1.
    column, row : int32[k]
    value : float64[k]
        All other entries.
    step_x, step_y : float64[n], float64[m + 1]
        Lengths of steps.
    per_x, per_y : float64[n], float64[m + 1]
        The same inverted.
    lower, upper : float64[m + 1]
        Finite: very large where there is none.
    most : float64[n]
    """

    ones: NDArray[np.uint32]
    column: NDArray[np.uint32]
    row: NDArray[np.uint32]
    value: FloatArray
    step_x: FloatArray
    step_y: FloatArray
    per_x: FloatArray
    per_y: FloatArray
    lower: FloatArray
    upper: FloatArray
    most: FloatArray


class Walk(NamedTuple):
    """Where the iterations are; each is float64, with as many numbers as it says.

    ``x`` [n] and ``y`` [m + 1], not negative for ``<=`` rows, are where the next one
    begins; ``first_x`` and ``first_y`` where the last restart was, at first the same;
    ``next_x`` and ``next_y`` what the last step led to, the answer in the end.
    ``slope`` [n], ``rows`` [m + 1] and ``old`` [k] are for sums. ``past`` [4] is what
    the next call goes on with, zeros at first: iterations, those since the last
    restart, the first step after it, and the last one.
    """

    x: FloatArray
    y: FloatArray
    first_x: FloatArray
    first_y: FloatArray
    next_x: FloatArray
    next_y: FloatArray
    slope: FloatArray
    rows: FloatArray
    old: FloatArray
    past: FloatArray


@entry(sources=[__file__])
def iterate(
    program: Program,
    walk: Walk,
    gain: FloatArray,
    weight: float,
    tolerance: float,
    most: int,
) -> tuple[float, int, bool]:
    """Go on until a point is as exact as it should be.

    Calls one after the other do what a single one with all their iterations does.

    Parameters
    ----------
    gain : float64[n]
    weight : float
        Of primal against dual steps, to begin with.
    tolerance : float
        Relative: rows may be broken, and both values differ, by so much.
    most : int
        Iterations.

    Returns
    -------
    weight : float
        At the end, for a similar program.
    iterations : int
    is_exact : bool
    """
    size = _size_of_rows(program)
    past = walk.past
    before, num = int(past[0]), int(past[1])
    first_step, last_step = past[2], past[3]
    for n in range(before + 1, before + most + 1):
        step = _step(program, walk, gain, weight, (num + 1.0) / (num + 2.0))
        if n % CHECKED == 0 and _is_exact(program, walk, gain, tolerance, size):
            return weight, n - before, True
        if num == 0:
            first_step = step
        is_over = (
            step <= MUCH * first_step
            or (step <= ENOUGH * first_step and step > last_step)
            or (num >= LATE * n and n > EARLY)
        )
        last_step = step
        if num > 0 and is_over:
            weight = _restart(walk, weight)
            num = 0
        else:
            num += 1
    past[0], past[1], past[2], past[3] = before + most, num, first_step, last_step
    return weight, most, False


@inner
def _step(
    program: Program, walk: Walk, gain: FloatArray, weight: float, share: float
) -> float:
    """Step from where the walk is, and on towards its last restart; its length."""
    ones, step_x, step_y = program.ones, program.step_x, program.step_y
    x, y, first_x, first_y = walk.x, walk.y, walk.first_x, walk.first_y
    next_x, next_y, slope, rows = walk.next_x, walk.next_y, walk.slope, walk.rows
    column, row, value, most = program.column, program.row, program.value, program.most
    per_x, per_y = program.per_x, program.per_y
    rest, per_weight = 1.0 - share, 1.0 / weight
    _begin_sums(program, walk, gain, y)
    for k in range(len(column)):
        walk.old[k] = x[column[k]]
    length_x = 0.0
    for j in range(len(x)):
        i0, i1, i2, i3 = ones[j, 0], ones[j, 1], ones[j, 2], ones[j, 3]
        up = slope[j] - ((y[i0] + y[i1]) + (y[i2] + y[i3]))
        was = x[j]
        now = min(max(was + step_x[j] * per_weight * up, 0.0), most[j])
        moved = now - was
        ahead = now + moved
        next_x[j] = now
        x[j] = share * ahead + rest * first_x[j]
        length_x += moved * moved * per_x[j]
        rows[i0] += ahead
        rows[i1] += ahead
        rows[i2] += ahead
        rows[i3] += ahead
    for k in range(len(column)):
        rows[row[k]] += value[k] * (2.0 * next_x[column[k]] - walk.old[k])
    length_y = 0.0
    for i in range(len(y)):
        long = step_y[i] * weight
        there = y[i] + long * rows[i]
        above = max(there - long * program.upper[i], 0.0)
        now = above + min(there - long * program.lower[i], 0.0)
        moved = now - y[i]
        next_y[i] = now
        y[i] = share * (now + moved) + rest * first_y[i]
        length_y += moved * moved * per_y[i]
    return float(np.sqrt(weight * length_x + length_y * per_weight))


@inner
def _begin_sums(program: Program, walk: Walk, gain: FloatArray, y: FloatArray) -> None:
    """Begin slopes with gains and what other entries than ones cost; no rows."""
    for j in range(len(gain)):
        walk.slope[j] = gain[j]
    for k in range(len(program.column)):
        cost = program.value[k] * y[program.row[k]]
        walk.slope[program.column[k]] -= cost
    for i in range(len(y)):
        walk.rows[i] = 0.0


@inner
def _restart(walk: Walk, weight: float) -> float:
    """Begin anew at what the last step led to; return the new weight."""
    moved_x = moved_y = 0.0
    for j in range(len(walk.x)):
        moved_x += (walk.next_x[j] - walk.first_x[j]) ** 2
        walk.x[j] = walk.first_x[j] = walk.next_x[j]
    for i in range(len(walk.y)):
        moved_y += (walk.next_y[i] - walk.first_y[i]) ** 2
        walk.y[i] = walk.first_y[i] = walk.next_y[i]
    if min(moved_x, moved_y) < NEGLIGIBLE**2:
        return weight
    new = float(np.sqrt(weight * np.sqrt(moved_y / moved_x)))
    return min(max(new, LEAST_WEIGHT), MOST_WEIGHT)


@inner
def _is_exact(
    program: Program, walk: Walk, gain: FloatArray, tolerance: float, size: float
) -> bool:
    """Whether rows and both values are as exact as they should be."""
    ones, column, row = program.ones, program.column, program.row
    x, y, slope, rows = walk.next_x, walk.next_y, walk.slope, walk.rows
    _begin_sums(program, walk, gain, y)
    primal = dual = broken = 0.0
    for j in range(len(x)):
        primal += gain[j] * x[j]
        for n in range(FEW):
            rows[ones[j, n]] += x[j]
    for k in range(len(column)):
        rows[row[k]] += program.value[k] * x[column[k]]
    for j in range(len(x)):
        up = slope[j]
        for n in range(FEW):
            up -= y[ones[j, n]]
        dual += max(up, 0.0) * program.most[j]
    for i in range(len(y) - 1):
        over = max(rows[i] - program.upper[i], 0.0)
        broken += (over + max(program.lower[i] - rows[i], 0.0)) ** 2
        dual += max(y[i], 0.0) * program.upper[i] + min(y[i], 0.0) * program.lower[i]
    far = abs(primal - dual) > tolerance * (1.0 + abs(primal) + abs(dual))
    return not far and np.sqrt(broken) <= tolerance * (1.0 + size)


@inner
def _size_of_rows(program: Program) -> float:
    """Length of the right sides."""
    size = 0.0
    for i in range(len(program.lower) - 1):
        low, high = abs(program.lower[i]), abs(program.upper[i])
        least = min(low, high)
        size += least * least
    return float(np.sqrt(size))
