"""Solve with a price per change: changes and value as one level, where value stands."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from solver.best_at_price import BestAtPrice, around_value
from solver.budget import Budget
from solver.child import solve_in_child
from solver.errors import SolverError
from solver.exact import is_small
from solver.levels import Level

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import Problem
    from solver.result import Assignment, Progress, Result

FEWEST_SHARE, SMALL_FEWEST_SHARE = 0.2, 0.4
"""Of the time, at most, for the plan with the fewest changes that is started from; the
same where one exact model of everything closes all levels of it."""


def solve_at_price(  # noqa: PLR0913  (those of solve, and the price)
    problem: Problem,
    price: int,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    on_better: Callable[[Assignment], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    first_by: Callable[..., Result] = solve_in_child,
) -> Result:
    """Maximize value - price x changes, below the levels above value.

    Begins with a plan of fewest changes, to which is added what is worth it; so it is
    never worse than that one.

    Parameters
    ----------
    problem : Problem
        With a baseline, and the levels changes and value.
    price : int
        Of one point of `Level.CHANGES`, in points of `Level.VALUE`.
    first_by : callable
        Finds the plan of fewest changes: `solver.solve_in_child`, or
        `solver.solve` where this is a child already.

    Returns
    -------
    Result
        Its certificate has value before changes, with bounds as for these levels one
        after the other; what is known about both together stands in ``warnings``.

    Raises
    ------
    SolverError
        There is nothing to compare with.
    InvalidPlanError
        As `solver.solve`.
    """
    levels = {Level.CHANGES, Level.VALUE}
    if problem.baseline is None or price < 0 or not levels <= set(problem.levels):
        message = (
            "a price per change needs a baseline, the levels changes and value, and is "
            f"not negative: {price} found"
        )
        raise SolverError(message)
    started = time.monotonic()
    part = SMALL_FEWEST_SHARE if is_small(problem) else FEWEST_SHARE
    share = None if time_limit_s is None else part * time_limit_s
    work = None if work_limit is None else math.ceil(part * work_limit)
    first = first_by(
        replace(problem, levels=_levels_of_first(problem)),
        time_limit_s=share,
        work_limit=work,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        on_better=on_better,
        should_stop=should_stop,
    )
    if first.assignment is None:
        return first
    spent = time.monotonic() - started
    left = math.inf if time_limit_s is None else max(0.1, time_limit_s - spent)
    budget = Budget(
        left,
        None if work_limit is None else max(1, work_limit - first.work_used),
        should_stop or (lambda: False),
    )
    return BestAtPrice(problem, price, first, budget, seed, workers).run()


def _levels_of_first(problem: Problem) -> tuple[Level, ...]:
    """Down to changes; all where one exact model of everything closes them."""
    above, below = around_value(problem)
    if is_small(problem):
        return (*above, Level.CHANGES, Level.VALUE, *below)
    return (*above, Level.CHANGES)
