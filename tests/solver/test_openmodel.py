"""What is left of the slot model once some pairs are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.evaluate import agendas
from solver.levels import Level
from solver.openmodel import OpenModel
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.tablerows import table_rows

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment


@pytest.fixture(scope="module")
def problem() -> Problem:
    """An event of 60 people who are there in two slots of five."""
    return generate_problem(60, 400, 12, 20, profile="scattered", seed=3)


@pytest.fixture(scope="module")
def opened(problem: Problem) -> OpenModel:
    """Its model of everything, for the value alone."""
    everything = Neighborhood.everything(problem)
    rows = table_rows(problem)
    return OpenModel(problem, slot_model(problem, rows, Level.VALUE, {}, everything))


@pytest.fixture(scope="module")
def chosen(problem: Problem, opened: OpenModel) -> np.ndarray:
    """bool[pairs]: the first pair that fits, again and again, a dozen in all."""
    chosen = np.zeros(opened.model.num_pairs, dtype=np.bool_)
    for _ in range(12):
        chosen[opened.fitting(chosen)[0]] = True
    return chosen


def test_every_pair_that_fits_is_legal_and_no_other(
    problem: Problem, opened: OpenModel, chosen: np.ndarray
) -> None:
    """Compared with agendas and tables, pair by pair."""
    model, everything = opened.model, Neighborhood.everything(problem)
    plan: Assignment = combined(everything, model, chosen)
    assert np.count_nonzero(plan.held) == 12
    busy = agendas(problem, plan) >= 0
    per_slot = np.bincount(plan.slot[plan.held], minlength=problem.num_slots)
    fitting = set(opened.fitting(chosen).tolist())
    for pair in range(model.num_pairs):
        option, slot = model.option[pair], model.slot[pair]
        people = problem.options.participants[option]
        is_free = not plan.held[problem.option_candidate[option]]
        is_free &= not busy[people, slot].any() and per_slot[slot] < 20
        assert (pair in fitting) == is_free


def test_a_part_has_the_rest_of_every_row(
    opened: OpenModel, chosen: np.ndarray
) -> None:
    """What is chosen and what the part holds keep the rows together."""
    columns = opened.fitting(chosen)
    part = opened.part(columns, chosen)
    assert part.num_pairs == len(columns)
    used = opened.model.matrix @ chosen
    assert (part.upper == opened.model.upper - used).all()
    assert (part.gain == opened.model.gain[columns]).all()
    every = np.ones(12, dtype=np.bool_)
    taken = opened.model.candidate[chosen]
    still = opened.open(every, chosen)
    assert not np.isin(opened.model.candidate[still], taken).any()
