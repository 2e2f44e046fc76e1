"""Small problems, exactly: one CP-SAT model of everything, level after level.

Where the decomposition leaves a level open on a small problem, this proves it (or finds
the better plan): one Boolean per (option, slot) and, with tables, per (option, slot,
table); levels in their order, each held while the next is optimized.
"""

from __future__ import annotations

import importlib.metadata
import math
import time
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from solver.budget import DETERMINISTIC_TIME_PER_UNIT
from solver.errors import InfeasibleError
from solver.exact_breaks import limit_breaks
from solver.exact_levels import ExactLevels
from solver.exact_rules import ExactRules
from solver.known import Bound
from solver.levels import SELECT_LEVELS, Level
from solver.result import Assignment, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solver.budget import Budget
    from solver.known import Known
    from solver.problem import Problem

MOST_TRIPLES = 3_000
"""(option, slot, table) up to which tables are part of the model."""
MOST_CELLS = 60_000
"""Participants x slots x tables x tables, likewise (walking)."""
METHOD = f"constraint program (CP-SAT {importlib.metadata.version('ortools')})"


def is_small(problem: Problem) -> bool:
    """Whether the whole problem, tables included, is worth one exact model."""
    tables = len(problem.tables)
    cells = problem.num_participants * problem.num_slots * max(1, tables) ** 2
    pairs = int(problem.option_slots.sum())
    return pairs * max(1, tables) <= MOST_TRIPLES and cells <= MOST_CELLS


class Exact:
    """The exact search of one small problem.

    Parameters
    ----------
    known : Known
        Levels whose bound the plan reaches already are skipped; new bounds are added.
    """

    def __init__(
        self, problem: Problem, known: Known, *, seed: int, workers: int
    ) -> None:
        self.problem = problem
        self.known = known
        self.seed = seed
        self.workers = workers
        self.rules = ExactRules(problem)
        limit_breaks(self.rules)
        self.levels = ExactLevels(self.rules)

    def improve(
        self,
        plan: Assignment | None,
        budget: Budget,
        values_of: Callable[[Assignment], Mapping[Level, int]],
    ) -> Assignment | None:
        """Return the best plan there is, or the best found in the budget.

        None: no valid plan was found in the budget.

        Raises
        ------
        InfeasibleError
            Proven: there is no valid plan.
        """
        if plan is None:
            plan = self._solve(budget)[0]
            if plan is None:
                return None
        for level in self.problem.levels:
            values = values_of(plan)
            expression = self.levels.expression(level)
            known = self.known.of.get(level)
            upper = upper_of(self.problem, values, level)
            is_proven = (
                known is not None
                and known.upper == upper
                and known.scope is Scope.ALL
                and known.bound == values[level]
            )
            if not is_proven and not budget.is_exhausted:
                started = time.monotonic()
                if level.sense > 0:
                    self.rules.model.maximize(expression)
                else:
                    self.rules.model.minimize(expression)
                found, bound = self._solve(budget, plan)
                if found is not None:
                    plan = better(level, plan, found, values_of)
                if bound is not None:
                    seconds = time.monotonic() - started
                    new = Bound(level, bound, Scope.ALL, METHOD, upper, seconds=seconds)
                    self.known.add(new)
            held = values_of(plan)[level]
            self.rules.model.clear_objective()  # type: ignore[no-untyped-call]
            if level.sense > 0:
                self.rules.model.add(expression >= held)
            else:
                self.rules.model.add(expression <= held)
        return plan

    def _solve(
        self, budget: Budget, hint: Assignment | None = None
    ) -> tuple[Assignment | None, int | None]:
        """Solve for the current objective; return a plan and a bound."""
        model = self.rules.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        if hint is not None:
            self.rules.add_hints(hint)
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        if budget.is_reproducible:
            solver.parameters.num_workers = 1
            solver.parameters.max_deterministic_time = (
                budget.work_left() * DETERMINISTIC_TIME_PER_UNIT
            )
        else:
            solver.parameters.num_workers = self.workers
            if math.isfinite(budget.seconds_left()):
                solver.parameters.max_time_in_seconds = budget.seconds_left()
        status = solver.solve(model)
        if budget.is_reproducible:
            spent = solver.response_proto.deterministic_time
            budget.charge(math.ceil(spent / DETERMINISTIC_TIME_PER_UNIT))
        if status == cp_model.INFEASIBLE and hint is None:
            message = "no plan keeps all rules: an exact search of everything proves it"
            raise InfeasibleError(message)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, None
        bound = None
        if model.has_objective():
            bound = round(solver.best_objective_bound)
        return self._plan(solver), bound

    def _plan(self, solver: cp_model.CpSolver) -> Assignment:
        plan = Assignment.empty(self.problem.num_candidates)
        owner = self.problem.option_candidate
        for (option, slot, table), held in self.rules.held.items():
            if solver.boolean_value(held):
                candidate = owner[option]
                plan.option[candidate] = option
                plan.slot[candidate] = slot
                plan.table[candidate] = table
        return plan


def upper_of(
    problem: Problem, values: Mapping[Level, int], level: Level
) -> tuple[int, ...]:
    """Values above a level that restrict its bound: of select, those of select."""
    above = problem.levels[: problem.levels.index(level)]
    if level in SELECT_LEVELS:
        above = tuple(each for each in above if each in SELECT_LEVELS)
    return tuple(values[each] for each in above)


def better(
    level: Level,
    old: Assignment,
    new: Assignment,
    values_of: Callable[[Assignment], Mapping[Level, int]],
) -> Assignment:
    """Return ``new`` only if it is better on the level (it is as good above)."""
    gain = level.sense * (values_of(new)[level] - values_of(old)[level])
    return new if gain > 0 else old
