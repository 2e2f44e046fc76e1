"""Selecting again with slots for whoever has no room for what was selected."""

from __future__ import annotations

import numpy as np
import pytest

from solver.budget import Budget
from solver.levels import Level
from solver.model import Model
from solver.reselect import reselect, without_room
from solver.select import select
from solver.tablerows import table_rows
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle


def interpreter_wanted_in_one_slot() -> Model:
    """Eve can meet in all slots, but those who want her only in the first."""
    model = Model(num_slots=3)
    eve = model.add_participant()
    for value in (5, 4, 3):
        pair = [model.add_participant(can=[0]), model.add_participant(can=[0])]
        model.add_table()
        model.add_candidate([eve, *pair], value=value)
    return model


def test_selection_without_room_is_found_and_mended() -> None:
    """Select holds all three; only the best one has a slot: the bound says so."""
    problem = interpreter_wanted_in_one_slot().build()
    rows = table_rows(problem)
    all_three = np.array([0, 1, 2])
    assert without_room(problem, all_three, np.arange(7)).tolist() == [0]
    again = reselect(problem, rows, Level.VALUE, {}, all_three, Budget())
    assert again is not None
    assert again.option.tolist() == [0, -1, -1]
    assert again.bound is not None
    assert again.bound.bound == 5


def test_selection_with_room_is_left_alone() -> None:
    """Nothing to mend, nothing returned."""
    problem = interpreter_wanted_in_one_slot().build()
    one = np.array([0, -1, -1])
    rows = table_rows(problem)
    assert reselect(problem, rows, Level.VALUE, {}, one, Budget()) is None


@pytest.mark.parametrize("seed", range(20))
def test_bound_holds_against_the_oracle(seed: int) -> None:
    """No plan as good above is better than the bound of the mended selection."""
    problem = random_problem(seed)
    oracle = Oracle(problem)
    if Level.CHANGES in problem.levels or not oracle.is_feasible():
        return
    rows = table_rows(problem)
    selection = select(problem, rows, Budget())
    best = oracle.best(Level.VALUE, {})
    again = reselect(problem, rows, Level.VALUE, {}, selection.option, Budget())
    if again is not None and again.bound is not None:
        assert again.bound.bound >= best
