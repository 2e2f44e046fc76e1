"""Improving tells where it is when something is new, and no more."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from solver.budget import Budget
from solver.course import Course
from solver.first_plan import first_plan
from solver.improve import improved
from tests.solver.events import plain_event

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Progress

SEED = 3


def _scattered() -> Problem:
    """Everybody is there in a random third of the slots: bounds stay out of reach."""
    rng = np.random.default_rng(SEED)
    problem = plain_event(rng, 14, 40, 8, 4)
    people = problem.participants
    can = people.can & (rng.random(people.can.shape) < 0.35)
    return replace(problem, participants=replace(people, can=can, idle=can))


def _reports(problem: Problem, work: int) -> list[tuple[tuple[object, int], ...]]:
    """Return the values of each round of reports while a first plan is improved."""
    told: list[Progress] = []
    course = Course(
        problem,
        Budget(np.inf, work, lambda: False),
        seed=SEED,
        workers=1,
        on_progress=told.append,
        on_better=None,
    )
    plan = first_plan(course)
    told.clear()
    improved(course, plan, lambda _: None)
    levels = [level for level in problem.levels if level in course.known.of]
    values = [
        (each.level, each.value)
        for each in told
        if each.step == "improve" and each.value is not None
    ]
    assert len(values) % len(levels) == 0
    starts = range(0, len(values), len(levels))
    return [tuple(values[at : at + len(levels)]) for at in starts]


def test_values_are_told_at_the_start_and_when_they_changed() -> None:
    """Where the bound is not reached: once before annealing, once after it."""
    rounds = _reports(_scattered(), 4_000)
    assert 1 <= len(rounds) <= 2
    assert all(one != other for one, other in pairwise(rounds))


def test_values_are_told_where_nothing_can_be_improved() -> None:
    """A plan at its bounds, and no work left, are told once."""
    problem = plain_event(np.random.default_rng(SEED), 14, 20, 8, 7)
    assert len(_reports(problem, 4_000)) == 1
    assert len(_reports(_scattered(), 1)) == 1
