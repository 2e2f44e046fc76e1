"""Additions are taken back until a limit of changes is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from solver.evaluate import level_values
from solver.levels import Level
from solver.problem import Baseline, Problem
from solver.result import Assignment
from solver.trim import trimmed
from solver.validate import validate
from tests.solver.instances import build

WISHES = [(0, 1), (2, 3), (4, 5), (6, 7)]


def _problem(**changed: Any) -> Problem:
    """The first of four meetings was released; the others are worth 5, 3 and 4."""
    return build(
        WISHES,
        num_slots=1,
        num_tables=4,
        candidates__value=[9, 5, 3, 4],
        baseline=Baseline(*(np.array([0]) for _ in range(4))),
        levels=(Level.PROMISED, Level.CHANGES, Level.VALUE),
        **changed,
    )


def _as_promised(problem: Problem) -> dict[Level, int]:
    """What the plan that holds all has on the level above."""
    return {Level.PROMISED: level_values(problem, _all_held())[Level.PROMISED]}


def _all_held() -> Assignment:
    number = np.arange(4)
    return Assignment(number.copy(), np.zeros(4, dtype=np.int64), number.copy())


def test_least_value_goes_first() -> None:
    """One point of changes is left: the addition worth 5 stays."""
    problem = _problem()
    assert validate(problem, _all_held()) == []
    found = trimmed(problem, _all_held(), 1, _as_promised(problem))
    assert found.held.tolist() == [True, True, False, False]


def test_a_limit_that_is_kept_changes_nothing() -> None:
    """Three additions of three."""
    problem = _problem()
    found = trimmed(problem, _all_held(), 3, _as_promised(problem))
    assert found.held.all()


def test_what_levels_above_need_stays() -> None:
    """The one worth 3 was promised: the next goes instead of it."""
    problem = _problem(candidates__promised=np.array([False, False, True, False]))
    found = trimmed(problem, _all_held(), 1, _as_promised(problem))
    assert found.held.tolist() == [True, False, True, False]


def test_mandatory_additions_stay_even_beyond_the_limit() -> None:
    """All three: nothing may go, and no rule is broken."""
    mandatory = np.array([False, True, True, True])
    problem = _problem(candidates__mandatory=mandatory)
    found = trimmed(problem, _all_held(), 1, _as_promised(problem))
    assert found.held.all()
