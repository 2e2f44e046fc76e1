"""Which candidates to hold, and a bound on every level that depends on it.

Slots are forgotten: a maximum-weight b-matching with side conditions, nearly integral
as a linear program. First all levels but the last are demanded at their ideal at
once; only if that is impossible they are optimized one after the other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from solver.columns import Columns, Detail, coarse_detail, columns, fine_detail
from solver.conflicts import conflict
from solver.integral import SMALL, Chosen, near_integers, solve_exactly
from solver.known import Bound
from solver.lagrange import Capacities, bound_of, capacities
from solver.levels import SELECT_LEVELS, Level
from solver.mixed import METHOD as EXACT_METHOD
from solver.multipliers import ideal_prices, no_prices
from solver.parts import part
from solver.ragged import IntArray, Ragged
from solver.relaxation import Model, above, ideal_value, stage
from solver.relaxed import Relaxed, both, relax
from solver.result import Scope
from solver.slotgains import from_maximize_form
from solver.spread import Spread, spread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solver.budget import Budget
    from solver.problem import Problem
    from solver.relaxation import Stage
    from solver.tablerows import TableRows

METHOD = "b-matching LP prices"
IDEAL_METHOD = "best of each participant and candidate alone"
NOTHING_METHOD = "sum of everything"

_MOST_ROUNDS = 8
_MOST_TRIES = 4
_FEW = 1 / 2000
"""A share of participants that does not fit is left to the timetable."""


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What to hold.

    Attributes
    ----------
    option : int64[C]
        -1 where not held.
    slot : int64[C]
        The slot where a baseline meeting is kept or a pinned one stands; -1: free.
    values : dict
        Of the levels of select, by ``option`` alone.
    bounds : dict
        On the same levels, scope ``all``.
    """

    option: IntArray
    slot: IntArray
    values: dict[Level, int] = field(default_factory=dict)
    bounds: dict[Level, Bound] = field(default_factory=dict)


_detail_of: WeakKeyDictionary[Problem, Detail] = WeakKeyDictionary()
"""The detail that select needed, so that later bounds are as tight."""


def select(
    problem: Problem, rows: TableRows, budget: Budget, *, seed: int = 0
) -> Selection:
    """Choose what to hold, level after level.

    Parameters
    ----------
    seed : int
        Not used: equal problems give equal selections.

    Raises
    ------
    InfeasibleError
        Proven: mandatory and pinned candidates cannot all be held.
    """
    del seed
    levels = [level for level in problem.levels if level in SELECT_LEVELS]
    search = _Search(problem, rows, budget, levels)
    detail = _first_detail(problem)
    for _ in range(_MOST_ROUNDS):
        selection, closer = search.run(detail)
        _detail_of[problem] = detail
        if closer is None or budget.is_exhausted:
            break
        detail = closer
    return selection


def bound_level(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    budget: Budget,
) -> Bound:
    """Bound one level over all plans whose upper levels are as good as achieved.

    Exact for the relaxation of select (not only its linear program) in small events.

    Parameters
    ----------
    achieved : mapping
        Values of the upper levels of select, in their order.
    """
    started = time.monotonic()
    capacity = capacities(problem, rows.sets)
    detail = _detail_of.get(problem) or _first_detail(problem)
    model = Model(problem, rows, detail, columns(problem, detail), capacity)
    goal = stage(model, level, achieved)
    solved = _solve(goal, budget, certain=True)
    return solved.bound(started)


def _first_detail(problem: Problem) -> Detail:
    small = problem.num_options * problem.num_rows <= SMALL
    return fine_detail(problem) if small else coarse_detail(problem)


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """A stage with the best integers found and what is proven.

    ``relaxed`` is None where the conditions are impossible (then ``best`` is, too).
    """

    stage: Stage
    relaxed: Relaxed | None
    best: Chosen | None
    exact_bound: int | None = None
    is_infeasible: bool = False

    def bound(self, started: float) -> Bound:
        """Return the tightest bound, with the prices of the safe one."""
        goal = self.stage
        upper = tuple(goal.achieved.values())
        if self.relaxed is None:
            prices, method = no_prices(goal), NOTHING_METHOD
            safe = bound_of(goal.model.problem, goal.model.capacity, prices)
        else:
            prices, method, safe = self.relaxed.prices, METHOD, self.relaxed.bound
        value = safe if self.exact_bound is None else self.exact_bound
        if value != safe:
            method = EXACT_METHOD
        return Bound(
            goal.part.level,
            value,
            Scope.ALL,
            method,
            upper,
            safe,
            prices,
            time.monotonic() - started,
        )


