"""Chains of relaxations that are pulled toward a plan improve it and keep the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import Level
from solver.slotlp import slot_bound
from solver.slotplans import breaks_a_rule, ranks, upper_values
from solver.slotpull import SlotPull
from solver.solving import solve
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment


@pytest.fixture(scope="module")
def problem() -> Problem:
    """An event of 60 people who are there in two slots of five."""
    return generate_problem(60, 400, 12, 20, profile="scattered", seed=3)


@pytest.fixture(scope="module")
def hurried(problem: Problem) -> Assignment:
    """A plan that was made in a hurry."""
    return solve(problem, work_limit=1, seed=0).assignment


def _pull(problem: Problem, plan: Assignment) -> SlotPull:
    achieved = upper_values(problem, plan, Level.VALUE)
    return SlotPull(problem, table_rows(problem), Level.VALUE, achieved)


def test_a_chain_comes_near_the_relaxation(
    problem: Problem, hurried: Assignment
) -> None:
    """Most of what is missing to the bound is found; no rule is broken."""
    plan = _pull(problem, hurried).run(
        plan=hurried, goal=None, seed=0, budget=Budget(work_limit=120)
    )
    assert not breaks_a_rule(problem, plan)
    assert ranks(problem, plan) > ranks(problem, hurried)
    achieved = upper_values(problem, hurried, Level.VALUE)
    bound = slot_bound(
        problem, table_rows(problem), Level.VALUE, achieved, Budget(work_limit=1)
    ).bound
    before, after = (
        bound - level_values(problem, each)[Level.VALUE] for each in (hurried, plan)
    )
    assert 0 <= after < before / 2


def test_chains_repeat(problem: Problem, hurried: Assignment) -> None:
    """Equal seeds give equal plans under a work limit."""
    pull = _pull(problem, hurried)
    first, again = (
        pull.run(plan=hurried, goal=None, seed=5, budget=Budget(work_limit=60)).slot
        for _ in range(2)
    )
    assert np.array_equal(first, again)


def test_a_chain_stops_at_its_goal(problem: Problem, hurried: Assignment) -> None:
    """A plan that reaches what nothing exceeds comes back as it is, for no work."""
    budget = Budget(work_limit=150)
    goal = level_values(problem, hurried)[Level.VALUE]
    plan = _pull(problem, hurried).run(plan=hurried, goal=goal, seed=0, budget=budget)
    assert plan is hurried
    assert budget.work_used == 0


def test_a_chain_gives_up_where_nothing_gets_better(
    problem: Problem, hurried: Assignment
) -> None:
    """From a plan that parts no longer improve it ends before its work is done."""
    budget = Budget(work_limit=100_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.slotpull.MOST_IDLE", 3)
        plan = _pull(problem, hurried).run(
            plan=hurried, goal=None, seed=0, budget=budget
        )
    assert budget.work_left() > 0
    assert ranks(problem, plan) > ranks(problem, hurried)
