"""Exchange two tables over a stretch of slots, again and again (compiled).

An exchange brings someone's next (or previous) meeting to the table of the one before
(after) it, and everything that happens at the two tables along with it, up to the slot
of the row where that costs least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.anneal import generator
from solver.anneal.generator import below
from solver.compiled import entry, inner

if TYPE_CHECKING:
    from solver.anneal.model import WordArray
    from solver.ragged import BoolArray, IntArray

_CLOSED = -2
_EMPTY = -1
_UNIT = 2**30


class Board(NamedTuple):
    """A seating with everything that an exchange needs.

    ``table`` int64[M], ``meeting_at`` int64[T, S] (-1 nobody, -2 closed) and
    ``used`` int64[J, S] (tables in use of each set with spare tables) change; the
    rest stays: M meetings with ``slot``, ``kind``, ``home``, ``pinned``, ``released``;
    ``start`` int64[M + 1] into ``near`` (the meetings linked with each) and
    ``near_adjacent``; L links ``first`` and ``second``; ``row_first`` and ``row_last``
    int64[S] the ends of each slot's row; ``sets`` bool[K, T]; ``zone`` int64[T];
    ``distance`` (weighted) and ``too_far`` int64[Z, Z] (cost of that); ``in_spare``
    bool[J, T], ``usable`` int64[J, S]; ``units`` int64[2]: cost of a meeting away from
    home, of one that changed its table; ``mark`` int64[M] scratch.
    """

    table: IntArray
    meeting_at: IntArray
    used: IntArray
    slot: IntArray
    kind: IntArray
    home: IntArray
    pinned: IntArray
    released: IntArray
    start: IntArray
    near: IntArray
    near_adjacent: BoolArray
    first: IntArray
    second: IntArray
    row_first: IntArray
    row_last: IntArray
    sets: BoolArray
    zone: IntArray
    distance: IntArray
    too_far: IntArray
    in_spare: BoolArray
    usable: IntArray
    units: IntArray
    mark: IntArray


@inner
def _link_cost(  # numba knows no keyword-only arguments
    board: Board,
    one: int,
    other: int,
    is_adjacent: bool,  # noqa: FBT001
) -> int:
    a, b = board.zone[one], board.zone[other]
    cost = 0 if one == other else board.distance[a, b]
    return cost + (board.too_far[a, b] if is_adjacent else 0)


@inner
def _own_cost(board: Board, m: int, table: int) -> int:
    cost = 0
    if board.home[m] >= 0 and not board.sets[board.home[m], table]:
        cost += board.units[0]
    if board.released[m] >= 0 and board.released[m] != table:
        cost += board.units[1]
    return cost


@inner
def _may_exchange(board: Board, one: int, other: int, s: int) -> bool:
    """Whoever sits at either table in the slot may sit at the other."""
    a, b = board.meeting_at[one, s], board.meeting_at[other, s]
    if a >= 0 and not _may_sit(board, a, other, b):
        return False
    if b >= 0 and not _may_sit(board, b, one, a):
        return False
    if (a >= 0) == (b >= 0):
        return True
    taken, left = (other, one) if a >= 0 else (one, other)
    for j in range(len(board.in_spare)):
        more = int(board.in_spare[j, taken]) - int(board.in_spare[j, left])
        if board.used[j, s] + more > board.usable[j, s]:
            return False
    return True


@inner
def _may_sit(board: Board, m: int, table: int, now: int) -> bool:
    if now == _CLOSED or not board.sets[board.kind[m], table]:
        return False
    return bool(board.pinned[m] < 0 or board.pinned[m] == table)


@inner
def _joining(board: Board, m: int, table: int, one: int, other: int, turn: int) -> int:
    """Change of cost when meeting ``m`` goes to ``table`` with the stretch so far."""
    now = board.table[m]
    change = _own_cost(board, m, table) - _own_cost(board, m, now)
    for at in range(board.start[m], board.start[m + 1]):
        n = board.near[at]
        there = board.table[n]
        if there < 0:
            continue
        is_adjacent = board.near_adjacent[at]
        if board.mark[n] == turn:
            there = other if there == one else one
        change += _link_cost(board, table, there, is_adjacent)
        change -= _link_cost(board, now, there, is_adjacent)
    return change


@inner
def _best_stretch(
    board: Board, one: int, other: int, s: int, step: int, turn: int
) -> tuple[int, int]:
    """Return the last slot (-1: none) of the best stretch from ``s`` on, its cost."""
    end = board.row_last[s] if step > 0 else board.row_first[s]
    best_end, best, change = -1, 0, 0
    while True:
        if not _may_exchange(board, one, other, s):
            break
        a, b = board.meeting_at[one, s], board.meeting_at[other, s]
        if a >= 0:
            change += _joining(board, a, other, one, other, turn)
        if b >= 0:
            change += _joining(board, b, one, one, other, turn)
        # Marked only now: two meetings of one slot have no link.
        if a >= 0:
            board.mark[a] = turn
        if b >= 0:
            board.mark[b] = turn
        if best_end < 0 or change < best:
            best_end, best = s, change
        if s == end:
            break
        s += step
    return best_end, best


@inner
def _exchange(board: Board, one: int, other: int, s: int, end: int, step: int) -> None:
    while True:
        a, b = board.meeting_at[one, s], board.meeting_at[other, s]
        # A closed table stays closed; then both are without a meeting here.
        if a >= 0 or b >= 0:
            board.meeting_at[one, s], board.meeting_at[other, s] = b, a
            if a >= 0:
                board.table[a] = other
            if b >= 0:
                board.table[b] = one
            if (a >= 0) != (b >= 0):
                for j in range(len(board.in_spare)):
                    more = int(board.in_spare[j, other]) - int(board.in_spare[j, one])
                    board.used[j, s] += more if a >= 0 else -more
        if s == end:
            break
        s += step


@entry([__file__, generator.__file__])
def exchange_often(
    board: Board, random: WordArray, turn: int, tries: int, hot: float, cold: float
) -> tuple[int, int]:
    """Try exchanges at temperatures that fall from ``hot`` to ``cold``.

    Parameters
    ----------
    turn : int
        A number that no earlier call has counted up to.
    tries : int
    hot, cold : float
        In units of cost; 0: nothing that costs more is accepted.

    Returns
    -------
    tuple of int
        The next ``turn``; by how much the cost changed.
    """
    changed = 0
    for number in range(tries):
        turn += 1
        link = below(random, len(board.first))
        first, second = board.first[link], board.second[link]
        one, other = board.table[first], board.table[second]
        if one < 0 or other < 0 or one == other:
            continue
        step = 1 if below(random, 2) == 0 else -1
        s = board.slot[second] if step > 0 else board.slot[first]
        end, change = _best_stretch(board, one, other, s, step, turn)
        if end < 0:
            continue
        if change > 0:
            heat = hot + (cold - hot) * number / tries
            chance = np.exp(-change / heat) if heat > 0 else 0.0
            if below(random, _UNIT) >= chance * _UNIT:
                continue
        _exchange(board, one, other, s, end, step)
        changed += change
    return turn, changed
