"""Slot models as programs of MathOpt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.levels import Level
from solver.mathopt import as_program
from solver.slotmodel import Neighborhood, SlotModel, slot_model
from solver.tablerows import table_rows


@pytest.fixture
def model() -> SlotModel:
    """A model of some thousand entries, of which every third is an explicit zero."""
    problem = generate_problem(60, 300, 10, 20, seed=1)
    everything = Neighborhood.everything(problem)
    model = slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)
    matrix = model.matrix.copy()
    matrix.data[::3] = 0.0
    return replace(model, matrix=matrix)


def test_a_program_has_no_zeros_and_leaves_the_model_alone(model: SlotModel) -> None:
    """The model is shared between threads."""
    before = model.matrix.copy()
    program = as_program(model)
    assert all(program.linear_constraint_matrix.coefficients)
    assert len(program.linear_constraint_matrix.coefficients) == np.count_nonzero(
        before.data
    )
    for name in ("data", "indices", "indptr"):
        assert np.array_equal(getattr(model.matrix, name), getattr(before, name))


def test_threads_make_the_same_program(model: SlotModel) -> None:
    """At the same time."""
    with ThreadPoolExecutor(4) as pool:
        made = [*pool.map(as_program, [model] * 32)]
    assert all(each == made[0] for each in made)
