"""Solve with a price per change: changes and value as one level, where value stands."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from solver.best_at_price import BestAtPrice, around_value
from solver.budget import Budget
from solver.evaluate import level_values
from solver.exact import is_small
from solver.levels import Level
from solver.price_of_change import PriceOfChange
from solver.result import Progress
from solver.solving import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import Problem
    from solver.result import Assignment, Result

FEWEST_SHARE, SMALL_FEWEST_SHARE = 0.2, 0.4
"""Of the time, at most, for the plan with the fewest changes that is started from; the
same where one exact model of everything closes all levels of it."""
LEAST_S = 0.1


def solve_at_price(  # noqa: PLR0913  (those of solve, and the price)
    problem: Problem,
    price: int,
    *,
    most_changes: int | None = None,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    on_better: Callable[[Assignment], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """Maximize value - price x changes, below the levels above value.

    Begins with a plan of fewest changes, to which is added what is worth it; so it is
    never worse than that one. A limit of changes stands above all levels below changes
    in the problem's own order: where what they ask for needs more, they get less.

    Parameters
    ----------
    problem : Problem
        With a baseline, and the levels changes and value.
    price : int
        Of one point of `Level.CHANGES`, in points of `Level.VALUE`.
    most_changes : int, optional
        Points of `Level.CHANGES` that the plan may have.

    Returns
    -------
    Result
        Its certificate has value before changes, with bounds as for these levels one
        after the other; what is known about both together stands in ``warnings``.

    Raises
    ------
    SolverError
        There is nothing to compare with, or a number is negative.
    InvalidPlanError
        As `solver.solve`.
    """
    limit = PriceOfChange(problem, price, most_changes)
    budget = Budget(
        math.inf if time_limit_s is None else time_limit_s,
        work_limit,
        should_stop or (lambda: False),
    )
    find = partial(
        _first,
        problem,
        budget,
        partial(
            solve,
            seed=seed,
            workers=workers,
            on_progress=on_progress,
            on_better=on_better,
            should_stop=should_stop,
        ),
    )
    share = SMALL_FEWEST_SHARE if is_small(problem) else FEWEST_SHARE
    first = start = find(_levels_of_first(problem), share)
    if first.assignment is None:
        return first
    if most_changes is not None and _changes(first) > most_changes:
        start = find(problem.levels, SMALL_FEWEST_SHARE)
        if _changes(start) > most_changes:
            start = min(first, start, find(problem.levels, 1.0), key=_changes)
        if _changes(start) > most_changes:
            return _beyond(start, most_changes)
    tell = partial(_tell, problem, budget, on_progress, on_better)
    return BestAtPrice(
        problem, limit, (first, start), budget, seed, workers, tell
    ).run()


def _tell(
    problem: Problem,
    budget: Budget,
    on_progress: Callable[[Progress], None] | None,
    on_better: Callable[[Assignment], None] | None,
    plan: Assignment,
) -> None:
    """Tell a better plan, and how many wishes it meets."""
    if on_better is not None:
        on_better(plan)
    if on_progress is not None:
        seconds = time.monotonic() - budget.started
        value = level_values(problem, plan)[Level.VALUE]
        on_progress(Progress("improve", seconds, Level.VALUE, value))


def _first(
    problem: Problem,
    budget: Budget,
    solver: Callable[..., Result],
    levels: tuple[Level, ...],
    share: float,
) -> Result:
    """Find a plan of fewest changes, below other levels, in a share of what is left."""
    part = budget.part(share)
    seconds = part.seconds_left()
    result = solver(
        replace(problem, levels=levels),
        time_limit_s=max(LEAST_S, seconds) if math.isfinite(seconds) else None,
        work_limit=max(1, part.work_left()) if part.is_reproducible else None,
    )
    budget.charge(min(result.work_used, max(0, budget.work_left() - 1)))
    return result


def _changes(result: Result) -> float:
    return math.inf if result.assignment is None else result[Level.CHANGES].value


def _beyond(first: Result, most_changes: int) -> Result:
    entry = first[Level.CHANGES]
    words = (
        f"no plan with at most {most_changes:,} points of changes was found: "
        f"{entry.value:,} is the fewest, and no plan has fewer than {entry.bound:,}"
    )
    return replace(first, warnings=(*first.warnings, words))


def _levels_of_first(problem: Problem) -> tuple[Level, ...]:
    """Down to changes; all where one exact model of everything closes them."""
    above, below = around_value(problem)
    if is_small(problem):
        return (*above, Level.CHANGES, Level.VALUE, *below)
    return (*above, Level.CHANGES)
