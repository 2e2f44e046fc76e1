"""Rows on tables: how many meetings a set of tables can seat in a slot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE
from solver.ragged import BoolArray, IntArray, Ragged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import Problem

_HALF = 0.5
"""Between 0 and 1, for sums of floats that stand for whole numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class TableRows:
    """Meetings in slot ``s`` whose table set lies inside row ``n`` <= its capacity.

    By Hall's theorem a slot can be seated if every union of table sets has a row;
    for nested or disjoint sets the rows of the sets themselves are enough.

    Attributes
    ----------
    sets : bool[N, T]
        Tables of each row.
    members : bool[N, K]
        ``Tables.sets[k]`` lies inside row ``n``.
    capacity : int64[N, S]
        Usable tables: see ``usable_tables``.
    of_set : Ragged, K rows
        The rows that a meeting with table set ``k`` counts in.
    """

    sets: BoolArray
    members: BoolArray
    capacity: IntArray
    of_set: Ragged

    def __len__(self) -> int:
        return len(self.sets)


def table_rows(problem: Problem, extra: Iterable[BoolArray] = ()) -> TableRows:
    """Rows for the table sets in use, for their union, and for ``extra`` sets.

    Parameters
    ----------
    extra : iterable of bool[T]
        Sets of tables that turned out too small (violated Hall rows).

    Returns
    -------
    TableRows
        Without rows that another row implies. No rows where no option needs a table.
    """
    tables = problem.tables
    used = np.unique(problem.options.table_set)
    used = used[used != NO_TABLE]
    if len(used) == 0:
        wanted = np.zeros((0, len(tables)), dtype=np.bool_)
    else:
        in_use = tables.sets[used]
        union = in_use.any(axis=0)
        wanted = np.vstack([in_use, union, *(np.asarray(one) for one in extra)])
    sets = _distinct(wanted)
    members = is_inside(tables.sets, sets)
    is_used = np.zeros(len(tables.sets), dtype=np.bool_)
    is_used[used] = True
    capacity = usable_tables(problem, sets)
    keep = _not_implied(members[:, is_used], capacity)
    members = members[keep]
    row, of = np.nonzero(members)
    of_set = Ragged.from_pairs(of, row, len(tables.sets))
    return TableRows(sets[keep], members, capacity[keep], of_set)


def usable_tables(problem: Problem, sets: BoolArray) -> IntArray:
    """Tables of each set that meetings can use in each slot.

    Parameters
    ----------
    sets : bool[N, T]

    Returns
    -------
    int64[N, S]
        Open tables of the set, less the greatest number that one of ``Tables.sets``
        inside it keeps free: the smaller of its spare and its open tables.
    """
    tables = problem.tables
    usable = _count(sets, tables.open)
    with_spare = np.flatnonzero(tables.spare)
    if len(with_spare) and len(sets):
        open_then = _count(tables.sets[with_spare], tables.open)
        kept = np.minimum(open_then, tables.spare[with_spare, np.newaxis])
        inside = is_inside(tables.sets[with_spare], sets)
        for n in range(len(sets)):
            if inside[n].any():
                usable[n] -= kept[inside[n]].max(axis=0)
    return usable


def is_inside(inner: BoolArray, outer: BoolArray) -> BoolArray:
    """bool[N, K]: ``inner[k]`` is a subset of ``outer[n]`` (bool[K, T], bool[N, T])."""
    outside = (~outer).astype(np.float32) @ inner.astype(np.float32).T
    return outside < _HALF


def _count(sets: BoolArray, is_open: BoolArray) -> IntArray:
    """int64[N, S]: open tables of each set in each slot."""
    counts = sets.astype(np.float32) @ is_open.astype(np.float32)
    return np.rint(counts).astype(np.int64)


def _distinct(sets: BoolArray) -> BoolArray:
    """Drop repeated rows, keeping the order of first appearance."""
    _, first = np.unique(np.packbits(sets, axis=1), axis=0, return_index=True)
    return sets[np.sort(first)]


def _not_implied(members: BoolArray, capacity: IntArray) -> IntArray:
    """Rows left after dropping those that another row implies (int64[n]).

    Row ``m`` implies ``n`` if it counts all that ``n`` counts and allows no more in
    any slot. Of two rows that imply each other the first stays.
    """
    missed = members.astype(np.float32) @ (~members).astype(np.float32).T
    counts_all = missed < _HALF
    keep = np.ones(len(members), dtype=np.bool_)
    for n in range(len(members) - 1, -1, -1):
        allows_no_more = (capacity <= capacity[n]).all(axis=1)
        implies = keep & counts_all[n] & allows_no_more
        implies[n] = False
        keep[n] = not implies.any()
    return np.flatnonzero(keep)
