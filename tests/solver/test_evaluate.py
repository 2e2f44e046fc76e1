"""Two independent computations of the levels agree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import REPLAN_LEVELS, Level
from solver.mixed import solve_mixed
from solver.problem import Baseline
from solver.result import Assignment
from solver.seat import seat
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.solving import solve
from solver.tablerows import table_rows
from solver.validate import recompute
from tests.solver.instances import build, plan_of, random_problem

if TYPE_CHECKING:
    from solver.problem import Problem


@pytest.mark.parametrize("seed", range(60))
def test_levels_equal_those_of_the_validator(seed: int) -> None:
    """Of a full and of an empty plan."""
    problem = random_problem(seed)
    empty = Assignment.empty(problem.num_candidates)
    assert level_values(problem, empty) == recompute(problem, empty)
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)
    answer = solve_mixed(model, Budget())
    if answer.chosen is not None:
        timetable = combined(everything, model, answer.chosen)
        seating = seat(problem, timetable, Budget())
        plan = seating.assignment.without(seating.unseated)
        assert level_values(problem, plan) == recompute(problem, plan)


def released(closed: int) -> Problem:
    """Two meetings at once at tables 0 and 1; one of these has closed since."""
    problem = build([(0, 1), (2, 3)], num_slots=1, num_tables=3)
    is_open = problem.tables.open.copy()
    is_open[closed] = False
    two, slot = np.arange(2), np.zeros(2, dtype=np.int64)
    return replace(
        problem,
        tables=replace(problem.tables, open=is_open),
        baseline=Baseline(two, two, slot, two),
        levels=REPLAN_LEVELS,
    )


def test_who_has_no_table_yet_keeps_it_if_it_is_to_be_had() -> None:
    """Table 1 has closed: its meeting changes for certain, the other need not."""
    problem = released(closed=1)
    assert problem.is_table_lost.tolist() == [False, True]
    timetable = plan_of(problem, (0, 0, -1), (1, 0, -1))
    assert level_values(problem, timetable)[Level.CHANGES] == 1
    moved = plan_of(problem, (0, 0, 2), (1, 0, 0))
    assert level_values(problem, moved)[Level.CHANGES] == 2


def test_changes_that_a_closed_table_forces_are_proven() -> None:
    """The bound counts them, too."""
    result = solve(released(closed=1), work_limit=20)
    entry = result[Level.CHANGES]
    assert (entry.value, entry.bound, entry.proven) == (1, 1, True)
    assert solve(released(closed=2), work_limit=20)[Level.CHANGES].value == 0
