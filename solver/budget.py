"""How long a step may go on: by the clock, or by units of work."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOVES_PER_UNIT = 100_000
"""Annealing moves that one unit of work pays for."""
DETERMINISTIC_TIME_PER_UNIT = 0.02
"""CP-SAT deterministic seconds that one unit of work pays for."""
NODES_PER_UNIT = 2
"""Branch-and-bound nodes that one unit of work pays for."""


def _never() -> bool:
    return False


@dataclass(slots=True)
class Budget:
    """Time or work left; shared by the steps of one solve.

    With a ``work_limit`` nothing here reads the clock, so that equal inputs give
    equal plans.

    Attributes
    ----------
    time_limit_s : float
        Seconds from now, infinite without a limit.
    work_limit : int or None
        Units of work; None: no work limit.
    should_stop : callable
        Asked between pieces of work; True ends the solve at the next chance.
    """

    time_limit_s: float = math.inf
    work_limit: int | None = None
    should_stop: Callable[[], bool] = _never
    started: float = field(default_factory=time.monotonic)
    work_used: int = 0
    parent: Budget | None = None

    @property
    def is_reproducible(self) -> bool:
        """True under a work limit: then no step may read the clock."""
        return self.work_limit is not None

    def seconds_left(self) -> float:
        """Seconds until the time limit; infinite under a work limit."""
        if self.is_reproducible:
            return math.inf
        return max(0.0, self.started + self.time_limit_s - time.monotonic())

    def work_left(self) -> int:
        """Units left; a very large number without a work limit."""
        if self.work_limit is None:
            return 2**62
        return max(0, self.work_limit - self.work_used)

    @property
    def share_used(self) -> float:
        """How much is over, from 0 to 1; 0 without any limit."""
        if self.work_limit is not None:
            return min(1.0, self.work_used / max(1, self.work_limit))
        return min(
            1.0, (time.monotonic() - self.started) / max(1e-9, self.time_limit_s)
        )

    def charge(self, units: int) -> None:
        """Record work done, here and in every budget this one is a part of."""
        self.work_used += units
        if self.parent is not None:
            self.parent.charge(units)

    @property
    def is_exhausted(self) -> bool:
        """Nothing left, or asked to stop."""
        if self.should_stop():
            return True
        if self.is_reproducible:
            return self.work_left() == 0
        return self.seconds_left() <= 0

    def part(self, fraction: float, *, most_s: float = math.inf) -> Budget:
        """Return a budget of a fraction of what is left (``most_s``: clock only)."""
        if self.work_limit is not None:
            units = math.ceil(self.work_left() * fraction)
            return Budget(math.inf, units, self.should_stop, parent=self)
        seconds = min(self.seconds_left() * fraction, most_s)
        return Budget(seconds, None, self.should_stop, parent=self)


LEAST_PATIENCE_S = 5.0
PATIENCE_SHARE = 0.2


@dataclass(slots=True)
class Patience:
    """When to stop a step that has no limit: nothing better for a while.

    Over once nothing improved in the last fifth of the step's time so far, and at
    least 5 s. Never over under a time or work limit: those decide.
    """

    budget: Budget
    started: float = field(default_factory=time.monotonic)
    improved: float = field(default_factory=time.monotonic)

    def renew(self) -> None:
        """Something improved."""
        self.improved = time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether to stop."""
        if self.budget.is_reproducible or math.isfinite(self.budget.seconds_left()):
            return False
        now = time.monotonic()
        waited = now - self.improved
        return waited > max(LEAST_PATIENCE_S, PATIENCE_SHARE * (now - self.started))
