"""How many busy slots can a participant have? The base of every bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solver.ragged import BoolArray, IntArray, Ragged

if TYPE_CHECKING:
    from solver.problem import Problem

_IMPOSSIBLE = np.int16(-(2**14))
_Counts = npt.NDArray[np.int16]


def busy_capacity(problem: Problem) -> tuple[IntArray, IntArray]:
    """Most busy slots of each participant by its own rules alone.

    Counts what `can`, the longest run, windows, and the most meetings per row and in
    all leave: a dynamic program over the slots of each row, exact.

    Returns
    -------
    total : int64[P]
        The smaller of ``most`` and the sum over the rows.
    per_row : int64[P, R]
        A free row keeps every window, so this is never negative.
    """
    people = problem.participants
    per_row = np.zeros((problem.num_participants, problem.num_rows), dtype=np.int64)
    for row in range(problem.num_rows):
        busy = _most_busy(problem, np.flatnonzero(problem.slots.row == row))
        most = np.minimum(people.most, people.most_row[:, row])
        per_row[:, row] = np.minimum(busy, most)
    total = np.minimum(people.most, per_row.sum(axis=1))
    return total, per_row


@dataclass(frozen=True, slots=True, eq=False)
class _Patterns:
    """Participants alike in one row: ``U`` patterns with ``W`` windows.

    ``can``: bool[U, n]; ``first``, ``last``, ``free``: int64[U, W], slots of the row,
    an absent window asks for 0 free slots.
    """

    can: BoolArray
    first: IntArray
    last: IntArray
    free: IntArray


def _most_busy(problem: Problem, at: IntArray) -> IntArray:
    """int64[P]: most busy slots among the slots ``at`` of one row."""
    people, slots = problem.participants, problem.slots
    can = people.can[:, at]
    length = slots.length[at]
    run = np.minimum(people.longest_run, length.sum())
    windows = _windows_of_row(problem, at)
    result: IntArray = can.sum(axis=1)
    is_plain = (run == length.sum()) & ~(windows[2] > 0).any(axis=1)
    limited = np.flatnonzero(~is_plain)
    for longest in np.unique(run[limited]):
        group = limited[run[limited] == longest]
        patterns, inverse = _distinct(can[group], *(part[group] for part in windows))
        busy = _dynamic_program(
            patterns, length, slots.adjacent[at], int(longest), int(length.sum())
        )
        result[group] = busy[inverse]
    return result


def _windows_of_row(
    problem: Problem, at: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """First, last and free of each participant's windows in a row, int64[P, W]."""
    windows = problem.windows
    inside = np.flatnonzero((windows.first >= at[0]) & (windows.first <= at[-1]))
    of = Ragged.from_pairs(
        windows.participant[inside], inside, problem.num_participants
    )
    width = int(of.lengths.max(initial=0))
    place = np.arange(len(of.items)) - of.start[of.rows]
    parts = []
    for values in (windows.first - at[0], windows.last - at[0], windows.free):
        part = np.zeros((problem.num_participants, width), dtype=np.int64)
        part[of.rows, place] = values[of.items]
        parts.append(part)
    return parts[0], parts[1], parts[2]


def _distinct(
    can: BoolArray, first: IntArray, last: IntArray, free: IntArray
) -> tuple[_Patterns, IntArray]:
    """Different rows of the arrays together, and which of them each row is."""
    key = np.concatenate([np.packbits(can, axis=1), first, last, free], axis=1)
    _, index, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    patterns = _Patterns(can[index], first[index], last[index], free[index])
    return patterns, inverse.reshape(-1).astype(np.int64)


def _dynamic_program(
    patterns: _Patterns, length: IntArray, adjacent: BoolArray, run: int, unlimited: int
) -> IntArray:
    """int64[U]: most busy slots.

    States after a slot: a busy stretch of ``t`` slots since the last free slot or
    rest, or ``f`` free slots (long enough ones count as one), times the set of windows
    that have had their pause.
    """
    num, width = patterns.free.shape
    masks = 2**width
    reach = 1 if run == unlimited else _longest_stretch(length, adjacent, run)
    needed = int(patterns.free.max(initial=0))
    busy = np.full((num, masks, reach + 1), _IMPOSSIBLE, dtype=np.int16)
    free = np.full((num, masks, needed + 2), _IMPOSSIBLE, dtype=np.int16)
    satisfied = ((patterns.free == 0) * 2 ** np.arange(width)).sum(axis=1)
    free[np.arange(num), satisfied, 0] = 0
    for slot in range(len(length)):
        follows = slot > 0 and bool(adjacent[slot - 1])
        stays_free = _stay_free(busy, free)
        busy = _meet(busy, free, follows=follows and run != unlimited)
        fits = np.zeros(reach + 1, dtype=np.bool_)
        for stretch in range(1, min(reach, slot + 1) + 1):
            fits[stretch] = (
                run == unlimited or length[slot - stretch + 1 : slot + 1].sum() <= run
            )
        busy[:, :, ~fits] = _IMPOSSIBLE
        busy[~patterns.can[:, slot]] = _IMPOSSIBLE
        free = stays_free
        for window in range(width):
            _grant(free, patterns, window, slot)
    best = np.maximum(busy[:, -1].max(axis=1), free[:, -1].max(axis=1))
    return np.asarray(best, dtype=np.int64)


def _longest_stretch(length: IntArray, adjacent: BoolArray, run: int) -> int:
    """Return the most slots that fit into one run (at least 1)."""
    most = 1
    for first in range(len(length)):
        total, last = int(length[first]), first
        while last + 1 < len(length) and adjacent[last]:
            total += int(length[last + 1])
            if total > run:
                break
            last += 1
        most = max(most, last - first + 1)
    return most


def _meet(busy: _Counts, free: _Counts, *, follows: bool) -> _Counts:
    """States after a slot with a meeting; without ``follows`` a new stretch begins."""
    after = np.full_like(busy, _IMPOSSIBLE)
    after[:, :, 1] = free.max(axis=2)
    if follows:
        after[:, :, 2:] = busy[:, :, 1:-1]
    else:
        after[:, :, 1] = np.maximum(after[:, :, 1], busy.max(axis=2))
    return after + np.int16(1)


def _stay_free(busy: _Counts, free: _Counts) -> _Counts:
    """States after a slot without a meeting."""
    after = np.full_like(free, _IMPOSSIBLE)
    after[:, :, 1:] = free[:, :, :-1]
    after[:, :, -1] = np.maximum(after[:, :, -1], free[:, :, -1])
    after[:, :, 1] = np.maximum(after[:, :, 1], busy.max(axis=2))
    return after


def _grant(free: _Counts, patterns: _Patterns, window: int, slot: int) -> None:
    """Move states whose free slots make up the window's pause (in place)."""
    first, last = patterns.first[:, window], patterns.last[:, window]
    pause = patterns.free[:, window]
    inside = (slot <= last) & (slot - pause + 1 >= first) & (pause > 0)
    stretch = np.arange(free.shape[2])
    granted = inside[:, np.newaxis] & (stretch >= pause[:, np.newaxis])
    bit = 1 << window
    for mask in range(free.shape[1]):
        if not mask & bit:
            moved = np.where(granted, free[:, mask], _IMPOSSIBLE)
            free[:, mask | bit] = np.maximum(free[:, mask | bit], moved)
