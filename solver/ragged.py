"""Rows of different lengths in two arrays (compressed sparse rows)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """``n`` rows of integers.

    Attributes
    ----------
    start : int64[n + 1]
        Row ``i`` is ``items[start[i]:start[i + 1]]``.
    items : int64[start[-1]]
    """

    start: IntArray
    items: IntArray

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]]) -> Ragged:
        """Pack an iterable of rows."""
        lists = [np.asarray(row, dtype=np.int64) for row in rows]
        start = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in lists], out=start[1:])
        items = np.concatenate(lists) if lists else np.zeros(0, dtype=np.int64)
        return cls(start, items.astype(np.int64))

    @classmethod
    def from_pairs(cls, row: IntArray, item: IntArray, num_rows: int) -> Ragged:
        """Group ``item`` by ``row``; items keep their order inside a row."""
        order = np.argsort(row, kind="stable")
        start = np.zeros(num_rows + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=num_rows), out=start[1:])
        return cls(start, np.asarray(item, dtype=np.int64)[order])

    @classmethod
    def empty(cls, num_rows: int) -> Ragged:
        """``num_rows`` rows without items."""
        zero = np.zeros(0, dtype=np.int64)
        return cls(np.zeros(num_rows + 1, dtype=np.int64), zero)

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, row: int) -> IntArray:
        return self.items[self.start[row] : self.start[row + 1]]

    def __iter__(self) -> Iterator[IntArray]:
        return (self[row] for row in range(len(self)))

    def tuples(self) -> list[tuple[int, ...]]:
        """Return all rows, for asking about very many one by one."""
        start, items = self.start.tolist(), self.items.tolist()
        return [tuple(items[a:b]) for a, b in pairwise(start)]

    @property
    def lengths(self) -> IntArray:
        """int64[n]: number of items in each row."""
        return np.diff(self.start)

    @property
    def rows(self) -> IntArray:
        """int64[len(items)]: the row that each item stands in."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.lengths)

    def take(self, rows: IntArray) -> Ragged:
        """Return these rows, in this order."""
        lengths = self.lengths[rows]
        start = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=start[1:])
        offset = np.repeat(self.start[rows] - start[:-1], lengths)
        return Ragged(start, self.items[offset + np.arange(len(offset))])

    def transposed(self, num_items: int) -> Ragged:
        """For each item value, the rows that hold it (``num_items`` rows)."""
        return Ragged.from_pairs(self.items, self.rows, num_items)
