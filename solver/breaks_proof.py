"""Prove the fewest breaks (or the least waiting) of a set of meetings, or find them.

Annealing gives good plans, unsatisfiable cores give bounds and, at last, a plan that
reaches them; both run at once. Two models are asked, one after the other has started:
problems that resist one are often easy for the other.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.breaks_model import BreaksModel, Counting
from solver.breaks_search import CoreSearch
from solver.evaluate import level_values
from solver.levels import Level
from solver.result import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver.budget import Budget
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment
    from solver.tablerows import TableRows

MOST_PLACES = 12_000
"""(meeting, slot) up to which a set of meetings is worth a proof."""
NEARLY_FULL = 0.9
"""Tables in use from which they are counted by clauses."""
WALK_S, WALK_SHARE = 1.0, 0.15
"""Annealing beside the first search, before the second takes its place."""
_LOOK_S = 0.02
PROVED = (Level.WAITING, Level.BREAKS)


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """What is proved about: these options are held, and no others.

    Attributes
    ----------
    option : int64[M]
    scope : Scope
        ``ALL`` where every plan (that is as good above) holds just these.
    """

    option: IntArray
    scope: Scope


def meetings_of(problem: Problem, plan: Assignment | None) -> Meetings | None:
    """Return the meetings to prove something about; None: none or too many."""
    option = _forced(problem, plan)
    scope = Scope.ALL
    if option is None:
        if plan is None:
            return None
        option, scope = plan.option[plan.held], Scope.HELD
    if not len(option) or problem.option_slots[option].sum() > MOST_PLACES:
        return None
    return Meetings(option, scope)


def _forced(problem: Problem, plan: Assignment | None) -> IntArray | None:
    """Return all options if every plan as good above holds all of them, else None."""
    if problem.num_options != problem.num_candidates:
        return None
    must = problem.mandatory.copy()
    if plan is not None and plan.held.all():
        first = min(
            problem.levels.index(one) for one in PROVED if one in problem.levels
        )
        above = problem.levels[:first]
        if Level.VALUE in above and not len(problem.bonus):
            must |= problem.candidates.value > 0
        if Level.PROMISED in above:
            must |= problem.candidates.promised
    return np.arange(problem.num_options) if must.all() else None


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What was found out about one level.

    Attributes
    ----------
    plan : Assignment or None
        Without tables; None: nothing was found.
    bound : int
        Over plans of these meetings that are as good above.
    is_infeasible : bool
        No plan holds these meetings.
    """

    plan: Assignment | None
    bound: int
    is_infeasible: bool
    seconds: float


class BreaksProof:
    """Proves one level after the other about a set of meetings.

    Parameters
    ----------
    walk : callable or None
        Improves the best plan by annealing within a budget; returns the best valid one.
        Keeps to the meetings. None: that has been done.
    """

    def __init__(
        self,
        problem: Problem,
        rows: TableRows,
        meetings: Meetings,
        *,
        seed: int,
        workers: int,
        walk: Callable[[Budget], Assignment | None] | None,
    ) -> None:
        self._problem = problem
        self._rows = rows
        self._meetings = meetings
        self._seed = seed
        self._workers = workers
        self._walk = walk
        self._best: Assignment | None = None

    def prove(self, level: Level, plan: Assignment | None, budget: Budget) -> Proof:
        """Search until the level is proven or the budget is used.

        Parameters
        ----------
        plan : Assignment or None
            The best so far; levels above are to be as good as its values.
        """
        started = time.monotonic()
        self._best = plan
        searches = self._searched(level, plan, budget)
        plans = [each.plan for each in searches if each.plan is not None]
        return Proof(
            min(plans, key=lambda one: self._value(level, one), default=None),
            max(each.bound for each in searches),
            any(each.is_infeasible for each in searches),
            time.monotonic() - started,
        )

    def _searched(
        self, level: Level, plan: Assignment | None, budget: Budget
    ) -> list[CoreSearch]:
        searches: list[CoreSearch] = []
        making = self._made(level, plan)
        if budget.is_reproducible:
            for search in making:
                searches.append(search)
                search.run(budget.part(1 / (3 - len(searches))))
                if self._is_over(level, searches):
                    break
            return searches
        try:
            searches.append(next(making))
            searches[0].start(budget)
            if self._workers > 1:
                if self._walk is not None:
                    self._walk_beside(self._walk, level, searches, budget)
                searches.extend(making)
                searches[1].start(budget)
            while not self._is_over(level, searches) and not budget.is_exhausted:
                searches[0].wait(_LOOK_S)
        finally:
            for search in searches:
                search.stop()
        return searches

    def _walk_beside(
        self,
        walk: Callable[[Budget], Assignment | None],
        level: Level,
        searches: list[CoreSearch],
        budget: Budget,
    ) -> None:
        part = budget.part(WALK_SHARE, most_s=WALK_S)
        asked = part.should_stop
        part.should_stop = lambda: asked() or self._is_over(level, searches)
        walked = walk(part)
        if walked is not None:
            self._best = walked

    def _made(self, level: Level, plan: Assignment | None) -> Iterator[CoreSearch]:
        """Make the models, each when it is needed."""
        countings = [Counting.SUMS, Counting.SUMS]
        if self._load() > NEARLY_FULL:
            countings[1] = Counting.CLAUSES
        for number, counting in enumerate(countings):
            model = BreaksModel(
                self._problem, self._rows, self._meetings.option, counting
            )
            if plan is not None:
                values = level_values(self._problem, plan)
                for above in PROVED[: PROVED.index(level)]:
                    if above in values:
                        model.hold(above, values[above])
            model.minimize(level)
            yield CoreSearch(model, seed=self._seed + number, is_second=number > 0)

    def _load(self) -> float:
        """Return the part of all tables over all slots that the meetings use."""
        places = self._rows.capacity.sum(axis=1).max(initial=0)
        return len(self._meetings.option) / max(1, int(places))

    def _is_over(self, level: Level, searches: list[CoreSearch]) -> bool:
        """One has its proof, or the best plan reaches the bound of one."""
        if any(each.is_over or each.is_proven for each in searches):
            return True
        best = self._best
        if best is None or not self._holds(best):
            return False
        bound = max(each.bound for each in searches)
        return self._value(level, best) == bound

    def _holds(self, plan: Assignment) -> bool:
        return np.array_equal(plan.option[plan.held], self._meetings.option)

    def _value(self, level: Level, plan: Assignment) -> int:
        return level_values(self._problem, plan)[level]
