"""Organizations and their delegates in the profile ``full``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.ragged import BoolArray, IntArray

SEVERAL_SHARE = 0.3
"""Organizations with two or three delegates."""
HOME_SHARE = 0.1
HOME_ALWAYS_SHARE = 0.5
"""Of home places, those that are always used (others preferably)."""
ONLINE_SHARE = 0.1
NUM_COUNTRIES = 7


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """Organizations (M) and their delegates (P), in the same order.

    ``organization``: int64[P]; ``first``, ``size``, ``country``: int64[M];
    ``home``: int64[M], number of the home place or -1; ``always``: bool[M];
    ``online``: bool[P].
    """

    organization: IntArray
    first: IntArray
    size: IntArray
    country: IntArray
    home: IntArray
    always: BoolArray
    online: BoolArray


def draw_roster(rng: np.random.Generator, num: int) -> Roster:
    """Draw organizations with ``num`` delegates in all."""
    size = np.where(rng.random(num) < SEVERAL_SHARE, rng.integers(2, 4, num), 1)
    last = int(np.searchsorted(np.cumsum(size), num))
    size = size[: last + 1].astype(np.int64)
    size[-1] -= size.sum() - num
    count = len(size)
    home = np.full(count, -1, dtype=np.int64)
    owners = np.sort(rng.permutation(count)[: round(HOME_SHARE * count)])
    home[owners] = np.arange(len(owners))
    return Roster(
        organization=np.repeat(np.arange(count, dtype=np.int64), size),
        first=np.concatenate([[0], np.cumsum(size)[:-1]]),
        size=size,
        country=rng.integers(0, NUM_COUNTRIES, count),
        home=home,
        always=rng.random(count) < HOME_ALWAYS_SHARE,
        online=rng.random(num) < ONLINE_SHARE,
    )
