"""Improve a plan that stands: change it where that gains value, and nowhere else."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from solver.budget import Budget
from solver.certificate import Finished, certify
from solver.evaluate import level_values
from solver.known import Known
from solver.levels import Level
from solver.priced import solve_at_price
from solver.result import Result, Status
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.problem import Problem
    from solver.result import Assignment, Progress

LEAST_PROOF_S = 1.0
"""For bounds, also where the search took all the time."""


def solve_sparingly(  # noqa: PLR0913  (those of solve, and the price)
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
) -> Result:
    """Improve the baseline as `solver.priced.solve_at_price` does, in this process.

    Parameters
    ----------
    problem : Problem
        With a baseline, and the levels changes and value.
    price : int
        Of one point of `Level.CHANGES`, in points of `Level.VALUE`.

    Returns
    -------
    Result
        Judged by the levels of the problem without changes: nobody is told of these,
        so the baseline is not released to anybody yet.

    Raises
    ------
    SolverError, InvalidPlanError
        As `solver.solve`.
    """
    started = time.monotonic()
    found = solve_at_price(
        problem,
        price,
        time_limit_s=time_limit_s,
        work_limit=work_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        on_better=on_better,
        should_stop=should_stop,
    )
    spent = time.monotonic() - started
    left = (
        math.inf if time_limit_s is None else max(LEAST_PROOF_S, time_limit_s - spent)
    )
    return judged(problem, found, Budget(left, None, should_stop or (lambda: False)))


def judged(problem: Problem, found: Result, budget: Budget) -> Result:
    """Return the result with a certificate as if nothing had stood before."""
    if found.assignment is None:
        return found
    levels = tuple(level for level in problem.levels if level is not Level.CHANGES)
    anew = replace(problem, baseline=None, levels=levels)
    values = level_values(anew, found.assignment)
    finished = Finished(anew, table_rows(anew), found.assignment, values)
    entries = certify(finished, Known(), budget)
    is_proven = all(entry.proven for entry in entries)
    status = Status.OPTIMAL if is_proven else Status.FEASIBLE
    return replace(found, status=status, certificate=entries, warnings=())
