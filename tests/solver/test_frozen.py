"""Re-planning that leaves alone what can stay."""

from __future__ import annotations

import pytest

from solver.budget import Budget
from solver.course import Course
from solver.first_plan import first_plan
from solver.frozen import frozen, may_change_less
from solver.levels import Level
from solver.seater import Seater
from solver.solving import solve
from solver.validate import validate
from tests.solver.instances import build, random_problem


@pytest.mark.parametrize("seed", [69, 146, 204, 426, 621])
def test_pinning_what_can_stay_changes_less(seed: int) -> None:
    """The timetable and the seating of everything had moved more than they had to."""
    problem = random_problem(seed)
    course = Course(
        problem,
        Budget(1e9, 50),
        seed=seed,
        workers=1,
        on_progress=None,
        on_better=None,
    )
    plan = first_plan(course)
    Seater(course).seated(plan, Budget(1e9, 50))
    assert may_change_less(course)
    before = course.incumbent.values[Level.CHANGES]
    pinned = frozen(course)
    assert len(pinned.pins) > len(problem.pins)
    found = solve(pinned, work_limit=50, seed=seed, workers=1).assignment
    assert found is not None
    assert validate(problem, found) == []
    assert course.values(found)[Level.CHANGES] < before


def test_nothing_is_pinned_without_a_released_plan() -> None:
    """The problem stays as it is."""
    problem = build([[0, 1], [0, 2]])
    course = Course(
        problem, Budget(1.0), seed=1, workers=1, on_progress=None, on_better=None
    )
    assert frozen(course) is problem
