"""Both integer program solvers agree; one begins with a plan."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace

import numpy as np
import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver import mixed
from solver.budget import Budget
from solver.levels import Level
from solver.mixed import improve_mixed, solve_mixed
from solver.slotmodel import Neighborhood, SlotModel, combined, slot_model
from solver.tablerows import table_rows
from tests.solver.instances import random_problem

SEEDS = range(40)


@pytest.fixture(autouse=True)
def _every_model_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """SCIP is asked for small models, too."""
    monkeypatch.setattr(mixed, "LARGE_PAIRS", 0)


def model_of(seed: int) -> SlotModel:
    """Everything of a random problem."""
    problem = random_problem(seed)
    everything = Neighborhood.everything(problem)
    return slot_model(problem, table_rows(problem), Level.VALUE, {}, everything)


@pytest.mark.parametrize("seed", SEEDS)
def test_from_nothing_and_from_a_solution_end_at_the_same_optimum(seed: int) -> None:
    """Equal bounds, reached by what is chosen; or both prove that nothing is."""
    model = model_of(seed)
    alone = solve_mixed(model, Budget())
    start = np.zeros(len(model.gain))
    if alone.chosen is not None:
        start[: model.num_pairs] = alone.chosen
    told = improve_mixed(model, start, Budget())
    assert "SCIP" in told.method
    assert told.is_infeasible == alone.is_infeasible
    assert told.bound == alone.bound
    assert (told.chosen is None) == (alone.chosen is None)


def test_start_is_kept_where_nothing_better_is_found() -> None:
    """With a single node to look at, the answer is as good as the plan given."""
    problem = generate_problem(
        80, 500, 16, 25, profile="scattered", seed=1, free_share=0.4
    )
    rows, everything = table_rows(problem), Neighborhood.everything(problem)
    model = slot_model(problem, rows, Level.VALUE, {}, everything)
    best = solve_mixed(model, Budget())
    assert best.chosen is not None
    plan = combined(everything, model, best.chosen)
    start = model.values_of(plan)
    assert float(model.gain @ start) == best.bound
    first = improve_mixed(model, start, Budget(work_limit=1))
    assert first.chosen is not None
    assert float(model.gain[: model.num_pairs] @ first.chosen) == best.bound


def test_what_cannot_be_is_proven_infeasible() -> None:
    """A row that asks for more than its columns can give."""
    model = model_of(0)
    lower = model.lower.copy()
    lower[0] = 1e6
    wrong = replace(model, lower=lower, upper=np.maximum(model.upper, lower))
    answer = improve_mixed(wrong, np.zeros(len(model.gain)), Budget())
    assert answer.is_infeasible
    assert answer.chosen is None


def test_interrupts_stay_with_the_program() -> None:
    """Ctrl-C amid a search reaches our handler: SCIP's own is off."""
    problem = generate_problem(250, 2_500, 28, 60, profile="scattered", seed=1)
    rows, everything = table_rows(problem), Neighborhood.everything(problem)
    model = slot_model(problem, rows, Level.VALUE, {}, everything)
    told: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    timer = threading.Timer(1.0, signal.raise_signal, [signal.SIGINT])
    try:
        timer.start()
        improve_mixed(model, np.zeros(len(model.gain)), Budget(3.0))
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
    assert told == [signal.SIGINT]
