"""Whole solves of small events against the oracle: values, bounds, infeasibility."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver import solve
from solver.budget import Budget
from solver.levels import Level
from solver.problem import NO_TABLE, UNLIMITED, Problem
from solver.result import Scope, Status
from solver.select import select
from solver.tablerows import table_rows
from solver.validate_result import check_result
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from solver.result import Entry, Result

WORK = 150
"""Units of work for each event: enough to prove nearly all."""
EVENTS = 60
PER_TEST = 10
"""Events of one test, so that a fault is found without all others."""


@dataclass(frozen=True, eq=False)
class Event:
    """A random event, solved, with the truth about it."""

    seed: int
    problem: Problem

    @cached_property
    def oracle(self) -> Oracle:
        """Exact answers."""
        return Oracle(self.problem)

    @cached_property
    def optimum(self) -> dict[str, int] | None:
        """The best value of each level; None: infeasible."""
        return self.oracle.lexicographic()

    def solved(self, work: int = WORK) -> Result:
        """Solve within units of work; the same result every time."""
        return solve(self.problem, work_limit=work, seed=self.seed)


def event(seed: int) -> Event:
    """Draw the event of a seed."""
    return Event(seed, random_problem(seed))


def check_event(one: Event, work: int) -> Status:
    """Compare a solve with the oracle; how the solve ended."""
    result = one.solved(work)
    assert check_result(one.problem, result) == []
    if one.optimum is None:
        assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
        return result.status
    assert result.status is not Status.INFEASIBLE
    if result.assignment is None:
        return result.status
    is_best_so_far = True
    for entry in result.certificate:
        is_best_so_far &= entry.proven
        if is_best_so_far:
            assert entry.value == one.optimum[entry.level]
        else:
            check_bound(one, result, entry)
    return result.status


def check_bound(one: Event, result: Result, entry: Entry) -> None:
    """Compare a bound with the oracle under the bound's own definition."""
    plan = result.assignment
    assert plan is not None
    above = one.problem.levels[: one.problem.levels.index(entry.level)]
    best = one.oracle.best(
        entry.level,
        {level: result[level].value for level in above},
        option=None if entry.scope is Scope.ALL else plan.option,
        slot=plan.slot if entry.scope is Scope.TIMETABLE else None,
    )
    sense = entry.level.sense
    assert best is not None
    assert sense * entry.value <= sense * best <= sense * entry.bound


@pytest.mark.parametrize("first", range(0, EVENTS, PER_TEST))
def test_solves_of_small_events_equal_the_oracle(first: int) -> None:
    """Every level that is proven has the oracle's value, every bound holds."""
    ended = Counter(
        check_event(event(seed), WORK) for seed in range(first, first + PER_TEST)
    )
    assert ended[Status.OPTIMAL] + ended[Status.INFEASIBLE] >= PER_TEST - 2


@pytest.mark.torture
@pytest.mark.parametrize("first", range(EVENTS, 500, PER_TEST))
def test_solves_of_many_small_events_equal_the_oracle(first: int) -> None:
    """The same on many more, with more work for each."""
    ended = Counter(
        check_event(event(seed), 4 * WORK) for seed in range(first, first + PER_TEST)
    )
    assert ended[Status.OPTIMAL] + ended[Status.INFEASIBLE] >= PER_TEST - 1


def is_below_select_bound(one: Event) -> bool:
    """Whether slots cost something: the optimum of a level is below select's bound."""
    if one.optimum is None:
        return False
    rows = table_rows(one.problem)
    selection = select(one.problem, rows, Budget(work_limit=20), seed=one.seed)
    for level in one.problem.levels:
        bound = selection.bounds.get(level)
        if bound is not None and bound.bound != one.optimum[level]:
            return True
    return False


def relaxed(problem: Problem) -> list[Problem]:
    """The same event without limits of runs, or with every table for everyone."""
    people, options = problem.participants, problem.options
    unlimited = np.full(len(people), UNLIMITED, dtype=np.int64)
    everywhere = np.where(options.table_set == NO_TABLE, NO_TABLE, 0)
    return [
        replace(problem, participants=replace(people, longest_run=unlimited)),
        replace(problem, options=replace(options, table_set=everywhere)),
    ]


def first_options_only(problem: Problem) -> Problem:
    """The same event without any way but the first for each candidate."""
    start = problem.candidates.option_start
    is_first = np.zeros(problem.num_options, dtype=np.bool_)
    is_first[start[:-1]] = True
    allowed = problem.slot_sets[problem.options.slot_set] & is_first[:, np.newaxis]
    return replace(
        problem,
        slot_sets=np.vstack([problem.slot_sets, allowed]),
        options=replace(
            problem.options,
            slot_set=len(problem.slot_sets) + np.arange(problem.num_options),
        ),
    )


def has_binding_rule(one: Event) -> bool:
    """Whether a run limit, a table set or an option changes what is best."""
    others = relaxed(one.problem)
    if len(one.problem.options) > one.problem.num_candidates:
        others.append(first_options_only(one.problem))
    return any(Oracle(other).lexicographic() != one.optimum for other in others)


def test_events_are_hard_enough() -> None:
    """A quarter below the bound of select, a quarter with a binding rule."""
    below = binding = infeasible = 0
    for seed in range(EVENTS):
        one = event(seed)
        infeasible += one.optimum is None
        if below < EVENTS // 4:
            below += is_below_select_bound(one)
        if binding < EVENTS // 4:
            binding += has_binding_rule(one)
    assert below >= EVENTS // 4
    assert binding >= EVENTS // 4
    assert 2 <= infeasible <= EVENTS // 4


def test_every_level_occurs() -> None:
    """No level is left out of the comparison."""
    levels = {level for seed in range(EVENTS) for level in event(seed).problem.levels}
    assert levels == set(Level)
