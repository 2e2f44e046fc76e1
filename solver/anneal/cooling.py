"""When a walk is how hot, and when it is over."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from solver.budget import MOVES_PER_UNIT

if TYPE_CHECKING:
    from solver.budget import Budget

CHUNK_S = 0.04
"""Seconds that a walk goes on without looking at the clock."""
FIRST_CHUNK, LEAST_CHUNK, MOST_CHUNK = 2_000, 200, 400_000
"""Moves of a chunk under the clock."""
PATIENCE_S, PATIENCE_SHARE = 5.0, 0.2
"""Without a limit a walk is over when nothing improved for both of these."""
FIRST_CYCLE = 2_000_000
"""Moves until a walk without a limit is cold at first; then it takes twice as many."""


class Cooling:
    """Geometric cooling over a budget, by work or by the clock; or in cycles.

    Attributes
    ----------
    moves : int
        Moves that each walk makes until it looks here again.
    """

    def __init__(self, budget: Budget, num_walks: int) -> None:
        self._budget = budget
        self._num_walks = num_walks
        self._work = budget.work_left()
        self._seconds = budget.seconds_left()
        self._is_endless = not budget.is_reproducible and math.isinf(self._seconds)
        self._cycle, self._in_cycle = FIRST_CYCLE, 0
        self._made = self._made_at_best = 0
        self._uncharged = 0
        self._now = self._best_at = self._clock()
        self.moves = MOVES_PER_UNIT if budget.is_reproducible else FIRST_CHUNK

    @property
    def is_over(self) -> bool:
        """Whether the budget is used, or nothing has improved for long."""
        if self._budget.is_exhausted:
            return True
        return (
            self._is_endless
            and self._made - self._made_at_best >= PATIENCE_SHARE * self._made
            and self._now - self._best_at >= PATIENCE_S
        )

    def temperature(self, hot: float, cold: float) -> float:
        """Return the temperature of the next moves."""
        return float(hot * (cold / hot) ** min(1.0, self._progress()))

    def note(self, *, has_improved: bool) -> bool:
        """Count the moves just made; True if a cycle has ended."""
        made = self.moves * self._num_walks
        self._made += made
        self._uncharged += made
        self._budget.charge(self._uncharged // MOVES_PER_UNIT)
        self._uncharged %= MOVES_PER_UNIT
        if self._budget.is_reproducible:
            return False
        before, self._now = self._now, self._clock()
        if has_improved:
            self._made_at_best, self._best_at = self._made, self._now
        self._in_cycle += self.moves
        ratio = CHUNK_S / max(self._now - before, 1e-4)
        moves = round(self.moves * min(2.0, max(0.5, ratio)))
        self.moves = min(MOST_CHUNK, max(LEAST_CHUNK, moves))
        if self._is_endless and self._in_cycle >= self._cycle:
            self._cycle, self._in_cycle = 2 * self._cycle, 0
            return True
        return False

    def _progress(self) -> float:
        if self._budget.is_reproducible:
            return 1.0 - self._budget.work_left() / max(1, self._work)
        if self._is_endless:
            return self._in_cycle / self._cycle
        return 1.0 - self._budget.seconds_left() / max(self._seconds, 1e-9)

    def _clock(self) -> float:
        """Seconds; a reproducible walk never looks."""
        return 0.0 if self._budget.is_reproducible else time.monotonic()
