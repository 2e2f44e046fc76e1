"""The peer keeps what it can, moves nothing, and adds what fits."""

from __future__ import annotations

import numpy as np
import pytest

from b4h_scheduler.bench.freeze_and_fill import freeze_and_fill
from solver.levels import Level
from solver.problem import Baseline
from solver.validate import validate
from tests.solver.instances import build

LIMITS = {"time_limit_s": 5.0, "seed": 0, "workers": 1}
LEVELS = (Level.CHANGES, Level.VALUE)


def released(*meetings: tuple[int, int, int]) -> Baseline:
    """A released plan of (candidate, slot, table), first options."""
    candidate, slot, table = (
        np.array(column) for column in zip(*meetings, strict=True)
    )
    return Baseline(candidate, candidate, slot, table)


def test_what_is_possible_stays_and_the_rest_is_filled() -> None:
    """0 meets 1 where it did, though 2, who can only then, is worth more."""
    can = np.ones((4, 2), dtype=np.bool_)
    can[2, 1] = False
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        num_slots=2,
        participants__can=can,
        candidates__value=[1, 9, 2],
        baseline=released((0, 0, 0)),
        levels=LEVELS,
    )
    plan = freeze_and_fill(problem, **LIMITS).assignment
    assert plan is not None
    assert validate(problem, plan) == []
    assert plan.slot.tolist() == [0, -1, 1]


def test_who_cannot_keep_all_drops_the_least_valuable() -> None:
    """At most one meeting now; two were released."""
    problem = build(
        [(0, 1), (0, 2)],
        participants__most=[1, 9, 9],
        candidates__value=[3, 5],
        baseline=released((0, 0, 0), (1, 1, 0)),
        levels=LEVELS,
    )
    plan = freeze_and_fill(problem, **LIMITS).assignment
    assert plan is not None
    assert plan.slot.tolist() == [-1, 1]


def test_a_table_that_is_gone_is_another_table() -> None:
    """The time stays."""
    is_open = np.ones((2, 4), dtype=np.bool_)
    is_open[0, 2] = False
    problem = build(
        [(0, 1)], tables__open=is_open, baseline=released((0, 2, 0)), levels=LEVELS
    )
    plan = freeze_and_fill(problem, **LIMITS).assignment
    assert plan is not None
    assert (plan.slot.tolist(), plan.table.tolist()) == ([2], [1])


def test_without_a_released_plan_there_is_nothing_to_freeze() -> None:
    """An error that says so."""
    with pytest.raises(ValueError, match="nothing was released"):
        freeze_and_fill(build([(0, 1)]), **LIMITS)
