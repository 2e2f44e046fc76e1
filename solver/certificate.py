"""The certificate of a finished plan: one entry per level, each with its bound."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from solver.known import Bound, tighter
from solver.levels import SELECT_LEVELS, Level
from solver.result import Entry, Scope
from solver.seat import moves_bound
from solver.select import bound_level
from solver.waitbound import breaks_bound, waiting_bound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.known import Known
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

NOT_NEGATIVE = "no plan is below 0"


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A finished plan and what it is judged by.

    ``own`` keeps the bounds that come from the plan itself, which do not change.
    """

    problem: Problem
    rows: TableRows
    plan: Assignment
    values: Mapping[Level, int]
    own: dict[Level, Bound] = field(default_factory=dict)


def certify(finished: Finished, known: Known, budget: Budget) -> tuple[Entry, ...]:
    """Return one entry per level of the problem, in its order.

    Bounds found on the way count only where the plan's upper levels are those they
    were computed for; otherwise they are computed anew.
    """
    entries = []
    for level in finished.problem.levels:
        if level in SELECT_LEVELS:
            bound = _select_bound(finished, level, known, budget)
        else:
            bound = _lower_bound(finished, level, known)
        entries.append(_entry(level, finished.values[level], bound))
    return tuple(entries)


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


def _lower_bound(finished: Finished, level: Level, known: Known) -> Bound:
    """Bound a level below select: what an exact search found, or a simple argument."""
    if level not in finished.own:
        finished.own[level] = _own_bound(finished, level)
    own = finished.own[level]
    above = finished.problem.levels[: finished.problem.levels.index(level)]
    found = known.of.get(level)
    if found is None or found.upper != tuple(finished.values[each] for each in above):
        return own
    plan = finished.plan
    if found.option is not None and not np.array_equal(
        found.option, plan.option[plan.held]
    ):
        return own  # other meetings are held by now
    if found.bound == own.bound:
        return found if found.scope is Scope.ALL else own
    is_tighter = tighter(level, found.bound, own.bound) == found.bound
    return found if is_tighter else own


def _own_bound(finished: Finished, level: Level) -> Bound:
    """Bounds of the levels below select: they come from the plan itself."""
    started = time.monotonic()
    match level:
        case Level.WAITING:
            bound, scope, method = waiting_bound(finished.problem, finished.plan)
        case Level.BREAKS:
            bound, scope, method = breaks_bound(finished.problem, finished.plan)
        case Level.MOVES:
            bound, scope, method = moves_bound(finished.problem, finished.plan)
        case _:
            bound, scope, method = 0, Scope.ALL, NOT_NEGATIVE
    seconds = time.monotonic() - started
    return Bound(level, bound, scope, method, seconds=seconds)


def _select_bound(
    finished: Finished, level: Level, known: Known, budget: Budget
) -> Bound:
    levels = finished.problem.levels
    above = levels[: levels.index(level)]
    achieved = {each: finished.values[each] for each in above if each in SELECT_LEVELS}
    found = known.of.get(level)
    if found is None or found.upper != tuple(achieved.values()):
        known.add(bound_level(finished.problem, finished.rows, level, achieved, budget))
    return known.of[level]
