"""Bounds on waiting and breaks: by hand, against every agenda, against the oracle."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from solver.levels import Level
from solver.problem import Problem, Windows
from solver.result import Assignment, Scope
from solver.rules import Rule
from solver.validate import recompute, validate
from solver.waitbound import (
    breaks_bound,
    least_by_count,
    least_waiting,
    waiting_bound,
)
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.oracle import Oracle
from tests.solver.test_validate_capacity import alone

LIMITS = {Rule.LONGEST_RUN, Rule.WINDOW, Rule.MOST_ROW}


@pytest.mark.parametrize("seed", range(8))
def test_least_costs_equal_trying_every_agenda(seed: int) -> None:
    """For every participant and number of meetings, of waiting and of breaks."""
    problem = random_problem(seed)
    slots = problem.participants.can
    found = {
        level: least_by_count(problem, slots, breaks=level is Level.BREAKS)
        for level in (Level.WAITING, Level.BREAKS)
    }
    for p in range(problem.num_participants):
        single = alone(problem, p, levels=(Level.WAITING, Level.BREAKS))
        for count in range(problem.num_slots + 1):
            values = []
            for chosen in combinations(np.flatnonzero(slots[p]), count):
                plan = Assignment.empty(problem.num_slots)
                plan.option[:count] = np.arange(count)
                plan.slot[:count] = chosen
                if not {one.rule for one in validate(single, plan)} & LIMITS:
                    values.append(recompute(single, plan))
            for level, costs in found.items():
                if values:
                    assert costs[p, count] == min(one[level] for one in values)
                else:
                    assert costs[p, count] > 1000


def test_runs_that_are_too_short_make_waiting() -> None:
    """Five meetings in runs of 2: two pauses, told as unavoidable."""
    problem = build(
        [(0,)] * 5, num_slots=8, num_tables=0, participants__longest_run=[60]
    )
    plan = plan_of(problem, *((c, s, -1) for c, s in enumerate([0, 1, 3, 4, 7])))
    assert waiting_bound(problem, plan)[:2] == (2, Scope.HELD)
    assert breaks_bound(problem, plan)[:2] == (2, Scope.HELD)
    assert least_waiting(problem, plan).tolist() == [2]


def test_mandatory_meetings_make_the_bound_hold_for_all_plans() -> None:
    """The same where all five must be held: no plan of any kind waits less."""
    problem = build(
        [(0,)] * 5,
        num_slots=8,
        num_tables=0,
        participants__longest_run=[60],
        candidates__mandatory=[True] * 5,
    )
    plan = plan_of(problem, *((c, s, -1) for c, s in enumerate([0, 1, 3, 4, 7])))
    assert waiting_bound(problem, plan)[:2] == (2, Scope.ALL)


def test_pause_in_a_window_is_waiting_if_idle() -> None:
    """Slot 1 or 2 stays free; with three meetings in four slots it is waited."""
    window = Windows(*(np.array([one]) for one in (0, 1, 2, 1)))
    problem = build([(0,)] * 3, num_tables=0, windows=window)
    plan = plan_of(problem, (0, 0, -1), (1, 1, -1), (2, 3, -1))
    assert waiting_bound(problem, plan)[:2] == (1, Scope.HELD)


def test_nothing_forces_anyone_to_wait() -> None:
    """0 holds for every plan."""
    problem = build([(0, 1), (0, 2)])
    plan = plan_of(problem, (0, 0, 0), (1, 3, 0))
    assert waiting_bound(problem, plan)[:2] == (0, Scope.ALL)


def compare_with_oracle(seed: int) -> bool:
    """Compare the bounds at the oracle's own optimum; True if one is above 0."""
    problem = random_problem(seed)
    oracle = Oracle(problem)
    if oracle.lexicographic() is None:
        return False
    plan = a_plan(problem, seed)
    if plan is None:
        return False
    values = recompute(problem, plan)
    told = False
    for level, bound_of in (
        (Level.WAITING, waiting_bound),
        (Level.BREAKS, breaks_bound),
    ):
        if level not in problem.levels:
            continue
        above = problem.levels[: problem.levels.index(level)]
        bound, scope, _ = bound_of(problem, plan)
        best = oracle.best(
            level,
            {one: values[one] for one in above},
            option=plan.option if scope is Scope.HELD else None,
        )
        assert best is not None
        assert bound <= best <= values[level]
        told |= bound > 0
    return told


def a_plan(problem: Problem, seed: int) -> Assignment | None:
    """Some valid plan that holds more than nothing, found at random."""
    rng = np.random.default_rng(seed)
    best = None
    for _ in range(3):
        plan = Assignment.empty(problem.num_candidates)
        for c in rng.permutation(problem.num_candidates):
            start, end = problem.candidates.option_start[c : c + 2]
            for option in range(start, end):
                slots = np.flatnonzero(problem.option_slots[option])
                for slot in rng.permutation(slots):
                    for table in range(-1, problem.num_tables):
                        plan.option[c], plan.slot[c], plan.table[c] = (
                            option,
                            slot,
                            table,
                        )
                        if only_missing(problem, plan):
                            break
                        plan.option[c] = plan.slot[c] = plan.table[c] = -1
                    if plan.option[c] >= 0:
                        break
                if plan.option[c] >= 0:
                    break
        if not validate(problem, plan) and (
            best is None or plan.num_meetings > best.num_meetings
        ):
            best = plan
    return best


def only_missing(problem: Problem, plan: Assignment) -> bool:
    """Nothing is wrong but that something is not held yet."""
    rules = {one.rule for one in validate(problem, plan)}
    return rules <= {Rule.MANDATORY, Rule.PIN, Rule.BREAK_SPREAD}


def test_bounds_hold_for_the_oracle() -> None:
    """Whatever the scope, over plans at least as good above."""
    assert sum(compare_with_oracle(seed) for seed in range(16)) >= 1


@pytest.mark.torture
def test_bounds_hold_for_the_oracle_often() -> None:
    """The same on many more."""
    assert sum(compare_with_oracle(seed) for seed in range(16, 400)) >= 20
