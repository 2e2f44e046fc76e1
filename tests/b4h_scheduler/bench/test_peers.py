"""The peers that we are measured against are given a fair chance."""

import pytest

from b4h_scheduler.bench.exact_peers import cp_sat, highs
from b4h_scheduler.bench.greedy_peers import first_come, greedy_by_value
from b4h_scheduler.bench.plain_model import PlainModel
from b4h_scheduler.generate.problems import generate_problem
from solver.evaluate import level_values
from solver.levels import Level
from solver.problem import Problem
from solver.result import Assignment
from solver.validate import validate


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Small enough to be solved to the end, with scattered times."""
    return generate_problem(14, 40, 6, 4, profile="scattered", seed=3)


def value(problem: Problem, plan: Assignment | None) -> int:
    """The value of a plan that must exist and be valid."""
    assert plan is not None
    assert validate(problem, plan) == []
    return level_values(problem, plan)[Level.VALUE]


def test_highs_and_cp_sat_agree_on_the_optimum(problem: Problem) -> None:
    """Two solvers, one model, one optimum, below the relaxation."""
    model = PlainModel.of(problem)
    first, second = highs(model, 30), cp_sat(model, 30, 1)
    best = value(problem, first.assignment)
    assert value(problem, second.assignment) == best == first.bound == second.bound
    assert best <= model.relaxation() + 1e-6


def test_greedy_peers_are_valid_and_no_better(problem: Problem) -> None:
    """Greedy by value beats first come, and nobody beats the optimum."""
    best = value(problem, cp_sat(PlainModel.of(problem), 30, 1).assignment)
    first = value(problem, first_come(problem))
    greedy = value(problem, greedy_by_value(problem))
    assert 0 < first <= best
    assert 0 < greedy <= best


def test_first_come_takes_the_first_wish_first(problem: Problem) -> None:
    """The first candidate with a common slot is held in the first such slot."""
    plan = first_come(problem)
    first = int(problem.option_slots.any(axis=1).argmax())
    assert plan.slot[first] == problem.option_slots[first].argmax()


def test_a_hint_is_never_lost(problem: Problem) -> None:
    """With an optimal plan as hint both return its value."""
    model = PlainModel.of(problem)
    hint = cp_sat(model, 30, 1).assignment
    best = value(problem, hint)
    assert value(problem, highs(model, 30, hint).assignment) == best
    assert value(problem, cp_sat(model, 30, 1, hint).assignment) == best


def test_the_plain_model_refuses_what_it_does_not_know() -> None:
    """Options, limits and home places are not for it."""
    problem = generate_problem(20, 40, 6, 4, profile="full", seed=3)
    with pytest.raises(ValueError, match="knows one option, one pool of tables"):
        PlainModel.of(problem)
