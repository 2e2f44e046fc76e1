"""What is known about each level: the tightest bound and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from solver.levels import Level
    from solver.ragged import IntArray
    from solver.result import Prices, Scope


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A bound on one level, given the achieved values of the levels above it.

    Attributes
    ----------
    upper : tuple of int
        Achieved values of the levels above, in the problem's order, that it was
        computed for. It holds for all plans at least as good there.
    safe_bound, prices
        The weaker or equal bound that follows from prices alone, if there are any.
    option : int64[M] or None
        Of scope ``held``: the options that are held.
    """

    level: Level
    bound: int
    scope: Scope
    method: str
    upper: tuple[int, ...] = ()
    safe_bound: int | None = None
    prices: Prices | None = None
    seconds: float = 0.0
    option: IntArray | None = None


def tighter(level: Level, first: int, second: int) -> int:
    """Return the bound that says more."""
    return min(first, second) if level.sense > 0 else max(first, second)


def _same(one: IntArray | None, other: IntArray | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)


@dataclass(slots=True)
class Known:
    """The tightest bound of each level."""

    of: dict[Level, Bound] = field(default_factory=dict)

    def add(self, new: Bound) -> None:
        """Take a bound in, keeping the tightest and the best prices."""
        old = self.of.get(new.level)
        if (
            old is None
            or old.scope != new.scope
            or old.upper != new.upper
            or not _same(old.option, new.option)
        ):
            self.of[new.level] = new
            return
        best = new if tighter(new.level, new.bound, old.bound) != old.bound else old
        priced = [b for b in (old, new) if b.safe_bound is not None]
        safest = max(
            priced, key=lambda b: -b.level.sense * (b.safe_bound or 0), default=None
        )
        self.of[new.level] = Bound(
            new.level,
            best.bound,
            best.scope,
            best.method,
            best.upper,
            None if safest is None else safest.safe_bound,
            None if safest is None else safest.prices,
            old.seconds + new.seconds,
            best.option,
        )

    @property
    def values(self) -> dict[Level, int]:
        """The bounds alone."""
        return {level: bound.bound for level, bound in self.of.items()}
