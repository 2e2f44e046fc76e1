"""The step of a solve that proves waiting and breaks."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.breaks_proof import PROVED, BreaksProof, Meetings, meetings_of
from solver.breaks_search import METHOD
from solver.errors import InfeasibleError
from solver.evaluate import level_values
from solver.exact import upper_of
from solver.known import Bound
from solver.levels import Level
from solver.problem import UNLIMITED
from solver.result import Scope
from solver.rules import Rule
from solver.waitbound import breaks_bound, waiting_bound

if TYPE_CHECKING:
    from collections.abc import Callable

    from solver.budget import Budget
    from solver.incumbent import Incumbent
    from solver.known import Known
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

SHARE = 0.6
"""Of what is left, for each level."""
MOST_S = {Scope.ALL: 90.0, Scope.HELD: 20.0}
"""At most so long: where every plan has the same meetings it pays to go on."""
MOST_UNLIMITED_S = MOST_S | {Scope.HELD: 0.8}
"""The same where nobody gave a limit: what is proven about one plan's meetings is not
worth waiting for."""


def with_caps(problem: Problem) -> Problem:
    """Return the problem with the spread of breaks as everyone's most breaks.

    Annealing keeps caps: whoever has at most ``spread`` breaks differs from nobody by
    more.
    """
    if problem.break_spread == UNLIMITED:
        return problem
    people = problem.participants
    most = np.minimum(people.most_breaks, problem.break_spread)
    return replace(problem, participants=replace(people, most_breaks=most))


class BreaksStep:
    """Proves the levels of gaps about the meetings of the best plan.

    Parameters
    ----------
    walk : callable
        Anneals within a budget and returns the best valid plan so far.
    offer : callable
        Seats a plan and offers it to the incumbent.
    """

    def __init__(
        self,
        problem: Problem,
        known: Known,
        incumbent: Incumbent,
        *,
        seed: int,
        workers: int,
        walk: Callable[[Budget], Assignment | None],
        offer: Callable[[Assignment], None],
    ) -> None:
        self._problem = problem
        self._known = known
        self._incumbent = incumbent
        self._seed = seed
        self._workers = workers
        self._walk = walk
        self._offer = offer

    def run(self, rows: TableRows, budget: Budget, scope: Scope) -> bool:
        """Prove what can be proven; True: nothing is left to polish.

        Parameters
        ----------
        scope : Scope
            ``ALL``: only where every plan holds the same meetings; this can come before
            polishing. ``HELD``: only where not; annealing may exchange meetings, so
            this comes when it is done.

        Raises
        ------
        InfeasibleError
            Proven: the meetings that must be held have no plan.
        """
        levels = [level for level in self._problem.levels if level in PROVED]
        if not levels and self._incumbent.plan is None:
            levels = [Level.BREAKS]
        is_proven = bool(levels)
        for level in levels:
            meetings = meetings_of(self._problem, self._incumbent.plan)
            if meetings is None or meetings.scope != scope or budget.is_exhausted:
                return False
            if not self._is_reached(level):
                most = (
                    MOST_S if math.isfinite(budget.time_limit_s) else MOST_UNLIMITED_S
                )
                part = budget.part(SHARE, most_s=most[scope])
                self._prove(level, meetings, rows, part)
            is_proven = is_proven and self._is_reached(level)
        return is_proven and not self._has_more_levels(levels)

    def _has_more_levels(self, levels: list[Level]) -> bool:
        """Whether annealing could improve something besides these and moves."""
        return Level.RISK in self._problem.levels or not levels

    def _prove(
        self, level: Level, meetings: Meetings, rows: TableRows, budget: Budget
    ) -> None:
        proof = BreaksProof(
            self._problem,
            rows,
            meetings,
            seed=self._seed,
            workers=self._workers,
            walk=self._walk if meetings.scope is Scope.ALL else None,
        ).prove(level, self._incumbent.plan, budget)
        if proof.is_infeasible and self._incumbent.plan is None:
            message = (
                "no plan holds all meetings that must be held within the limits of "
                "breaks and tables: a constraint program of all of them proves it"
            )
            raise InfeasibleError(message, (Rule.MOST_BREAKS, Rule.BREAK_SPREAD))
        if proof.plan is not None:
            self._offer(proof.plan)
        plan = self._incumbent.plan
        if plan is None or level not in self._problem.levels:
            return
        self._known.add(
            Bound(
                level,
                proof.bound,
                meetings.scope,
                METHOD,
                upper_of(self._problem, level_values(self._problem, plan), level),
                seconds=proof.seconds,
                option=meetings.option if meetings.scope is Scope.HELD else None,
            )
        )

    def _is_reached(self, level: Level) -> bool:
        """Whether the best plan's value is known to be the best of its meetings."""
        plan = self._incumbent.plan
        if plan is None or level not in self._problem.levels:
            return plan is not None
        value = level_values(self._problem, plan)[level]
        alone = waiting_bound if level is Level.WAITING else breaks_bound
        found = self._known.of.get(level)
        bounds = [0, alone(self._problem, plan)[0]]
        held = plan.option[plan.held]
        if found is not None and (
            found.option is None or np.array_equal(found.option, held)
        ):
            bounds.append(found.bound)
        return value <= max(bounds)
