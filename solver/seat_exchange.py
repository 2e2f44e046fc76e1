"""Improve a seating by exchanges of tables along whole stretches of slots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.anneal.generator import seeded
from solver.seat_kernel import Board, exchange_often
from solver.seat_weights import cost_of, weights

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.ragged import IntArray
    from solver.seat_model import Seats

HOTTEST = 0.2
"""Temperature of the first exchanges, in the least distance of a move."""
TRIES_PER_PIECE = 20_000
"""Exchanges tried between two looks at the budget (some 20 ms)."""
TRIES_PER_UNIT = 20_000
"""Exchanges that one unit of work pays for."""
MOST_TRIES_PER_MEETING = 400


def exchange(seats: Seats, table: IntArray, budget: Budget, *, seed: int) -> IntArray:
    """Return a seating that costs no more than ``table`` (int64[M]).

    Anneals: the temperature falls over the budget, which is cut off at a number of
    tries that grows with the number of meetings.
    """
    if len(seats.first) == 0:
        return table
    board = board_of(seats, table)
    random = seeded(seed)
    positive = board.distance[board.distance > 0]
    hot = HOTTEST * float(positive.min(initial=1))
    tries, most = 0, MOST_TRIES_PER_MEETING * len(seats)
    best, best_key = table, cost_of(seats, table).key
    turn, spent = 0, 0.0
    while spent < 1.0 and not budget.is_exhausted:
        after = _share(budget, tries + TRIES_PER_PIECE, most)
        turn, _ = exchange_often(
            board,
            random,
            turn,
            TRIES_PER_PIECE,
            hot * max(0.0, 1 - spent),
            hot * max(0.0, 1 - after),
        )
        tries += TRIES_PER_PIECE
        budget.charge(-(-TRIES_PER_PIECE // TRIES_PER_UNIT))
        spent = _share(budget, tries, most)
        key = cost_of(seats, board.table).key
        if key < best_key:
            best, best_key = board.table.copy(), key
    return best


def _share(budget: Budget, tries: int, most: int) -> float:
    """Share of the way that lies behind, by tries and by the budget."""
    share = tries / most
    if budget.is_reproducible:
        units = budget.work_used + budget.work_left()
        return max(share, budget.work_used / max(1, units))
    left = budget.seconds_left()
    if left == float("inf"):
        return share
    return max(share, 1 - left / max(left, budget.time_limit_s))


def board_of(seats: Seats, table: IntArray) -> Board:
    """Lay out a seating for the compiled code; ``table`` is copied."""
    problem = seats.problem
    tables, slots = problem.tables, problem.slots
    table = table.copy()
    seated = np.flatnonzero(table >= 0)
    meeting_at = np.where(tables.open, -1, -2)
    meeting_at[table[seated], seats.slot[seated]] = seated
    links = seats.links_of
    near = seats.first[links.items] + seats.second[links.items] - links.rows
    degree = int(links.lengths.max(initial=0))
    longest = int(np.bincount(slots.row).max())
    unit = weights(seats, 2 * longest, 2 * longest * degree)
    spare = np.flatnonzero(tables.spare)
    in_spare = tables.sets[spare]
    open_count = in_spare.astype(np.int64) @ tables.open.astype(np.int64)
    row_first = np.searchsorted(slots.row, slots.row, side="left")
    row_last = np.searchsorted(slots.row, slots.row, side="right") - 1
    return Board(
        table,
        meeting_at.astype(np.int64),
        in_spare.astype(np.int64) @ (meeting_at >= 0).astype(np.int64),
        seats.slot,
        seats.kind,
        seats.home,
        seats.pinned,
        seats.released,
        links.start,
        near,
        seats.is_adjacent[links.items],
        seats.first,
        seats.second,
        row_first.astype(np.int64),
        row_last.astype(np.int64),
        tables.sets,
        tables.zone,
        unit.move * tables.distance,
        unit.too_far * tables.too_far.astype(np.int64),
        in_spare,
        open_count - np.minimum(open_count, tables.spare[spare, np.newaxis]),
        np.array([unit.home, unit.change]),
        np.zeros(len(seats), dtype=np.int64),
    )