def _solve(
    goal: Stage, budget: Budget, like: Relaxed | None = None, *, certain: bool
) -> _Solved:
    """Relax, find integers, and in small events close the gap between both.

    With ``certain``, that it is infeasible is proven.
    """
    is_small = len(goal.model.columns) <= SMALL
    relaxed = relax(goal, all_counts=is_small, like=like)
    if relaxed is None and certain:
        relaxed = relax(goal, all_counts=is_small, whole=True)
    if relaxed is None:
        return _Solved(goal, None, None, is_infeasible=True)
    best = None
    for _ in range(_MOST_TRIES):
        near = near_integers(relaxed, budget)
        best = near.best if best is None else best
        if near.lacking is None:
            break
        active = both(relaxed.active, near.lacking)
        again = relax(goal, like=replace(relaxed, active=active))
        if again is None:
            break
        relaxed = again
    if not is_small or (best is not None and best.value == relaxed.bound):
        return _Solved(goal, relaxed, best)
    exact = solve_exactly(relaxed, best, budget)
    return _Solved(goal, relaxed, exact.best, exact.bound, exact.is_infeasible)


def _ideal_bound(goal: Stage, started: float) -> Bound:
    """Bound a level by the best that participants and candidates could have alone."""
    prices = ideal_prices(goal)
    ideal = bound_of(goal.model.problem, goal.model.capacity, prices)
    return Bound(
        goal.part.level,
        ideal,
        Scope.ALL,
        IDEAL_METHOD,
        tuple(goal.achieved.values()),
        ideal,
        prices,
        time.monotonic() - started,
    )


