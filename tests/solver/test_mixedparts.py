"""A model in parts: what they find and prove together is what one proves alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.budget import Budget
from solver.levels import Level
from solver.mixed import solve_mixed, with_held
from solver.mixedparts import improve_in_parts, split
from solver.slotmodel import Neighborhood, SlotModel, slot_model
from solver.tablerows import table_rows
from tests.solver.instances import random_problem

SEEDS = range(40)


def model_of_everything(seed: int) -> SlotModel:
    """Of a scattered event in which about half of the candidates fit."""
    problem = generate_problem(
        40, 200, 12, 12, profile="scattered", seed=seed, free_share=0.4
    )
    everything = Neighborhood.everything(problem)
    return slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_parts_find_and_prove_what_the_whole_does(seed: int, workers: int) -> None:
    """From one less than the optimum it is found; from the optimum, nothing is."""
    problem = random_problem(seed)
    rows, everything = table_rows(problem), Neighborhood.everything(problem)
    model = slot_model(problem, rows, Level.VALUE, {}, everything)
    alone = solve_mixed(model, Budget())
    if alone.chosen is None:
        assert alone.is_infeasible
        return
    best = alone.bound
    assert best is not None
    nothing = np.zeros(len(model.gain))
    found = improve_in_parts(model, nothing, best - 1, Budget(), workers)
    assert found.is_optimal
    assert found.bound == best
    again = improve_in_parts(model, nothing, best, Budget(), workers)
    assert again.is_optimal
    assert again.bound == best
    assert again.chosen is None


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_gains_as_much_as_is_proven(seed: int) -> None:
    """No auxiliary columns here, so the pairs chosen are all that gains."""
    model = model_of_everything(seed)
    best = solve_mixed(model, Budget()).bound
    assert best is not None
    nothing = np.zeros(len(model.gain))
    found = improve_in_parts(model, nothing, best - 2, Budget(), 2)
    assert found.bound == best
    assert found.chosen is not None
    assert float(model.gain[: model.num_pairs] @ found.chosen) == best
    held = model.matrix[:, : model.num_pairs] @ found.chosen
    assert (held <= model.upper).all()


@pytest.mark.parametrize("num", [2, 3, 5])
def test_every_plan_is_in_exactly_one_part(num: int) -> None:
    """Whatever is held of the candidates in which the parts differ."""
    model = model_of_everything(1)
    whole, _, held = with_held(model, np.zeros(len(model.gain)))
    parts = split(whole, held, 0, num, Budget())
    assert len(parts) == num
    columns = sorted({column for part in parts for column in part.fixed})
    assert set(columns) <= set(held)
    for ways in product((0, 1), repeat=len(columns)):
        way = dict(zip(columns, ways, strict=True))
        fits = [
            all(way[column] == value for column, value in part.fixed.items())
            for part in parts
        ]
        assert sum(fits) == 1


def test_a_part_bounds_what_its_plans_gain() -> None:
    """The best plan's part promises at least as much; some part promises less."""
    model = model_of_everything(2)
    best = solve_mixed(model, Budget())
    assert best.bound is not None
    assert best.chosen is not None
    start = np.zeros(len(model.gain))
    start[: model.num_pairs] = best.chosen
    whole, wide, held = with_held(model, start)
    [whole_part] = split(whole, held, 0, 1, Budget())
    parts = split(whole, held, 0, 2, Budget())
    [its] = [
        part
        for part in parts
        if all(wide[column] == value for column, value in part.fixed.items())
    ]
    assert whole_part.bound == float("inf")
    assert its.bound >= best.bound - 1e-6
    assert min(part.bound for part in parts) < max(part.bound for part in parts)


def test_without_time_no_more_is_claimed_than_is_known() -> None:
    """The bound is none, or one that holds; nothing is called optimal."""
    model = model_of_everything(3)
    best = solve_mixed(model, Budget()).bound
    assert best is not None
    nothing = np.zeros(len(model.gain))
    answer = improve_in_parts(model, nothing, 0, Budget(1e-3), 2)
    assert answer.bound is None or answer.bound >= best
    assert not answer.is_optimal or answer.bound == best
