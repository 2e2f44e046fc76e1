"""When a walk is how hot, and when it is over."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from solver.budget import MOVES_PER_UNIT

if TYPE_CHECKING:
    from solver.anneal.focus import Focus
    from solver.budget import Budget

LUKEWARM = 5.0
"""Temperature, in last ones, from which a walk cools first."""
EXPONENT = 0.35
"""How the first temperature grows with the moves that there is time for."""
CHUNK_S = 0.04
"""Seconds that a walk goes on without looking at the clock."""
FIRST_CHUNK, LEAST_CHUNK, MOST_CHUNK = 2_000, 200, 400_000
"""Moves of a chunk under the clock."""
PATIENCE_S, PATIENCE_SHARE = 5.0, 0.2
"""Without a limit a walk is over when nothing improved for both of these."""
MOST_MOVES = 50_000
"""Or when it has made so many moves for each candidate: more hardly ever pays."""
FIRST_CYCLE = 2_000_000
"""Moves until a walk without a limit is cold at first; then it takes twice as many."""


class Cooling:
    """Geometric cooling from lukewarm, then from hot; or again and again.

    The first finds soon what is near to a good plan; on some levels it is all. How hot
    the second begins depends on the moves that each walk has for a candidate: with few
    of them a good plan would be lost and not found again.

    Parameters
    ----------
    patience_s : float
        Seconds without a better plan after which a walk without a limit may end.

    Attributes
    ----------
    moves : int
        Moves that each walk makes until it looks here again.
    """

    def __init__(
        self, budget: Budget, num_walks: int, num_candidates: int, patience_s: float
    ) -> None:
        self._budget = budget
        self._patience_s = patience_s
        self._most_moves = MOST_MOVES * num_candidates
        self._num_walks = num_walks
        self._work = budget.work_left()
        self._seconds = budget.seconds_left()
        self._is_endless = not budget.is_reproducible and math.isinf(self._seconds)
        self._cycle, self._in_cycle = FIRST_CYCLE, 0
        self._made = self._made_at_best = 0
        self._uncharged = 0
        self._hot = 0.0
        self._now = self._best_at = self._clock()
        self.moves = MOVES_PER_UNIT if budget.is_reproducible else FIRST_CHUNK

    @property
    def is_over(self) -> bool:
        """Whether the budget is used, or nothing has improved for long."""
        if self._budget.is_exhausted:
            return True
        if not self._is_endless:
            return False
        return self._made >= self._most_moves or (
            self._made - self._made_at_best >= PATIENCE_SHARE * self._made
            and self._now - self._best_at >= self._patience_s
        )

    def temperature(self, focus: Focus) -> float:
        """Return the temperature of the next moves."""
        progress = min(1.0, self._progress())
        heat = focus.heat
        if progress <= heat.lukewarm_share:
            self._hot = 0.0
            rest = 1.0 - progress / heat.lukewarm_share
            return float(focus.step * heat.cold * LUKEWARM**rest)
        if self._hot == 0.0:
            each = self._moves_of_a_walk(progress) / focus.num_candidates
            hot = heat.hot * (each / heat.usual_moves) ** EXPONENT
            self._hot = min(heat.hottest, max(heat.cold, hot))
        cooled = (progress - heat.lukewarm_share) / (1.0 - heat.lukewarm_share)
        return float(focus.step * self._hot * (heat.cold / self._hot) ** cooled)

    def _moves_of_a_walk(self, progress: float) -> float:
        """Moves that one walk will have made in the end, or in this cycle."""
        if self._is_endless:
            return float(self._cycle)
        return self._made / self._num_walks / progress

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
