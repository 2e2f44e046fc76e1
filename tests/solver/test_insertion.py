"""Inserting a candidate gives a valid plan and moves nothing that stays."""

from __future__ import annotations

import numpy as np

from solver.insertion import insert
from solver.levels import Level
from solver.price import with_forced
from solver.validate import recompute, validate
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.test_obstacles import drop_some
from tests.solver.test_waitbound import a_plan


def test_inserted_plans_are_valid_and_move_nothing() -> None:
    """On random events, for every candidate that is not held."""
    num = 0
    for seed in range(40):
        problem = random_problem(seed, candidates=9)
        plan = a_plan(problem, seed)
        if plan is None:
            continue
        plan = drop_some(problem, plan, seed)
        for c in np.flatnonzero(~plan.held).tolist():
            found = insert(with_forced(problem, c), plan, c)
            if found is None:
                continue
            assert validate(with_forced(problem, c), found) == []
            stays = found.held & plan.held
            assert (found.slot[stays] == plan.slot[stays]).all()
            assert (found.table[stays] == plan.table[stays]).all()
            assert np.flatnonzero(found.held & ~plan.held).tolist() == [c]
            num += 1
    assert num > 20


def test_the_least_valuable_gives_way() -> None:
    """0 meets 1 (worth 5) and 2 (worth 2): 3 comes in place of 2."""
    problem = build([(0, 1), (0, 2), (0, 3)], num_slots=2, candidates__value=[5, 2, 1])
    found = insert(with_forced(problem, 2), plan_of(problem, (0, 0, 0), (1, 1, 0)), 2)
    assert found is not None
    assert found.slot.tolist() == [0, -1, 1]
    assert recompute(problem, found)[Level.VALUE] == 6


def test_limits_are_kept_by_dropping_one_more() -> None:
    """0 may have one meeting; there is a free slot, but not a free place."""
    problem = build([(0, 1), (0, 2)], participants__most=[1, 9, 9])
    found = insert(with_forced(problem, 1), plan_of(problem, (0, 0, 0)), 1)
    assert found is not None
    assert found.held.tolist() == [False, True]


def test_tables_are_made_free() -> None:
    """One table, one slot: the pair that sits there goes."""
    problem = build([(0, 1), (2, 3)], num_slots=1, num_tables=1)
    found = insert(with_forced(problem, 1), plan_of(problem, (0, 0, 0)), 1)
    assert found is not None
    assert found.table.tolist() == [-1, 0]
