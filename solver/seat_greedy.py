"""Tables for a slot too large for an assignment problem: first come, then mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.ragged import BoolArray, IntArray


def assign_greedily(
    wanted: Iterable[tuple[IntArray, IntArray]], allowed: BoolArray, kept: BoolArray
) -> IntArray | None:
    """Give each meeting a table, a wanted one where possible.

    Parameters
    ----------
    wanted : iterable of (row, table)
        Wishes of meetings, the most important first; of equal ones the first counts.
    allowed : bool[n, T]
    kept : bool[B, T]
        See `solver.seat_slots.assign`.

    Returns
    -------
    int64[n] or None
        None where no assignment exists.
    """
    rows = np.vstack([allowed, kept])
    table = np.full(len(rows), -1, dtype=np.int64)
    owner = np.full(rows.shape[1], -1, dtype=np.int64)
    for row, at in wanted:
        fits = rows[row, at] & (table[row] < 0) & (owner[at] < 0)
        row, at = row[fits], at[fits]  # noqa: PLW2901
        _, first = np.unique(at, return_index=True)
        row, at = row[first], at[first]  # noqa: PLW2901
        _, first = np.unique(row, return_index=True)
        table[row[first]] = at[first]
        owner[at[first]] = row[first]
    _fill(rows, table, owner)
    for left in np.flatnonzero(table < 0).tolist():
        if not _make_room(rows, table, owner, left):
            return None
    return table[: len(allowed)]


def _fill(rows: BoolArray, table: IntArray, owner: IntArray) -> None:
    """Hand out free tables, to those with the fewest to choose from first."""
    rest = np.flatnonzero(table < 0)
    kinds, kind_of = np.unique(
        np.packbits(rows[rest], axis=1), axis=0, return_inverse=True
    )
    examples = [rest[np.flatnonzero(kind_of == k)] for k in range(len(kinds))]
    for group in sorted(examples, key=lambda group: int(rows[group[0]].sum())):
        free = np.flatnonzero(rows[group[0]] & (owner < 0))
        fits = min(len(free), len(group))
        table[group[:fits]] = free[:fits]
        owner[free[:fits]] = group[:fits]


def _make_room(rows: BoolArray, table: IntArray, owner: IntArray, row: int) -> bool:
    """Seat one more by an augmenting path (breadth first)."""
    came_from = np.full(rows.shape[1], -1, dtype=np.int64)
    front = [row]
    while front:
        after = []
        for one in front:
            new = np.flatnonzero(rows[one] & (came_from < 0))
            came_from[new] = one
            free = new[owner[new] < 0]
            if len(free):
                _shift(table, owner, came_from, int(free[0]))
                return True
            after.extend(owner[new].tolist())
        front = after
    return False


def _shift(table: IntArray, owner: IntArray, came_from: IntArray, at: int) -> None:
    while at >= 0:
        one = came_from[at]
        before = table[one]
        table[one], owner[at] = at, one
        at = int(before)
