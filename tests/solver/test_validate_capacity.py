"""Capacities against trying out every set of busy slots."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from solver.problem import UNLIMITED, Windows
from solver.result import Assignment
from solver.rules import Rule
from solver.validate import validate
from solver.validate_capacity import (
    cluster_capacity,
    most_busy,
    most_busy_in_all,
    usable_tables,
)
from tests.solver.instances import build, random_problem

if TYPE_CHECKING:
    from solver.problem import Problem

OWN_RULES = {Rule.AVAILABLE, Rule.MOST, Rule.MOST_ROW, Rule.LONGEST_RUN, Rule.WINDOW}


def alone(problem: Problem, participant: int, **changes: Any) -> Problem:
    """The same participant with nothing but candidates of its own."""
    people, windows = problem.participants, problem.windows
    mine = windows.participant == participant
    one = [participant]
    return build(
        [(0,)] * problem.num_slots,
        num_slots=problem.num_slots,
        num_tables=0,
        row=problem.slots.row,
        slots=problem.slots,
        **{
            f"participants__{name}": getattr(people, name)[one]
            for name in ("can", "idle", "most", "most_row", "longest_run")
        },
        windows=Windows(
            np.zeros(mine.sum(), dtype=np.int64),
            windows.first[mine],
            windows.last[mine],
            windows.free[mine],
        ),
        **changes,
    )


@pytest.mark.parametrize("seed", range(6))
def test_most_busy_slots_equal_trying_every_agenda(seed: int) -> None:
    """Of each participant, in each row and in all."""
    problem = random_problem(seed)
    rows, in_all = most_busy(problem), most_busy_in_all(problem)
    for p in range(problem.num_participants):
        single = alone(problem, p)
        best = np.zeros(problem.num_rows, dtype=np.int64)
        most = 0
        for chosen in product([False, True], repeat=problem.num_slots):
            slots = np.flatnonzero(chosen)
            plan = Assignment.empty(problem.num_slots)
            plan.option[: len(slots)] = np.arange(len(slots))
            plan.slot[: len(slots)] = slots
            if {one.rule for one in validate(single, plan)} & OWN_RULES:
                continue
            count = np.bincount(problem.slots.row[slots], minlength=problem.num_rows)
            best = np.maximum(best, count)
            most = max(most, len(slots))
        assert rows[p].tolist() == best.tolist()
        assert in_all[p] == most


def test_capacity_of_large_rows_by_hand() -> None:
    """Runs of 2 in a row of 8, with and without a rest after the third slot."""
    changes = {"num_slots": 8, "num_tables": 0, "participants__longest_run": [60]}
    assert most_busy(build([(0,)], **changes)).tolist() == [[6]]
    rest = np.zeros(8, dtype=np.bool_)
    rest[3] = True
    assert most_busy(build([(0,)], slots__rest_after=rest, **changes)).tolist() == [[6]]
    rest = np.zeros(8, dtype=np.bool_)
    rest[[1, 3, 5]] = True
    assert most_busy(build([(0,)], slots__rest_after=rest, **changes)).tolist() == [[8]]


def test_usable_tables_less_the_greatest_spare_inside() -> None:
    """Sets inside count, overlapping ones do not; two per meeting where all are two."""
    problem = build(
        [(0, 1), (2, 3), (4, 5)],
        num_slots=2,
        num_tables=4,
        tables__sets=np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 1, 1, 0]]) > 0,
        tables__spare=[1, 9, 0],
        tables__open=np.array([[1, 1], [1, 0], [1, 1], [1, 1]]) > 0,
    )
    sets = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [1, 1, 0, 0]], dtype=np.bool_)
    assert usable_tables(problem, sets).tolist() == [[2, 2], [3, 2], [0, 0]]
    can = problem.participants.can.copy()
    can[:3, 0] = False
    halved = build(
        [(0, 1), (2, 3), (4, 5)], num_tables=4, participants__can=np.c_[can, can]
    )
    assert usable_tables(halved, sets)[0].tolist() == [1, 3, 1, 3]


def test_capacity_of_an_odd_set() -> None:
    """Three people with 2 busy slots each hold 3 meetings; slot by slot 1 each."""
    problem = build([(0, 1), (0, 2), (1, 2)], num_slots=2)
    cluster = np.ones(3, dtype=np.bool_)
    assert cluster_capacity(problem, cluster, np.array([2, 2, 2])) == 2
    assert cluster_capacity(problem, cluster, np.array([1, 1, 1])) == 1


def test_unlimited_run_is_no_run_at_all() -> None:
    """Without a limit every free slot counts."""
    problem = build([(0,)], num_slots=6, participants__longest_run=[UNLIMITED])
    assert most_busy_in_all(problem).tolist() == [6]
