"""How few moves a timetable allows, whatever the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.result import Scope
from solver.seat_exact import ExactSeating, is_small
from solver.seat_model import read_seats
from solver.seat_weights import cost_of

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment
    from solver.seat_model import Seats

PIECE = 4_000_000
"""Cells of links x tables in one piece of work."""
NOBODY = "no plan is below 0"
MATCHING = "who comes from one slot cannot all keep their tables (matching)"


def moves_bound(problem: Problem, plan: Assignment) -> tuple[int, Scope, str]:
    """Bound the level moves over plans with the same meetings in the same slots.

    Two meetings of one slot have different tables, so of those who go from there to
    one later meeting, or come to there from one earlier meeting, only those of one
    meeting keep their table. Those who do are thus a matching of the meetings of any
    two slots; all others walk at least the least distance there is for them. Where the
    timetable is small, an exact search tells more.

    Returns
    -------
    tuple of (int, Scope, str)
        Bound, over which plans it holds (`Scope.ALL` for 0), where it comes from.
    """
    seats = read_seats(problem, plan)
    bound = least_moves(seats)
    method = MATCHING
    table = plan.table[seats.candidate]
    achieved = cost_of(seats, table)
    if bound < achieved.move and is_small(seats):
        model = ExactSeating(seats)
        if _is_changes_above_moves(problem):
            model.model.add(model.changes() <= achieved.change)
        found = model.minimize(model.moves(), table)
        if found.bound > bound:
            bound, method = found.bound, found.method
    if bound <= 0:
        return 0, Scope.ALL, NOBODY
    return bound, Scope.TIMETABLE, method


def _is_changes_above_moves(problem: Problem) -> bool:
    levels = problem.levels
    return Level.CHANGES in levels and (
        levels.index(Level.CHANGES) < levels.index(Level.MOVES)
    )


def least_moves(seats: Seats) -> int:
    """Return the bound that matchings give."""
    if len(seats.first) == 0:
        return 0
    # Those who go the same way stay or walk together.
    ways, count = np.unique(
        np.stack([seats.first, seats.second]), axis=1, return_counts=True
    )
    first, second = ways
    can_stay, distance = _alternatives(seats, first, second)
    weight = count * distance
    total = int(weight.sum())
    first, second, weight = first[can_stay], second[can_stay], weight[can_stay]
    slots = seats.problem.num_slots
    leaves = _numbered(first * slots + seats.slot[second])
    arrives = _numbered(second * slots + seats.slot[first])
    positive = weight > 0
    return total - _most_saved(leaves[positive], arrives[positive], weight[positive])


def _numbered(key: IntArray) -> IntArray:
    _, number = np.unique(key, return_inverse=True)
    return number.reshape(-1).astype(np.int64)


def _most_saved(leaves: IntArray, arrives: IntArray, weight: IntArray) -> int:
    """Weight of a matching of greatest weight between departures and arrivals."""
    from scipy.sparse import coo_array  # noqa: PLC0415
    from scipy.sparse.csgraph import (  # noqa: PLC0415
        maximum_bipartite_matching,
        min_weight_full_bipartite_matching,
    )

    if len(weight) == 0:
        return 0
    num_left, num_right = int(leaves.max()) + 1, int(arrives.max()) + 1
    if (weight == weight[0]).all():
        graph = coo_array((weight, (leaves, arrives))).tocsr()
        partner = maximum_bipartite_matching(graph, perm_type="column")
        return int(weight[0]) * int(np.count_nonzero(partner >= 0))
    # A private column for each row stands for "unmatched", at a cost above all others.
    most = int(weight.max())
    row = np.concatenate([leaves, np.arange(num_left)])
    column = np.concatenate([arrives, num_right + np.arange(num_left)])
    cost = np.concatenate([1 + most - weight, np.full(num_left, 1 + most)])
    graph = coo_array((cost.astype(np.float64), (row, column))).tocsr()
    rows, columns = min_weight_full_bipartite_matching(graph)
    chosen = graph[rows, columns]
    return int(np.rint((1 + most) * num_left - chosen.sum()))


def _alternatives(
    seats: Seats, first: IntArray, second: IntArray
) -> tuple[BoolArray, IntArray]:
    """Whether both meetings can have one table, and the least distance if they do not.

    Where they can only have the same, the distance is 0: it restricts nothing.
    """
    can_stay = np.zeros(len(first), dtype=np.bool_)
    distance = np.zeros(len(first), dtype=np.int64)
    step = max(1, PIECE // max(1, seats.problem.num_tables))
    for begin in range(0, len(first), step):
        piece = slice(begin, begin + step)
        here, there = seats.allowed(first[piece]), seats.allowed(second[piece])
        can_stay[piece] = (here & there).any(axis=1)
        distance[piece] = _least_distance(seats, here, there)
    return can_stay, distance


def _least_distance(seats: Seats, here: BoolArray, there: BoolArray) -> IntArray:
    """int64[n]: least distance between a table of each and a different one."""
    tables = seats.problem.tables
    zones = np.arange(len(tables.distance))
    in_zone = (tables.zone[:, np.newaxis] == zones).astype(np.float32)
    from_zone = here.astype(np.float32) @ in_zone
    to_zone = there.astype(np.float32) @ in_zone
    shared = (here & there).astype(np.float32) @ in_zone
    none = np.iinfo(np.int64).max
    least = np.full(len(here), none)
    for z in zones:
        for y in zones:
            is_way = (from_zone[:, z] > 0) & (to_zone[:, y] > 0)
            if z == y:
                # One table for both, the same, leaves nowhere to walk to.
                is_single = (from_zone[:, z] == 1) & (to_zone[:, z] == 1)
                is_way &= ~(is_single & (shared[:, z] == 1))
            least = np.where(is_way, np.minimum(least, tables.distance[z, y]), least)
    return np.where(least == none, 0, least)
