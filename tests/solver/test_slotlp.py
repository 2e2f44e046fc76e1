"""The relaxation's bound holds, and the validator computes the same one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver import slotlp
from solver.budget import Budget
from solver.levels import SELECT_LEVELS, Level
from solver.slotlp import Relaxation, slot_bound
from solver.slotmodel import Neighborhood, slot_model
from solver.tablerows import table_rows
from solver.validate_bounds import recompute_safe_bound
from solver.warm_up import tiny_problem
from tests.solver.instances import random_problem
from tests.solver.oracle import Oracle


@pytest.mark.parametrize("seed", range(25))
def test_bound_holds_against_the_oracle(seed: int) -> None:
    """No plan that is as good above is better than the bound; prices reproduce it."""
    problem = random_problem(seed)
    oracle = Oracle(problem)
    best = oracle.lexicographic()
    if best is None:
        return
    for level in problem.levels:
        if level not in SELECT_LEVELS or level is Level.CHANGES:
            continue
        above = problem.levels[: problem.levels.index(level)]
        achieved = {each: best[each] for each in above if each in SELECT_LEVELS}
        found = slot_bound(problem, table_rows(problem), level, achieved, Budget())
        exact = oracle.best(level, achieved)
        assert level.sense * found.bound >= level.sense * exact
        assert recompute_safe_bound(problem, found.prices) == found.safe_bound


def test_bound_is_tight_where_slots_alone_decide() -> None:
    """Three people who can meet in one slot only: one meeting of two, not three."""
    from solver.model import Model

    model = Model(num_slots=2)
    people = [model.add_participant(can=[0]) for _ in range(3)]
    model.add_table()
    for one, other in ((0, 1), (1, 2), (0, 2)):
        model.add_candidate([people[one], people[other]], value=10)
    problem = model.build()
    found = slot_bound(problem, table_rows(problem), Level.VALUE, {}, Budget())
    assert found.bound == 10
    assert np.count_nonzero(found.prices.tables_slot) == 1


def test_where_nothing_is_in_the_way_all_is_the_bound() -> None:
    """A model without any entry: both meetings can be held."""
    problem = tiny_problem()
    bound = slot_bound(problem, table_rows(problem), Level.VALUE, {}, Budget())
    assert bound.bound == 2


def test_what_stands_in_no_row_is_taken_whole() -> None:
    """Columns without an entry, the first and the last among them."""
    problem = random_problem(0)
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)
    matrix = model.matrix.tolil()
    loose = [0, matrix.shape[1] - 1]
    matrix[:, loose] = 0
    gain = model.gain.copy()
    gain[loose] = 1.0
    free = replace(model, matrix=matrix.tocsr())
    point = Relaxation(free).solve(gain, Budget())
    assert point.x[loose] == pytest.approx(free.most[loose])


def test_looks_at_the_budget_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking after every 7 iterations, or after 1,000: the same numbers."""
    problem = random_problem(3)
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)
    seldom = Relaxation(model)
    monkeypatch.setattr(slotlp, "ENTRIES_AT_ONCE", 7 * model.matrix.nnz)
    often = Relaxation(model)
    points = [each.solve(model.gain, Budget()) for each in (seldom, often)]
    assert seldom.iterations == often.iterations
    assert seldom.iterations > 7
    for name in ("x", "multipliers"):
        assert np.array_equal(*(getattr(point, name) for point in points))
    assert points[0].weight == points[1].weight


def test_a_bound_without_time_still_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single look at the budget, after one iteration: a bound, though a weak one."""
    problem = random_problem(3)
    rows = table_rows(problem)
    whole = slot_bound(problem, rows, Level.VALUE, {}, Budget())
    monkeypatch.setattr(slotlp, "ENTRIES_AT_ONCE", 1)
    hasty = slot_bound(problem, rows, Level.VALUE, {}, Budget(0.0))
    assert hasty.bound >= whole.bound
    assert recompute_safe_bound(problem, hasty.prices) == hasty.bound
