"""Random choices that are the same on every version of Python.

Only ``random.Random.random`` is promised to stay as it is, so everything here is made
from it.
"""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Item = TypeVar("Item")


class Draw:
    """A source of choices, equal for equal seeds."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (examples, no secrets)

    def chance(self, share: float) -> bool:
        """Return True in this share of all calls."""
        return self._random.random() < share

    def below(self, end: int) -> int:
        """Return one of ``0 .. end - 1``."""
        return int(self._random.random() * end)

    def between(self, low: int, high: int, step: int = 1) -> int:
        """Return one of ``low, low + step, .. high``."""
        return low + step * self.below((high - low) // step + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[Item], weights: Iterable[float]) -> Item:
        """Return one of the items, by weight."""
        sums = list(accumulate(weights))
        at = self._random.random() * sums[-1]
        return next(item for item, upto in zip(items, sums, strict=True) if at < upto)

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in another order."""
        rest = list(items)
        for last in range(len(rest) - 1, 0, -1):
            other = self.below(last + 1)
            rest[last], rest[other] = rest[other], rest[last]
        return rest

    def sample(self, items: Sequence[Item], num: int) -> list[Item]:
        """Return so many different items (all if there are fewer)."""
        return self.shuffled(items)[:num]