class _Search:
    """Select at one detail; says where to look closer."""

    def __init__(
        self, problem: Problem, rows: TableRows, budget: Budget, levels: list[Level]
    ) -> None:
        self.problem = problem
        self.rows = rows
        self.budget = budget
        self.levels = levels
        self.capacity: Capacities = capacities(problem, rows.sets)
        self.last: dict[Level, Relaxed] = {}
        self.known: dict[Level, Bound] = {}

    def run(self, detail: Detail) -> tuple[Selection, Detail | None]:
        """Return the selection, and a finer detail if it does not fit everyone."""
        found = columns(self.problem, detail)
        model = Model(self.problem, self.rows, detail, found, self.capacity)
        x, bounds = self._in_order(model)
        self.known = bounds
        held = np.flatnonzero(x)
        fitted = spread(model, held)
        selection = self._selection(found, held, fitted, bounds)
        return selection, self._closer(detail, selection, fitted)

    def _in_order(self, model: Model) -> tuple[IntArray, dict[Level, Bound]]:
        """Optimize the levels in their order, all that is left at once if possible."""
        bounds: dict[Level, Bound] = {}
        achieved: dict[Level, int] = {}
        x: IntArray | None = None
        is_ideal = False
        for level in self.levels or [Level.PROMISED]:
            # What is demanded does not change where the last level was at its ideal.
            at_once = None if is_ideal else self._all_at_once(model, achieved)
            if at_once is not None:
                return at_once[0], bounds | at_once[1]
            started = time.monotonic()
            goal = stage(model, level, achieved)
            solved = self._solved(goal, certain=True)
            if solved.best is not None:
                x, value = solved.best.x, solved.best.value
            else:
                x = self._fallback(solved) if x is None else x
                value = from_maximize_form(self.problem, level, goal.part.value(x))
            is_ideal = value == ideal_value(model, goal.part, goal.ideal, goal.reach)
            achieved[level] = value
            if level in self.levels:
                bounds[level] = solved.bound(started)
        return (np.zeros(0, dtype=np.int64) if x is None else x), bounds

    def _all_at_once(
        self, model: Model, achieved: Mapping[Level, int]
    ) -> tuple[IntArray, dict[Level, Bound]] | None:
        """Maximize the last level with those not achieved yet at their ideal.

        None if that is impossible, or if there are no such levels.
        """
        demanded = [level for level in self.levels[:-1] if level not in achieved]
        if not demanded or Level.VALUE in demanded:
            return None
        started = time.monotonic()
        conditions: dict[Level, int | None] = {**achieved}
        for level in demanded:
            conditions[level] = self._best_known(level, conditions)
        goal = stage(model, self.levels[-1], conditions)
        bounds = {}
        for index, upper in enumerate(goal.upper):
            level = upper.part.level
            if level in demanded:
                known = self.known.get(level)
                if known is None or conditions[level] is None:
                    known = _ideal_bound(above(goal, index), started)
                bounds[level] = known
        if any(goal.achieved[level] != one.bound for level, one in bounds.items()):
            return None
        solved = self._solved(goal, certain=False)
        if solved.best is None:
            return None
        bounds[self.levels[-1]] = solved.bound(started)
        return solved.best.x, bounds

    def _best_known(
        self, level: Level, upper: Mapping[Level, int | None]
    ) -> int | None:
        """Bound of a level at a coarser detail, if the levels above are the same."""
        known = self.known.get(level)
        if known is None:
            return None
        for value, each in zip(known.upper, upper.items(), strict=True):
            best = self.known.get(each[0])
            same = each[1] if each[1] is not None or best is None else best.bound
            if value != same:
                return None
        return known.bound

    def _solved(self, goal: Stage, *, certain: bool) -> _Solved:
        """Solve a stage, starting from where it was solved at another detail."""
        level = goal.part.level
        solved = _solve(goal, self.budget, self.last.get(level), certain=certain)
        if solved.relaxed is not None:
            self.last[level] = solved.relaxed
        return solved

    def _fallback(self, solved: _Solved) -> IntArray:
        """Columns to hold where no integers were found: those more than half held.

        Mandatory candidates are held in any case; the timetable finds out whether it
        works.
        """
        if solved.relaxed is None or solved.is_infeasible:
            raise conflict(self.problem, self.rows, self.capacity)
        found = solved.stage.model.columns
        x = np.asarray(solved.relaxed.x > 0.5, dtype=np.int64)  # noqa: PLR2004
        is_held = np.zeros(self.problem.num_candidates, dtype=np.bool_)
        is_held[found.candidate[x > 0]] = True
        missing = np.flatnonzero((self.problem.mandatory & ~is_held)[found.candidate])
        _, first = np.unique(found.candidate[missing], return_index=True)
        x[missing[first]] = 1
        return x

    def _selection(
        self,
        found: Columns,
        held: IntArray,
        fitted: Spread,
        bounds: dict[Level, Bound],
    ) -> Selection:
        problem = self.problem
        option = np.full(problem.num_candidates, -1, dtype=np.int64)
        slot = np.full(problem.num_candidates, -1, dtype=np.int64)
        option[found.candidate[held]] = fitted.option
        slot[found.candidate[held]] = found.only_slot[held]
        fixed = Columns(
            Ragged(np.arange(len(held) + 1, dtype=np.int64), fitted.option),
            found.candidate[held],
            found.slot[held],
            found.row[held],
            found.only_slot[held],
        )
        everything = np.ones(len(held), dtype=np.int64)
        values = {
            level: from_maximize_form(
                problem, level, part(problem, level, fixed).value(everything)
            )
            for level in self.levels
        }
        return Selection(option, slot, values, bounds)

    def _closer(
        self, detail: Detail, selection: Selection, fitted: Spread
    ) -> Detail | None:
        """Where the selection does not fit, count people alone and row by row."""
        in_team = np.bincount(detail.team)[detail.team] > 1
        apart = (fitted.overloaded | fitted.row_overloaded) & in_team
        by_row = fitted.row_overloaded & ~detail.by_row
        if np.count_nonzero(apart | by_row) <= _FEW * len(apart):
            apart[:], by_row[:] = False, False
        is_worse = any(
            (selection.values[level] - bound.bound) * level.sense < 0
            for level, bound in selection.bounds.items()
            if level is not Level.VALUE
        )
        if is_worse:
            lacking = fitted.lacking & in_team
            apart |= lacking if lacking.any() else fitted.partners & in_team
        if not (apart | by_row).any():
            return None
        return detail.with_apart(apart).with_rows(by_row)
