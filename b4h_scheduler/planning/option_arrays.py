"""Ways as the kernel's arrays."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.slot_masks import array_of
from solver.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.planning.options import GroupKey, Way
    from solver.ragged import BoolArray, IntArray


def column(values: Iterable[int]) -> IntArray:
    """Return integers as the kernel wants them."""
    return np.fromiter(values, dtype=np.int64)


def packed(rows: list[tuple[int, ...]]) -> Ragged:
    """Return very many short rows (`Ragged.of` makes an array of each)."""
    start = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=start[1:])
    return Ragged(start, column(chain.from_iterable(rows)))


def group_rows(flat: list[Way]) -> tuple[Ragged, int]:
    """Return the groups of each option, and how many groups there are."""
    index: dict[GroupKey, int] = {}
    rows = [
        tuple([index.setdefault(key, len(index)) for key in way.groups]) for way in flat
    ]
    return packed(rows), len(index)


def slot_sets(flat: list[Way], num_slots: int) -> tuple[BoolArray, IntArray]:
    """Return the different slot sets (row 0: all slots), and each option's."""
    index = {(1 << num_slots) - 1: 0}
    chosen = column(
        0 if way.slots is None else index.setdefault(way.slots, len(index))
        for way in flat
    )
    return array_of(index, num_slots), chosen


def counting(flat: list[Way]) -> dict[int, list[int]]:
    """Return the options that count, by voucher holder."""
    found: dict[int, list[int]] = {}
    for option, way in enumerate(flat):
        for holder in way.holders:
            found.setdefault(holder, []).append(option)
    return found
