"""Least waiting of one agenda in one row, for every number of meetings (compiled)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.compiled import entry, inner

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
def _fill(  # noqa: PLR0917  (numba knows no keyword-only arguments)
    allowed: BoolArray,
    idle: BoolArray,
    limit: IntArray,
    length: IntArray,
    goes_on: BoolArray,
    count_stretches: bool,  # noqa: FBT001
    least: IntArray,
    scratch: IntArray,
) -> None:
    lines, num = allowed.shape
    # Of runs that ended: the least cost by number of meetings and last slot; with the
    # idle slots since then; and of those without any idle slot since then.
    ended, any_gap, close = scratch[:num], scratch[num], scratch[num + 1]
    for line in range(lines):
        least[line, 0] = 0
        scratch[:] = NEVER
        for first in range(num):
            if first >= 1 and idle[line, first - 1]:
                close[:] = NEVER
                any_gap += 0 if count_stretches else 1
            if first >= 2:  # noqa: PLR2004
                # The run that ended two slots ago has one free slot behind it now.
                is_idle = idle[line, first - 1]
                cost = 1 if is_idle and not count_stretches else 0
                for count in range(first):
                    before = ended[first - 2, count]
                    any_gap[count] = min(any_gap[count], before + cost)
                    if not is_idle:
                        close[count] = min(close[count], before)
            for count in range(first + 1):
                begin = any_gap[count] + (1 if count_stretches else 0)
                begin = 0 if count == 0 else min(close[count], begin)
                if first >= 1 and not goes_on[first - 1]:
                    # After a rest the next run may begin at once.
                    begin = min(begin, ended[first - 1, count])
                if begin < NEVER:
                    _begin_run(
                        allowed[line],
                        limit[line],
                        length,
                        goes_on,
                        first,
                        count,
                        begin,
                        ended,
                        least[line],
                    )


@inner
def _begin_run(  # noqa: PLR0913, PLR0917
    allowed: BoolArray,
    limit: int,
    length: IntArray,
    goes_on: BoolArray,
    first: int,
    count: int,
    cost: int,
    ended: IntArray,
    least: IntArray,
) -> None:
    """Note every run from slot ``first`` on, after ``count`` meetings at ``cost``."""
    total = 0
    for last in range(first, len(allowed)):
        total += length[last]
        if not allowed[last] or total > limit:
            break
        if last > first and not goes_on[last - 1]:
            break
        held = count + last - first + 1
        ended[last, held] = min(ended[last, held], cost)
        least[held] = min(least[held], cost)
