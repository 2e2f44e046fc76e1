"""Ways as the kernel's arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.planning.slot_masks import array_of
from solver.ragged import Ragged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from b4h_scheduler.planning.counting import GroupKey
    from b4h_scheduler.planning.options import Way
    from solver.ragged import BoolArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class OptionArrays:
    """What the ways of all candidates are in arrays; nobody changes them.

    Attributes
    ----------
    ways : tuple of list of Way
        Of each candidate.
    flat : list of Way
        One option each.
    start : int64[C + 1]
        First option of each candidate.
    people, groups : Ragged
        Of each option.
    slot_sets : bool[n, S]
    slot_set, table_set, home_set : int64[O]
    counting : dict
        Options that count, by voucher holder.
    """

    ways: tuple[list[Way], ...]
    flat: list[Way]
    start: IntArray
    people: Ragged
    groups: Ragged
    num_groups: int
    slot_sets: BoolArray
    slot_set: IntArray
    table_set: IntArray
    home_set: IntArray
    counting: dict[int, list[int]]

    @classmethod
    def of(cls, ways: Sequence[list[Way]], num_slots: int) -> OptionArrays:
        """Return the arrays of these ways."""
        flat = list(chain.from_iterable(ways))
        start = np.zeros(len(ways) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in ways], out=start[1:])
        groups, num_groups = group_rows(flat)
        sets, slot_set = slot_sets(flat, num_slots)
        return cls(
            ways=tuple(ways),
            flat=flat,
            start=start,
            people=packed([way.people for way in flat]),
            groups=groups,
            num_groups=num_groups,
            slot_sets=sets,
            slot_set=slot_set,
            table_set=column([way.table_set for way in flat]),
            home_set=column([way.home_set for way in flat]),
            counting=counting(flat),
        )

    def is_of(self, ways: Sequence[list[Way]], num_slots: int) -> bool:
        """Whether they are of these very ways."""
        return (
            len(self.ways) == len(ways)
            and self.slot_sets.shape[1] == num_slots
            and all(map(is_, self.ways, ways))
        )


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
