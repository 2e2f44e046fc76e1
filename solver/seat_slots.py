"""One slot: a table for each of its meetings, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.errors import SolverError
from solver.tablerows import is_inside, usable_tables

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.seat_model import Seats


@dataclass(frozen=True, slots=True, eq=False)
class Shortage:
    """A slot whose meetings cannot all have tables.

    Attributes
    ----------
    slot : int
    unseated : int64[n]
        Fewest meetings (of them the least valuable) without which the rest fits.
    hall : bool[T] or None
        Tables on which too many meetings depend, where a row on them says so.
    """

    slot: int
    unseated: IntArray
    hall: BoolArray | None


def assign(cost: np.ndarray, allowed: BoolArray, kept: BoolArray) -> IntArray | None:
    """Assign a different table to every meeting at least cost.

    Parameters
    ----------
    cost : float64[n, T]
    allowed : bool[n, T]
    kept : bool[B, T]
        One row for each table to keep free: the tables of which it may be one.

    Returns
    -------
    int64[n] or None
        None where no assignment exists.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    if len(cost) + len(kept) > cost.shape[1]:
        return None
    full = np.where(allowed, cost, np.inf)
    if len(kept):
        full = np.vstack([full, np.where(kept, 0.0, np.inf)])
    try:
        _, column = linear_sum_assignment(full)
    except ValueError:  # SciPy's word for "infeasible"
        return None
    return np.asarray(column[: len(cost)], dtype=np.int64)


def tables_to_keep(seats: Seats, slot: int, meetings: IntArray) -> BoolArray:
    """bool[B, T]: for each table to keep free in a slot, which ones it may be.

    With these as further "meetings" an assignment obeys `Rule.TABLES_KEPT_FREE`. Of
    nested or disjoint sets the inner ones' tables count for the outer ones; for sets
    that overlap otherwise a small integer program shares them out by kind of table.
    """
    tables = seats.problem.tables
    is_open = tables.open[:, slot]
    open_count = (tables.sets & is_open).sum(axis=1)
    owed = np.minimum(tables.spare, open_count)
    sets = np.flatnonzero(owed)
    members = tables.sets[sets] & is_open
    sizes = members.sum(axis=1)
    if not nested(members):
        return _shared_out(seats, meetings, is_open, members, owed[sets])
    rows: list[BoolArray] = []
    for j in np.argsort(sizes, kind="stable"):
        inside = sum(1 for row in rows if not (row & ~members[j]).any())
        rows.extend([members[j]] * max(0, int(owed[sets[j]]) - inside))
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(is_open))


def nested(sets: BoolArray) -> bool:
    """Whether any two sets (bool[N, T]) are apart, or one lies inside the other."""
    sizes = sets.sum(axis=1)
    common = sets.astype(np.int64) @ sets.T.astype(np.int64)
    return bool(((common == 0) | (common == np.minimum.outer(sizes, sizes))).all())


