"""Directed wishes become candidates: one for each pair, values added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from b4h_scheduler.generate.wishing import Wishing
    from solver.ragged import BoolArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """One entry a pair, in the order in which the first wish was drawn. int64[C].

    ``first`` wished for ``second`` (``second`` perhaps also for ``first``, then
    ``mutual``); ``value`` is the sum over both wishes.
    """

    first: IntArray
    second: IntArray
    value: IntArray
    mutual: BoolArray

    def __len__(self) -> int:
        return len(self.first)


def candidates_of(wishing: Wishing, value: IntArray, num_sides: int) -> Pairs:
    """Join the two directions of a pair; ``value`` is each wish's own, int64[W]."""
    low = np.minimum(wishing.wisher, wishing.wished)
    high = np.maximum(wishing.wisher, wishing.wished)
    _, at, pair, count = np.unique(
        low * num_sides + high,
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    total = np.bincount(pair, weights=value, minlength=len(at)).astype(np.int64)
    order = np.argsort(at, kind="stable")
    at = at[order]
    return Pairs(wishing.wisher[at], wishing.wished[at], total[order], count[order] > 1)
