"""Different values of an integer array.

numpy's ``unique`` hashes (since 2.3), which takes several times as long as sorting for
the keys of large problems.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.ragged import IntArray


def distinct(values: IntArray) -> IntArray:
    """Return the different values, rising."""
    ordered = np.sort(values)
    if not len(ordered):
        return ordered
    is_new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def distinct_counts(values: IntArray) -> tuple[IntArray, IntArray]:
    """Return the different values, rising, and how often each occurs."""
    ordered = np.sort(values)
    if not len(ordered):
        return ordered, ordered.copy()
    first = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    start = np.concatenate([[0], first])
    return ordered[start], np.diff(np.concatenate([start, [len(ordered)]]))
