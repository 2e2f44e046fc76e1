"""Limits on breaks in the exact search of everything, against the oracle."""

from dataclasses import replace

import numpy as np
import pytest

from solver import solve
from solver.exact import is_small
from solver.levels import Level
from solver.problem import UNLIMITED, Pins
from solver.result import Status
from tests.solver.instances import build, random_problem
from tests.solver.oracle import Oracle


@pytest.mark.parametrize("first", range(100, 160, 10))
def test_solves_with_limited_breaks_agree_with_the_oracle(first: int) -> None:
    """Caps and spreads that bind: proven values are true, and so is infeasibility."""
    proven = 0
    for seed in range(first, first + 10):
        drawn = random_problem(seed)
        most = seed % 3 if seed % 2 else UNLIMITED
        problem = replace(
            drawn,
            participants=replace(
                drawn.participants,
                most_breaks=np.full(drawn.num_participants, most),
                idle=np.ones_like(drawn.participants.idle),
            ),
            break_spread=seed % 2,
            levels=(Level.VALUE, Level.BREAKS),
        )
        truth = Oracle(problem).lexicographic()
        result = solve(problem, work_limit=100, seed=seed)
        if result.status is Status.OPTIMAL:
            assert {e.level: e.value for e in result.certificate} == truth
            proven += 1
        if result.status is Status.INFEASIBLE:
            assert truth is None
        if truth is None:
            assert result.assignment is None
    assert proven >= 5


def test_a_spread_forbids_what_only_one_of_two_would_have() -> None:
    """Participant 0 cannot help a break, the others cannot have one."""
    can = np.array([[True, False, True]] * 3)
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=3,
        num_tables=1,
        participants__can=can,
        participants__idle=np.ones_like(can),
        candidates__mandatory=[True, True],
        levels=(Level.BREAKS,),
    )
    assert is_small(problem)
    assert solve(problem, work_limit=50)[Level.BREAKS].value == 1
    equal = replace(problem, break_spread=0)
    assert solve(equal, work_limit=50).status is Status.INFEASIBLE


def test_a_pin_where_the_option_cannot_be_is_infeasible() -> None:
    """Somebody cannot meet in the pinned slot; no plan, and no defect either."""
    can = np.ones((2, 3), dtype=np.bool_)
    can[1, 2] = False
    problem = build([(0, 1)], num_slots=3, participants__can=can)
    for slot, status in ((1, Status.OPTIMAL), (2, Status.INFEASIBLE)):
        pins = Pins(np.array([0]), np.array([slot]), np.array([-1]))
        result = solve(replace(problem, pins=pins), work_limit=50)
        assert result.status is status
