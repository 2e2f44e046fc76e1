"""Who wishes to meet whom: heavy-tailed popularity, some wishes returned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.generate.errors import SizeError

if TYPE_CHECKING:
    from solver.ragged import IntArray

FEW_SIDES = 2_000
"""Up to so many sides every ordered pair gets a key, which is exact and quick."""
ACTIVITY_SPREAD = 0.4
"""Standard deviation of the logarithm of how many wishes somebody writes."""
PRIORITY_SHARES = (0.3, 0.4, 0.3)
"""Of priority 1, 2, 3."""


@dataclass(frozen=True, slots=True, eq=False)
class Wishing:
    """Distinct ordered pairs in the order they were drawn.

    ``wisher``, ``wished``, ``priority`` (1 is the strongest): int64[W].
    """

    wisher: IntArray
    wished: IntArray
    priority: IntArray

    def __len__(self) -> int:
        return len(self.wisher)


def draw_wishes(
    rng: np.random.Generator,
    num_sides: int,
    num_wishes: int,
    *,
    skew: float = 0.4,
    returned: float = 0.15,
) -> Wishing:
    """Draw distinct wishes between ``num_sides`` sides.

    Parameters
    ----------
    rng : numpy.random.Generator
    num_sides, num_wishes : int
    skew : float
        Popularity is Pareto distributed with exponent ``1 / skew``; 0: all alike.
    returned : float
        Part of the wishes that answer another wish (more are mutual by chance).

    Raises
    ------
    SizeError
        More wishes than half of all ordered pairs.
    """
    if not 0 <= num_wishes <= num_sides * (num_sides - 1) // 2:
        message = (
            f"{num_wishes} wishes between {num_sides} sides: at most "
            f"{num_sides * (num_sides - 1) // 2} are drawn"
        )
        raise SizeError(message)
    popularity = (1 - rng.random(num_sides)) ** -skew
    popularity = np.minimum(popularity, 12 * popularity.mean())
    activity = np.exp(ACTIVITY_SPREAD * rng.standard_normal(num_sides))
    pairs = _distinct_pairs(rng, activity, popularity, num_wishes)
    first = pairs[: num_wishes - round(num_wishes * returned)]
    back = (first % num_sides) * num_sides + first // num_sides
    back = rng.permutation(back[~np.isin(back, first)])
    back = back[: num_wishes - len(first)]
    rest = pairs[len(first) :]
    rest = rest[~np.isin(rest, back)]
    chosen = np.concatenate([first, back, rest])[:num_wishes]
    priority = rng.choice(3, size=num_wishes, p=PRIORITY_SHARES) + 1
    return Wishing(chosen // num_sides, chosen % num_sides, priority.astype(np.int64))


def _distinct_pairs(
    rng: np.random.Generator,
    activity: np.ndarray,
    popularity: np.ndarray,
    num_pairs: int,
) -> IntArray:
    """Return ``a * n + b`` of distinct pairs, drawn by weight without replacement."""
    num = len(activity)
    if num <= FEW_SIDES:
        # Efraimidis and Spirakis (doi:10.1016/j.ipl.2005.11.003): smallest keys.
        keys = rng.standard_exponential((num, num))
        keys /= activity[:, None] * popularity[None, :]
        np.fill_diagonal(keys, np.inf)
        return np.argsort(keys, axis=None, kind="stable")[:num_pairs].astype(np.int64)
    from_cdf = np.cumsum(activity) / activity.sum()
    to_cdf = np.cumsum(popularity) / popularity.sum()
    pairs = np.zeros(0, dtype=np.int64)
    while len(pairs) < num_pairs:
        more = (num_pairs - len(pairs)) * 5 // 4 + 100
        a = np.searchsorted(from_cdf, rng.random(more), side="right")
        b = np.searchsorted(to_cdf, rng.random(more), side="right")
        a, b = np.minimum(a, num - 1), np.minimum(b, num - 1)
        pairs = np.concatenate([pairs, (a * num + b)[a != b]])
        _, at = np.unique(pairs, return_index=True)
        pairs = pairs[np.sort(at)]
    return pairs[:num_pairs]
