"""A sound result passes; each thing that can be wrong is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.levels import Level
from solver.result import PRICE_SCALE, Assignment, Entry, Result, Scope, Status
from solver.validate_result import check_result
from tests.solver.instances import build, plan_of
from tests.solver.test_validate_bounds import no_prices

PROBLEM = build(
    [(0, 1), (0, 2)],
    participants__most=[1, 9, 9],
    candidates__promised=[True, False],
    levels=(Level.PROMISED, Level.VALUE),
)
PLAN = plan_of(PROBLEM, (0, 1, 0))
PRICES = replace(
    no_prices(PROBLEM, Level.VALUE, {Level.PROMISED: 0}),
    participant=np.array([PRICE_SCALE, 0, 0]),
)
PROMISED = Entry(Level.PROMISED, 0, 0, Scope.ALL, "nothing is better than 0")
VALUE = Entry(Level.VALUE, 1, 1, Scope.ALL, "prices", prices=PRICES, safe_bound=1)
GOOD = Result(Status.OPTIMAL, PLAN, (PROMISED, VALUE))


def test_sound_results_have_no_fault() -> None:
    """Proven, with a bound still open, and without a plan."""
    assert check_result(PROBLEM, GOOD) == []
    open_value = replace(VALUE, bound=2, safe_bound=None, prices=None)
    is_open = replace(GOOD, status=Status.FEASIBLE, certificate=(PROMISED, open_value))
    assert check_result(PROBLEM, is_open) == []
    assert check_result(PROBLEM, Result(Status.UNKNOWN, None)) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"value": 2, "bound": 2}, "value: value 2 stated, 1 found"),
        ({"bound": 0}, "value: value 1 is better than its bound 0"),
        ({"method": ""}, "value: no method is named for its bound"),
        ({"safe_bound": 5}, "value: safe bound 5 stated, 1 follows from the prices"),
        ({"prices": None}, "value: prices and safe bound are given together or not"),
        ({"bound": 2}, "value: bound 2 is weaker than the safe bound 1"),
        (
            {"prices": replace(PRICES, achieved=np.array([1]))},
            "value: prices take 1 for promised, 0 found",
        ),
        (
            {"prices": replace(PRICES, level=Level.PROMISED)},
            "value: prices are those of promised",
        ),
        (
            {"prices": replace(PRICES, participant=np.array([-1, 0, 0]))},
            "value: prices.participant: a negative price",
        ),
    ],
)
def test_faulty_entry(changed: dict[str, object], fault: str) -> None:
    """Each fault of an entry is told in words."""
    result = replace(GOOD, certificate=(PROMISED, replace(VALUE, **changed)))
    assert any(one.startswith(fault) for one in check_result(PROBLEM, result))


@pytest.mark.parametrize(
    ("result", "fault"),
    [
        (replace(GOOD, assignment=None), "status optimal without a plan"),
        (
            replace(GOOD, status=Status.UNKNOWN, assignment=None),
            "a certificate without a plan",
        ),
        (replace(GOOD, status=Status.INFEASIBLE), "status infeasible with a plan"),
        (
            replace(GOOD, status=Status.FEASIBLE),
            "status feasible, but every level proven: True",
        ),
        (
            replace(GOOD, certificate=(VALUE, PROMISED)),
            "certificate: not one entry for each level of the problem",
        ),
        (
            replace(GOOD, assignment=plan_of(PROBLEM, (0, 1, 0), (1, 1, 1))),
            "clash: participant 0 has 2 meetings in slot 1",
        ),
        (
            replace(GOOD, assignment=Assignment.empty(2)),
            "promised: value 0 stated, 1 found",
        ),
    ],
)
def test_faulty_result(result: Result, fault: str) -> None:
    """Each fault of plan and status is told in words."""
    assert fault in check_result(PROBLEM, result)


def test_scope_decides_what_is_proven() -> None:
    """A bound over held plans that is reached does not make a plan optimal."""
    held = replace(PROMISED, scope=Scope.HELD)
    result = replace(GOOD, certificate=(held, VALUE))
    assert check_result(PROBLEM, result) == [
        "status optimal, but every level proven: False"
    ]
