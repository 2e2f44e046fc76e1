"""Guess multipliers by coordinate descent (compiled).

Each row in turn gets the price at which just as many columns want to be held as it
allows (or demands), all other prices standing (Gauss-Seidel on the Lagrangian dual, as
in the auction algorithms of Bertsekas, doi:10.1007/BF02186476). Not optimal, but near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.compiled import entry, inner

if TYPE_CHECKING:
    from solver.linear import FloatArray
    from solver.ragged import BoolArray, IntArray


class Rows(NamedTuple):
    """Sums of columns with one limit each, and columns by candidate.

    Row ``i``: columns ``member[start[i]:start[i + 1]]`` are at most ``limit[i]``, or at
    least that many where ``is_least``. Columns ``first[c]:first[c + 1]`` are those of
    candidate ``c``; ``candidate`` int64[n].
    """

    start: IntArray
    member: IntArray
    limit: IntArray
    is_least: BoolArray
    first: IntArray
    candidate: IntArray


@inner
def _kth_largest(values: FloatArray, num: int, k: int) -> float:
    """Return the k-th largest (from 0) of the first ``num`` values, reordering them."""
    low, high = 0, num - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] > pivot:
                left += 1
            while values[right] < pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if k <= right:
            high = right
        elif k >= left:
            low = left
        else:
            break
    found: float = values[k]
    return found


@inner
def _worth(rows: Rows, reduced: FloatArray, column: int) -> float:
    """Return what the column gains over not holding, and over the others' best."""
    owner = rows.candidate[column]
    other = 0.0
    for rival in range(rows.first[owner], rows.first[owner + 1]):
        if rival != column and reduced[rival] > other:
            other = reduced[rival]
    lead: float = reduced[column] - other
    return lead


@entry([__file__])
def descend(
    rows: Rows,
    price: FloatArray,
    reduced: FloatArray,
    scratch: FloatArray,
    sweeps: int,
) -> float:
    """Improve ``price`` and with it ``reduced``; return the last sweep's change."""
    change = 0.0
    for _ in range(sweeps):
        change = 0.0
        for row in range(len(price)):
            first, end = rows.start[row], rows.start[row + 1]
            place = rows.limit[row] - (1 if rows.is_least[row] else 0)
            if end - first <= place or place < 0:
                continue
            for at in range(first, end):
                scratch[at - first] = _worth(rows, reduced, rows.member[at])
            marginal = _kth_largest(scratch, end - first, place)
            if rows.is_least[row]:
                step = min(-price[row], marginal)
            else:
                step = max(-price[row], marginal)
            if step == 0.0 or not np.isfinite(step):
                continue
            price[row] += step
            change += abs(step)
            for at in range(first, end):
                reduced[rows.member[at]] -= step
    return change


@entry([__file__])
def fill(
    start: IntArray, row: IntArray, room: FloatArray, order: IntArray, x: FloatArray
) -> int:
    """Hold columns of ``order`` one after the other while all their rows have room.

    Column ``c`` stands in ``row[start[c]:start[c + 1]]``. Returns how many are held.
    """
    held = 0
    for place in range(len(order)):
        column = order[place]
        fits = True
        for at in range(start[column], start[column + 1]):
            if room[row[at]] < 1.0:
                fits = False
                break
        if fits:
            for at in range(start[column], start[column + 1]):
                room[row[at]] -= 1.0
            x[column] = 1.0
            held += 1
    return held


def empty_scratch(start: IntArray) -> FloatArray:
    """Room for the longest row."""
    return np.zeros(int(np.diff(start).max(initial=1)))
