"""Sparse rows of a linear model, collected block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

if TYPE_CHECKING:
    from solver.ragged import IntArray

FloatArray = npt.NDArray[np.float64]


@dataclass(slots=True)
class RowBuilder:
    """Collects rows ``lower <= A x <= upper``."""

    num_rows: int = 0
    _row: list[IntArray] = field(default_factory=list)
    _column: list[IntArray] = field(default_factory=list)
    _entry: list[FloatArray] = field(default_factory=list)
    _lower: list[FloatArray] = field(default_factory=list)
    _upper: list[FloatArray] = field(default_factory=list)

    def add(
        self,
        group: IntArray,
        column: IntArray,
        upper: IntArray | FloatArray,
        *,
        entry: IntArray | FloatArray | None = None,
        lower: IntArray | FloatArray | None = None,
    ) -> int:
        """Add ``len(upper)`` rows.

        Parameters
        ----------
        group, column : int64[n]
            Entry ``i`` stands in new row ``group[i]`` (from 0) at ``column[i]``.
        upper, lower : number[rows]
            Right sides; ``lower`` is minus infinity where not given.
        entry : number[n], optional
            1 where not given.

        Returns
        -------
        int
            Index of the first new row.
        """
        first = self.num_rows
        self._row.append(group + first)
        self._column.append(column)
        ones = np.ones(len(column))
        self._entry.append(ones if entry is None else np.asarray(entry, np.float64))
        self._upper.append(np.asarray(upper, np.float64))
        low = np.full(len(upper), -np.inf)
        self._lower.append(low if lower is None else np.asarray(lower, np.float64))
        self.num_rows += len(upper)
        return first

    def add_grouped(
        self,
        key: IntArray,
        column: IntArray,
        capacity: IntArray,
        *,
        lower: IntArray | None = None,
    ) -> tuple[int, IntArray]:
        """Add one row ``sum <= capacity[key]`` for each key that can exceed it.

        Keys with no more entries than their capacity need no row (unless they have a
        lower side). Returns the first row and the keys that got one.
        """
        count = np.bincount(key, minlength=len(capacity))
        needed = (count > capacity) & (count > 0)
        if lower is not None:
            needed |= (lower > 0) & (count > 0)
        keys = np.flatnonzero(needed)
        place = np.full(len(capacity), -1, dtype=np.int64)
        place[keys] = np.arange(len(keys))
        inside = place[key] >= 0
        low = None if lower is None else lower[keys]
        first = self.add(place[key[inside]], column[inside], capacity[keys], lower=low)
        return first, keys

    def copy(self) -> RowBuilder:
        """Return another builder that begins with the same rows."""
        return RowBuilder(
            self.num_rows,
            self._row.copy(),
            self._column.copy(),
            self._entry.copy(),
            self._lower.copy(),
            self._upper.copy(),
        )

    def matrix(self, num_columns: int) -> sparse.csr_matrix:
        """Return A, with repeated entries added up."""
        shape = (self.num_rows, num_columns)
        if not self._row:
            return sparse.csr_matrix(shape)
        where = (np.concatenate(self._row), np.concatenate(self._column))
        return sparse.csr_matrix((np.concatenate(self._entry), where), shape=shape)

    @property
    def lower(self) -> FloatArray:
        """float64[rows]."""
        return np.concatenate(self._lower) if self._lower else np.zeros(0)

    @property
    def upper(self) -> FloatArray:
        """float64[rows]."""
        return np.concatenate(self._upper) if self._upper else np.zeros(0)
