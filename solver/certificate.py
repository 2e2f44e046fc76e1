"""The certificate of a finished plan: one entry per level, each with its bound."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from solver.known import Bound, Known
from solver.levels import SELECT_LEVELS, Level
from solver.result import Entry, Scope
from solver.seat import moves_bound
from solver.select import bound_level
from solver.waitbound import breaks_bound, waiting_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

NOT_NEGATIVE = "no plan is below 0"


def certify(
    problem: Problem,
    rows: TableRows,
    plan: Assignment,
    values: Mapping[Level, int],
    known: Known,
    budget: Budget,
) -> tuple[Entry, ...]:
    """Return one entry per level of the problem, in its order.

    Bounds found on the way count only where the plan's upper levels are those they
    were computed for; otherwise they are computed anew.
    """
    return tuple(
        _entry(level, values[level], _bound(problem, rows, plan, values, level, known, budget))
        for level in problem.levels
    )


def _entry(level: Level, value: int, bound: Bound) -> Entry:
    return Entry(
        level,
        value,
        bound.bound,
        bound.scope,
        bound.method,
        bound.seconds,
        bound.prices,
        bound.safe_bound,
    )


def _bound(  # noqa: PLR0913  (everything that a bound may come from)
    problem: Problem,
    rows: TableRows,
    plan: Assignment,
    values: Mapping[Level, int],
    level: Level,
    known: Known,
    budget: Budget,
) -> Bound:
    if level in SELECT_LEVELS:
        return _select_bound(problem, rows, values, level, known, budget)
    started = time.monotonic()
    match level:
        case Level.WAITING:
            bound, scope, method = waiting_bound(problem, plan)
        case Level.BREAKS:
            bound, scope, method = breaks_bound(problem, plan)
        case Level.MOVES:
            bound, scope, method = moves_bound(problem, plan)
        case _:
            bound, scope, method = 0, Scope.ALL, NOT_NEGATIVE
    seconds = time.monotonic() - started
    return Bound(level, bound, scope, method, seconds=seconds)


def _select_bound(
    problem: Problem,
    rows: TableRows,
    values: Mapping[Level, int],
    level: Level,
    known: Known,
    budget: Budget,
) -> Bound:
    above = problem.levels[: problem.levels.index(level)]
    achieved = {each: values[each] for each in above if each in SELECT_LEVELS}
    found = known.of.get(level)
    if found is not None and found.upper == tuple(achieved.values()):
        return found
    known.add(bound_level(problem, rows, level, achieved, budget))
    return known.of[level]
