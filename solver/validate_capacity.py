"""Capacities of the rows that prices pay for, computed once more for the validator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray


def most_busy(problem: Problem) -> IntArray:
    """Most busy slots that each participant can have in each row.

    Returns
    -------
    int64[P, R]
        By ``can``, longest run, windows, ``most`` and ``most_row``.
    """
    people = problem.participants
    busy = np.zeros((problem.num_participants, problem.num_rows), dtype=np.int64)
    for row in range(problem.num_rows):
        inside = np.flatnonzero(problem.slots.row == row)
        who, free = _with_pauses(problem, inside)
        limit = people.longest_run[who]
        found = free.sum(axis=1)
        length = problem.slots.length[inside]
        bound = np.flatnonzero(limit < length.sum())
        goes_on = problem.slots.adjacent[inside[:-1]]
        found[bound] = _in_runs(free[bound], limit[bound], length, goes_on)
        np.maximum.at(busy[:, row], who, found)
    limit = np.minimum(people.most_row, people.most[:, np.newaxis])
    return np.asarray(np.minimum(busy, limit))


def most_busy_in_all(problem: Problem) -> IntArray:
    """int64[P]: the same over all rows."""
    in_rows = most_busy(problem).sum(axis=1)
    return np.asarray(np.minimum(problem.participants.most, in_rows))


def _with_pauses(problem: Problem, inside: IntArray) -> tuple[IntArray, BoolArray]:
    """Every way to lay the pauses that windows of one row owe.

    Returns
    -------
    int64[N]
        The participant of each way.
    bool[N, slots of the row]
        Slots in which it can meet then.
    """
    windows = problem.windows
    free = problem.participants.can[:, inside]
    who = np.arange(len(free), dtype=np.int64)
    mine = np.flatnonzero(
        (windows.first >= inside[0])
        & (windows.first <= inside[-1])
        & (windows.free > 0)
    )
    mine = mine[np.argsort(windows.participant[mine], kind="stable")]
    while len(mine):
        # One window of each participant per round.
        _, first_of = np.unique(windows.participant[mine], return_index=True)
        now = mine[first_of]
        mine = np.delete(mine, first_of)
        window_of = np.full(problem.num_participants, -1, dtype=np.int64)
        window_of[windows.participant[now]] = now
        without = window_of[who] < 0
        ways = [(who[without], free[without])]
        with_one, w = np.flatnonzero(~without), window_of[who[~without]]
        span = windows.last[w] - windows.first[w] + 1 - windows.free[w]
        for shift in range(int(span.max(initial=-1)) + 1):
            fits = shift <= span
            chosen, window = with_one[fits], w[fits]
            begin = windows.first[window] + shift
            pause = (inside >= begin[:, np.newaxis]) & (
                inside < (begin + windows.free[window])[:, np.newaxis]
            )
            ways.append((who[chosen], free[chosen] & ~pause))
        who = np.concatenate([one for one, _ in ways])
        free = np.concatenate([one for _, one in ways])
    return who, free


def _in_runs(
    free: BoolArray, limit: IntArray, length: IntArray, goes_on: BoolArray
) -> IntArray:
    """Most slots used of each line of ``free``, no run longer than its limit.

    ``best[i]`` is the most among the slots before ``i`` such that a run may begin in
    ``i``. From there, slot ``i`` stays unused, or a run of slots ``i..last`` is used,
    and, where the next slot follows without a rest, that one stays unused.
    """
    num = free.shape[1]
    none = np.int64(-(2**40))
    best = np.full((num + 2, len(free)), none, dtype=np.int64)
    best[0] = 0
    for i in range(num):
        best[i + 1] = np.maximum(best[i + 1], best[i])
        is_run = np.ones(len(free), dtype=np.bool_)
        total = 0
        for last in range(i, num):
            total += length[last]
            is_run &= free[:, last] & (total <= limit)
            if (last > i and not goes_on[last - 1]) or not is_run.any():
                break
            after = last + 2 if last + 1 < num and goes_on[last] else last + 1
            used = np.where(is_run, best[i] + (last - i + 1), none)
            best[after] = np.maximum(best[after], used)
    return np.asarray(best[num:].max(axis=0))


def usable_tables(problem: Problem, sets: BoolArray) -> IntArray:
    """Tables of each set (bool[N, T]) that meetings can use in each slot: int64[N, S].

    Open ones less the greatest number that one of ``Tables.sets`` inside it keeps free;
    halved participants limit it too where every option has two or more.
    """
    tables = problem.tables
    is_open = tables.open.astype(np.int64)
    usable = sets.astype(np.int64) @ is_open
    kept = np.minimum(
        tables.spare[:, np.newaxis], tables.sets.astype(np.int64) @ is_open
    )
    for n, row in enumerate(sets):
        is_inside = ~(tables.sets & ~row).any(axis=1)
        if is_inside.any():
            usable[n] -= kept[is_inside].max(axis=0)
    sizes = problem.options.participants.lengths
    if len(sizes) and sizes.min() >= 2:  # noqa: PLR2004  (a pair)
        usable = np.minimum(usable, problem.participants.can.sum(axis=0) // 2)
    return usable


def cluster_capacity(problem: Problem, cluster: BoolArray, busy: IntArray) -> int:
    """Most meetings of two or more of a cluster (bool[P]); ``busy``: int64[P]."""
    free = problem.participants.can[cluster].sum(axis=0) // 2
    return min(int(busy[cluster].sum()) // 2, int(free.sum()))
