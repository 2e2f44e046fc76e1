"""Least waiting of one agenda in one row, for every number of meetings (compiled)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.compiled import entry

if TYPE_CHECKING:
    from solver.ragged import BoolArray, IntArray

NEVER = 2**40
"""Stands for "cannot be"."""


def least_costs(
    allowed: BoolArray,
    idle: BoolArray,
    limit: IntArray,
    length: IntArray,
    goes_on: BoolArray,
    *,
    count_stretches: bool,
) -> IntArray:
    """Least cost of each number of meetings on each line.

    A dynamic program over runs: a run of slots, at most ``limit`` long, then a gap.

    Parameters
    ----------
    allowed, idle : bool[N, n]
        Slots of a row in which a meeting can be; unused ones that cost.
    limit : int64[N]
        Greatest length of a run.
    length : int64[n]
    goes_on : bool[n]
        A run may go on from this slot to the next.
    count_stretches : bool
        A gap with idle slots costs 1 (breaks); otherwise its idle slots (waiting).

    Returns
    -------
    int64[N, n + 1]
        `NEVER` where so many meetings cannot be.
    """
    lines, num = allowed.shape
    least = np.full((lines, num + 1), NEVER, dtype=np.int64)
    scratch = np.empty((num + 2, num + 1), dtype=np.int64)
    _fill(allowed, idle, limit, length, goes_on, count_stretches, least, scratch)
    return least


@entry([__file__])
def _fill(
    allowed: BoolArray,
    idle: BoolArray,
    limit: IntArray,
    length: IntArray,
    goes_on: BoolArray,
    count_stretches: bool,  # noqa: FBT001  (numba knows no keyword-only arguments)
    least: IntArray,
    scratch: IntArray,
) -> None:
    lines, num = allowed.shape
    # Of runs that ended: the least cost by number of meetings and last slot; with the
    # idle slots since then; and of those without any idle slot since then.
    ended, any_gap, close = scratch[:num], scratch[num], scratch[num + 1]
    for line in range(lines):
        least[line, 0] = 0
        ended[:] = NEVER
        any_gap[:] = NEVER
        close[:] = NEVER
        for first in range(num):
            if first >= 1 and idle[line, first - 1]:
                close[:] = NEVER
                if not count_stretches:
                    any_gap += 1
            for count in range(first):
                # The run that ended two slots ago has one free slot behind it now, ...
                if first >= 2:  # noqa: PLR2004
                    cost = ended[first - 2, count]
                    gap = 1 if idle[line, first - 1] else 0
                    any_gap[count] = min(
                        any_gap[count], cost + (0 if count_stretches else gap)
                    )
                    if gap == 0:
                        close[count] = min(close[count], cost)
            for count in range(first + 1):
                begin = NEVER
                if count == 0:
                    begin = 0
                else:
                    begin = min(
                        close[count], any_gap[count] + (1 if count_stretches else 0)
                    )
                    # ... and after a rest the next run may begin at once.
                    if first >= 1 and not goes_on[first - 1]:
                        begin = min(begin, ended[first - 1, count])
                if begin >= NEVER:
                    continue
                total = 0
                for last in range(first, num):
                    total += length[last]
                    if not allowed[line, last] or total > limit[line]:
                        break
                    if last > first and not goes_on[last - 1]:
                        break
                    held = count + last - first + 1
                    ended[last, held] = min(ended[last, held], begin)
                    least[line, held] = min(least[line, held], begin)
