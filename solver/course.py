"""What the steps of one solve share."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from solver.evaluate import level_values
from solver.incumbent import Incumbent, ranking
from solver.known import Known
from solver.result import Progress
from solver.rules import Rule
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment

SMALL = 3_000
"""Candidates up to which select and a timetable take next to no time."""
MOST_TRIES = 8
"""With seeds of their own, where they take next to no time."""
MENDED_LATER = frozenset(
    {Rule.MANDATORY, Rule.PIN, Rule.MOST_BREAKS, Rule.BREAK_SPREAD}
)
"""Rules that a timetable may still break: polishing or the exact search mends them."""


class Course:
    """Problem, budget, what is known, and the best plan so far.

    Attributes
    ----------
    rows : TableRows
        More of them where tables turned out to be too few.
    seconds : dict
        Spent, by step.
    """

    def __init__(
        self,
        problem: Problem,
        budget: Budget,
        *,
        seed: int,
        workers: int,
        on_progress: Callable[[Progress], None] | None,
        on_better: Callable[[Assignment], None] | None,
    ) -> None:
        self.problem = problem
        self.budget = budget
        self.seed = seed
        self.workers = workers
        self.incumbent = Incumbent(problem, on_better)
        self.known = Known()
        self.rows = table_rows(problem)
        self.seconds: dict[str, float] = {}
        self._on_progress = on_progress

    @property
    def num_tries(self) -> int:
        """How many seeds a quick step is tried with."""
        return MOST_TRIES if self.problem.num_candidates <= SMALL else 1

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and report its beginning."""
        started = time.monotonic()
        self.report(name)
        try:
            yield
        finally:
            self.add_seconds(name, time.monotonic() - started)

    def add_seconds(self, name: str, seconds: float) -> None:
        """Count them for a step."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds

    def report(
        self, step: str, level: Level | None = None, value: int | None = None
    ) -> None:
        """Tell where the solve is."""
        if self._on_progress is not None:
            seconds = time.monotonic() - self.budget.started
            bound = None if level is None else self.known.values.get(level)
            self._on_progress(Progress(step, seconds, level, value, bound))

    def values(self, plan: Assignment) -> dict[Level, int]:
        """Return the plan's value on each level."""
        return level_values(self.problem, plan)

    def ranking(self, plan: Assignment) -> tuple[int, ...]:
        """Return a tuple that is greater for a better plan."""
        return ranking(self.problem, self.values(plan))

    def offer(self, plan: Assignment) -> bool:
        """Take a seated plan if it is valid and the best so far."""
        return self.incumbent.offer(plan, unless=MENDED_LATER)


def left_out(plan: Assignment, option: IntArray) -> bool:
    """Whether a plan leaves out something of these options (-1: not wanted)."""
    return bool((~plan.held & (option >= 0)).any())
