"""Two independent computations of the levels agree."""

from __future__ import annotations

import pytest

from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import Level
from solver.mixed import solve_mixed
from solver.result import Assignment
from solver.slotmodel import Neighborhood, slot_model
from solver.slotsearch import combined
from solver.tablerows import table_rows
from solver.validate import recompute
from tests.solver.instances import random_problem


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
        plan = combined(problem, everything, model, answer.chosen)
        assert level_values(problem, plan) == recompute(problem, plan)
