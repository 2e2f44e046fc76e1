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

PIECE = 1_000_000
"""Cells of pairs x tables in one piece of work."""
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
            model.limit(model.changes(), achieved.change)
        found = model.minimize(model.moves(), table)
        if found.bound > bound:
            bound, method = found.bound, found.method
    if bound <= 0:
        return 0, Scope.ALL, NOBODY
    return bound, Scope.TIMETABLE, method


def _is_changes_above_moves(problem: Problem) -> bool:
    levels = problem.levels
    if Level.CHANGES not in levels:
        return False
    return Level.MOVES in levels[levels.index(Level.CHANGES) :]


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
        connected_components,
        maximum_bipartite_matching,
    )

    if len(weight) == 0:
        return 0
    num_left, num_right = int(leaves.max()) + 1, int(arrives.max()) + 1
    num = num_left + num_right
    both = coo_array((weight, (leaves, num_left + arrives)), shape=(num, num))
    count, part = connected_components(both, directed=False)
    part_of = part[leaves]
    least, most = np.full(count, weight.max()), np.zeros(count, dtype=np.int64)
    np.minimum.at(least, part_of, weight)
    np.maximum.at(most, part_of, weight)
    # In parts with one weight as many as possible; those are nearly all, and quick.
    plain = least[part_of] == most[part_of]
    graph = coo_array(
        (weight[plain], (leaves[plain], arrives[plain])), shape=(num_left, num_right)
    )
    partner = maximum_bipartite_matching(graph.tocsr(), perm_type="column")
    saved = int(least[part[np.flatnonzero(partner >= 0)]].sum())
    rest = np.flatnonzero(~plain)
    rest = rest[np.argsort(part_of[rest], kind="stable")]
    ends = np.flatnonzero(np.diff(part_of[rest])) + 1
    for one in np.split(rest, ends):
        if len(one):
            saved += _most_saved_of_part(leaves[one], arrives[one], weight[one])
    return saved


def _most_saved_of_part(leaves: IntArray, arrives: IntArray, weight: IntArray) -> int:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    _, row = np.unique(leaves, return_inverse=True)
    _, column = np.unique(arrives, return_inverse=True)
    saved = np.zeros((int(row.max()) + 1, int(column.max()) + 1))
    saved[row.reshape(-1), column.reshape(-1)] = weight
    chosen = linear_sum_assignment(saved, maximize=True)
    return int(np.rint(saved[chosen].sum()))


def _alternatives(
    seats: Seats, first: IntArray, second: IntArray
) -> tuple[BoolArray, IntArray]:
    """Whether both meetings can have one table, and the least distance if they do not.

    Where they can only have the same, the distance is 0: it restricts nothing.
    """
    # Meetings of one slot with one table set are alike.
    alike = np.stack([seats.slot, seats.kind, seats.pinned])
    _, example, kind = np.unique(alike, axis=1, return_index=True, return_inverse=True)
    kind = kind.reshape(-1)
    pairs, of_pair = np.unique(
        kind[first] * len(example) + kind[second], return_inverse=True
    )
    here, there = example[pairs // len(example)], example[pairs % len(example)]
    can_stay = np.zeros(len(pairs), dtype=np.bool_)
    distance = np.zeros(len(pairs), dtype=np.int64)
    step = max(1, PIECE // max(1, seats.problem.num_tables))
    for begin in range(0, len(pairs), step):
        piece = slice(begin, begin + step)
        one, other = seats.allowed(here[piece]), seats.allowed(there[piece])
        can_stay[piece] = (one & other).any(axis=1)
        distance[piece] = _least_distance(seats, one, other)
    return can_stay[of_pair.reshape(-1)], distance[of_pair.reshape(-1)]


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