def _shared_out(
    seats: Seats,
    meetings: IntArray,
    is_open: BoolArray,
    members: BoolArray,
    owed: IntArray,
) -> BoolArray:
    """Choose how many tables of each kind stay free such that all meetings fit.

    Tables are of one kind where the same meetings may use them and the same sets count
    them. Where not all meetings fit, as few as possible are left out.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    allowed = seats.allowed(meetings)
    ways, way_of = np.unique(allowed, axis=0, return_inverse=True)
    marks = np.vstack([ways, members])[:, is_open]
    kinds, kind_of = np.unique(marks, axis=1, return_inverse=True)
    num_ways, num_kinds = len(ways), kinds.shape[1]
    wanted = np.bincount(way_of.reshape(-1), minlength=num_ways)
    supply = np.bincount(kind_of.reshape(-1), minlength=num_kinds)
    # Variables: meetings of a way at a kind (row by row), then tables kept of a kind.
    fits, counts = kinds[:num_ways], kinds[num_ways:]
    num = num_ways * num_kinds
    of_way = np.hstack(
        [np.kron(np.eye(num_ways), np.ones(num_kinds)), np.zeros((num_ways, num_kinds))]
    )
    of_kind = np.hstack([np.tile(np.eye(num_kinds), num_ways), np.eye(num_kinds)])
    of_set = np.hstack([np.zeros((len(counts), num)), counts])
    seated = np.concatenate([-np.ones(num), np.zeros(num_kinds)])
    seated[num:] = 1 / (1 + supply.sum())
    found = milp(
        seated,
        integrality=np.ones(num + num_kinds),
        bounds=Bounds(0, np.concatenate([np.where(fits, np.inf, 0).ravel(), supply])),
        constraints=[
            LinearConstraint(of_way, ub=wanted),
            LinearConstraint(of_kind, ub=supply),
            LinearConstraint(of_set, lb=owed),
        ],
    )
    if found.x is None:
        # To leave out every meeting is a solution.
        message = f"HiGHS found none: {found.message}"
        raise SolverError(message)
    kept = np.rint(found.x[num:]).astype(np.int64)
    columns = np.flatnonzero(is_open)
    rows = np.zeros((int(kept.sum()), len(is_open)), dtype=np.bool_)
    for row, kind in zip(rows, np.repeat(np.arange(num_kinds), kept), strict=True):
        row[columns[kind_of.reshape(-1) == kind]] = True
    return rows


def find_shortage(
    seats: Seats, slot: int, meetings: IntArray, kept: BoolArray
) -> Shortage:
    """Tell which meetings of a slot cannot be seated, and which tables are too few."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    problem = seats.problem
    allowed = np.vstack([seats.allowed(meetings), kept])
    candidate = seats.candidate[meetings]
    # To leave out more meetings is worse than to leave out better ones.
    _, rank = np.unique(problem.candidates.value[candidate], return_inverse=True)
    price = len(meetings) + 1.0 + rank / (1.0 + len(meetings))
    price[problem.mandatory[candidate]] *= len(meetings) + 2.0
    price = np.concatenate([price, np.full(len(kept), price.sum() + 1.0)])
    nowhere = np.full((len(price), len(price)), np.inf)
    np.fill_diagonal(nowhere, price)
    full = np.hstack([np.where(allowed, 0.0, np.inf), nowhere])
    row, column = linear_sum_assignment(full)
    missing = column >= allowed.shape[1]
    reached = _reached(allowed, row, np.where(missing, -1, column))
    unseated = meetings[np.flatnonzero(missing[: len(meetings)])]
    depending = reached[: len(meetings)]
    sets = problem.tables.sets[seats.kind[meetings[depending]]]
    with_kept = np.vstack([sets, kept[reached[len(meetings) :]]])
    for rows in (sets, with_kept):
        hall = np.asarray(rows.any(axis=0))
        if _is_overfull(problem, seats.kind[meetings], hall, slot):
            return Shortage(slot, unseated, hall)
    return Shortage(slot, unseated, None)


def _reached(allowed: BoolArray, row: IntArray, column: IntArray) -> BoolArray:
    """Rows reached from unmatched ones by alternating paths (bool[rows])."""
    owner = np.full(allowed.shape[1], -1, dtype=np.int64)
    owner[column[column >= 0]] = row[column >= 0]
    reached = np.zeros(len(allowed), dtype=np.bool_)
    reached[row[column < 0]] = True
    while True:
        tables = np.flatnonzero(allowed[reached].any(axis=0))
        owners = owner[tables]
        new = owners[owners >= 0]
        if reached[new].all():
            return reached
        reached[new] = True


def _is_overfull(problem: Problem, kinds: IntArray, hall: BoolArray, slot: int) -> bool:
    """More meetings have all their tables inside ``hall`` than it has usable ones."""
    sets = hall[np.newaxis, :]
    depending = is_inside(problem.tables.sets, sets)[0][kinds]
    usable = usable_tables(problem, sets)[0, slot]
    return bool(np.count_nonzero(depending) > usable)
