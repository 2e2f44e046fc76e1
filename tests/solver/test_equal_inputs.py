"""No surprise: equal inputs give equal objects, and leave the inputs as they were."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest

from solver import Model, Problem, solve, solve_in_child
from solver.price import Pricer
from tests.solver.instances import random_problem

WORK = 60
SIZE = {"people": 7, "slots": 4, "tables": 2, "candidates": 10}
CLOCK = frozenset({"seconds", "seconds_per_step", "peak_bytes", "_lock"})
"""What a clock or the operating system says, which differs."""


def content(thing: Any) -> Any:
    """Return everything in an object, arrays as lists, but for what clocks say."""
    if is_dataclass(thing):
        names = [each.name for each in fields(thing) if each.name not in CLOCK]
        return {name: content(getattr(thing, name)) for name in names}
    if isinstance(thing, np.ndarray):
        return [str(thing.dtype), thing.tolist()]
    if isinstance(thing, (list, tuple)):
        return [content(each) for each in thing]
    if isinstance(thing, dict):
        return {str(key): content(value) for key, value in thing.items()}
    return thing


def _problem(seed: int) -> Problem:
    return random_problem(seed, **SIZE)


@pytest.mark.parametrize("seed", range(6))
def test_equal_problems_give_equal_results(seed: int) -> None:
    """Plan, certificate with its prices, warnings and work, of two equal problems."""
    first, second = _problem(seed), _problem(seed)
    assert content(first) == content(second)
    given = content(first)
    found = solve(first, work_limit=WORK, seed=3)
    assert content(found) == content(solve(second, work_limit=WORK, seed=3))
    assert content(found) == content(solve(first, work_limit=WORK, seed=3))
    assert content(first) == given


def test_child_gives_what_this_process_gives() -> None:
    """The process that solves makes no difference."""
    problem = _problem(2)
    here = solve(problem, work_limit=WORK, seed=1)
    assert content(solve_in_child(problem, work_limit=WORK, seed=1)) == content(here)


def test_equal_models_give_equal_problems_in_every_field() -> None:
    """Also one that is built twice."""

    def made() -> Model:
        model = Model(num_slots=4, rows=[2, 2])
        people = [model.add_participant(can=[0, 1, 2], most=2) for _ in range(3)]
        model.add_table(closed=[1])
        model.add_candidate(people[:2], people[1:], value=4, is_promised=True)
        model.add_target(1, [0])
        return model

    model = made()
    first = content(model.build())
    assert first == content(model.build()) == content(made().build())


def test_equal_plans_have_equal_prices() -> None:
    """Lower ends of all candidates."""
    problem = _problem(2)
    plan = solve(problem, work_limit=WORK).assignment
    assert plan is not None
    first, second = (content(Pricer(problem, plan).estimates()) for _ in range(2))
    assert first == second
