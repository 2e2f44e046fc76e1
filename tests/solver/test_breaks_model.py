"""The model of waiting and breaks against the oracle, at a fixed set of meetings."""

from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from solver import solve
from solver.breaks_model import BreaksModel, Counting
from solver.evaluate import level_values
from solver.levels import Level
from solver.problem import UNLIMITED, Problem
from solver.tablerows import table_rows
from tests.solver.instances import build, random_problem
from tests.solver.oracle import Oracle


def fewest(
    problem: Problem,
    options: np.ndarray,
    level: Level = Level.BREAKS,
    counting: Counting = Counting.SUMS,
) -> int | None:
    """The optimum of the model; None: infeasible. Its plan has this value."""
    model = BreaksModel(problem, table_rows(problem), options, counting)
    model.minimize(level)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    plan = model.plan(solver)
    assert sorted(plan.option[plan.held]) == sorted(options)
    best = round(solver.objective_value)
    seen = replace(problem, levels=(level,))
    assert level_values(seen, plan)[level] == best
    return best


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_model_agrees_with_the_oracle(first: int) -> None:
    """Random events: never above the truth, and equal where zones do not count."""
    compared = 0
    for seed in range(first, first + 10):
        drawn = random_problem(seed)
        problem = replace(
            drawn,
            levels=(Level.VALUE, Level.WAITING, Level.BREAKS),
            tables=replace(drawn.tables, too_far=np.zeros_like(drawn.tables.too_far)),
        )
        plan = solve(problem, work_limit=60, seed=seed).assignment
        if plan is None or not plan.held.any():
            continue
        oracle = Oracle(problem)
        held = plan.option[plan.held]
        for level in (Level.WAITING, Level.BREAKS):
            truth = oracle.best(level, {}, option=plan.option.tolist())
            for counting in Counting:
                assert fewest(problem, held, level, counting) == truth
                compared += 1
    assert compared >= 20


def test_a_forbidden_slot_that_does_not_count_as_idle_is_no_break() -> None:
    """Nobody can meet in slot 1; only whoever idles there has a break."""
    can = np.array([[True, False, True]] * 3)
    idle = can.copy()
    meetings = [(0, 1), (0, 2)]
    problem = build(meetings, num_slots=3, participants__can=can)
    both = np.array([0, 1])
    assert fewest(replace_idle(problem, idle), both) == 0
    idle[0, 1] = True
    assert fewest(replace_idle(problem, idle), both) == 1


def replace_idle(problem: Problem, idle: np.ndarray) -> Problem:
    """The problem with other slots that count as idle."""
    return replace(problem, participants=replace(problem.participants, idle=idle))


def test_a_row_ends_every_break() -> None:
    """Slots 0 and 2 with nothing between: a break, unless a row ends there."""
    can = np.array([[True, False, True]] * 3)
    everywhere = np.ones_like(can)
    for row, breaks in (([0, 0, 0], 1), ([0, 0, 1], 0), ([0, 1, 1], 0)):
        problem = build(
            [(0, 1), (0, 2)],
            num_slots=3,
            row=row,
            participants__can=can,
            participants__idle=everywhere,
        )
        assert fewest(problem, np.array([0, 1])) == breaks


def test_most_breaks_makes_a_set_of_meetings_infeasible() -> None:
    """One break cannot be helped: with at most one allowed, with none not."""
    can = np.array([[True, False, True]] * 3)
    changes = {
        "participants__can": can,
        "participants__idle": np.ones_like(can),
    }
    for most, expected in (([1, 9, 9], 1), ([0, 9, 9], None)):
        problem = build(
            [(0, 1), (0, 2)], num_slots=3, participants__most_breaks=most, **changes
        )
        assert fewest(problem, np.array([0, 1])) == expected


def test_spread_counts_from_the_fewest_where_everybody_has_breaks() -> None:
    """Two with one break each differ by nothing; beside a third one, by one."""
    can = np.array([[True, False, True]] * 2)
    twice = build(
        [(0, 1), (0, 1)],
        num_slots=3,
        participants__can=can,
        participants__idle=np.ones_like(can),
        break_spread=0,
    )
    assert fewest(twice, np.array([0, 1])) == 2
    can = np.array([[True, False, True]] * 3)
    third = build(
        [(0, 1), (0, 1)],
        num_slots=3,
        num_participants=3,
        participants__can=can,
        participants__idle=np.ones_like(can),
        break_spread=0,
    )
    assert fewest(third, np.array([0, 1])) is None
    assert fewest(replace(third, break_spread=UNLIMITED), np.array([0, 1])) == 2
