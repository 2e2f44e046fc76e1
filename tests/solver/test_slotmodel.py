"""The slot model against the oracle: a relaxation, and exact but for seating."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import SELECT_LEVELS, Level
from solver.mixed import solve_mixed
from solver.slotgains import from_maximize_form
from solver.slotmodel import (
    Neighborhood,
    combined,
    slot_model,
    too_long_stretches,
)
from solver.slotplans import upper_values
from solver.tablerows import table_rows
from solver.validate import validate
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment

SEEDS = range(40)


def optimum(
    problem: Problem, level: Level, achieved: dict[Level, int]
) -> tuple[int, Assignment] | tuple[None, None]:
    """Best value of a level in the slot model, or None if it has no solution."""
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, table_rows(problem), level, achieved, everything)
    answer = solve_mixed(model, Budget())
    if answer.is_infeasible:
        return None, None
    plan = combined(everything, model, answer.chosen)
    return from_maximize_form(problem, level, answer.bound), plan


def test_optimum_is_never_worse_than_the_oracle_and_mostly_equal() -> None:
    """The model leaves out only seating, so its optimum bounds every valid plan."""
    equal = compared = 0
    for seed in SEEDS:
        problem = random_problem(seed)
        oracle = Oracle(problem)
        best = oracle.lexicographic()
        if best is None:
            continue
        for level in problem.levels:
            if level not in SELECT_LEVELS or level is Level.CHANGES:
                continue
            above = problem.levels[: problem.levels.index(level)]
            achieved = {each: best[each] for each in above if each in SELECT_LEVELS}
            mine, _ = optimum(problem, level, achieved)
            assert mine is not None
            only_select = oracle.best(level, achieved)
            assert level.sense * mine >= level.sense * only_select, (seed, level)
            compared += 1
            equal += mine == only_select
    assert compared > 60
    assert equal >= 0.9 * compared


@pytest.mark.parametrize("seed", SEEDS)
def test_solution_breaks_no_rule_but_those_of_tables(seed: int) -> None:
    """What the integer program chooses keeps everyone's rules."""
    problem = random_problem(seed)
    value, plan = optimum(problem, Level.VALUE, {})
    if value is None:
        return
    of_tables = ("table", "zone", "pin", "most-breaks", "break-spread")
    faults = [f for f in validate(problem, plan) if not f.rule.startswith(of_tables)]
    assert faults == []
    if Level.VALUE in problem.levels:
        assert level_values(problem, plan)[Level.VALUE] == value


@pytest.mark.parametrize("seed", range(0, 40, 5))
def test_neighborhood_of_all_but_one_slot_keeps_that_slot(seed: int) -> None:
    """Meetings outside the chosen slots stay, and the value never falls."""
    problem = random_problem(seed)
    value, plan = optimum(problem, Level.VALUE, {})
    if value is None or Level.VALUE not in problem.levels:
        return
    slots = np.ones(problem.num_slots, dtype=np.bool_)
    slots[0] = False
    near = Neighborhood.of_slots(slots, plan)
    rows = table_rows(problem)
    achieved = upper_values(problem, plan, Level.VALUE)
    model = slot_model(problem, rows, Level.VALUE, achieved, near)
    answer = solve_mixed(model, Budget())
    found = combined(near, model, answer.chosen)
    stays = plan.held & (plan.slot == 0)
    assert np.array_equal(found.slot[stays], plan.slot[stays])
    assert answer.bound == value


def test_too_long_stretches_are_the_shortest_ones() -> None:
    """Of slots 20, 20, 30 long, a limit of 45 forbids the last two together."""
    problem = random_problem(3)
    lengths = problem.slots.length
    for limit in (int(lengths.min()), int(lengths.sum())):
        for first, last in too_long_stretches(problem, limit):
            assert lengths[first : last + 1].sum() > limit
            assert lengths[first + 1 : last + 1].sum() <= limit
