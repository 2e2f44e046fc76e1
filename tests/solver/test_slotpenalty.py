"""Plans rounded by penalties keep the rules and reach what the relaxation promises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver import slotpenalty
from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import Level
from solver.rules import Rule
from solver.slotlp import slot_bound
from solver.slotpenalty import SlotPenalty
from solver.tablerows import table_rows
from solver.validate import validate

if TYPE_CHECKING:
    from solver.slotshakes import Rounded

UPPER = {Level.PROMISED: 0, Level.TARGETS: 0, Level.LEAST: 0}
OF_SEATING = {Rule.TABLE_ALLOWED, Rule.TABLE_OPEN, Rule.TABLE_CLASH}


@pytest.fixture(scope="module")
def penalty() -> SlotPenalty:
    """An event of 60 people who are there in two slots of five."""
    problem = generate_problem(60, 400, 12, 20, profile="scattered", seed=3)
    return SlotPenalty(problem, table_rows(problem), Level.VALUE, UPPER)


@pytest.fixture(scope="module")
def bound(penalty: SlotPenalty) -> int:
    """No plan is better."""
    problem = penalty.problem
    rows, least = table_rows(problem), Budget(work_limit=1)
    return slot_bound(problem, rows, Level.VALUE, UPPER, least).bound


def _found(penalty: SlotPenalty, seed: int) -> Rounded:
    found = penalty.run(seed=seed, budget=Budget(work_limit=60))
    assert found is not None
    return found


def _value(penalty: SlotPenalty, seed: int) -> int:
    return _value_of(penalty, penalty.run(seed=seed, budget=Budget(work_limit=500)))


def _value_of(penalty: SlotPenalty, found: Rounded | None) -> int:
    assert found is not None
    faults = validate(penalty.problem, found.plan)
    assert {fault.rule for fault in faults} <= OF_SEATING
    return level_values(penalty.problem, found.plan)[Level.VALUE]


def test_a_rounded_point_is_a_plan_near_the_relaxation(
    penalty: SlotPenalty, bound: int
) -> None:
    """Nobody meets twice at a time; a hundredth of the bound is missing at most."""
    assert 0.99 * bound <= _value(penalty, 0) <= bound


def test_shaking_pays(penalty: SlotPenalty, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four points that were shaken more is left than of four that were not."""
    shaken = sum(_value(penalty, seed) for seed in range(4))
    monkeypatch.setattr(
        "solver.slotpenalty.ANYWHERE", replace(slotpenalty.ANYWHERE, shakes=0)
    )
    assert sum(_value(penalty, seed) for seed in range(4)) < shaken


def test_a_search_near_other_points_gives_a_plan_as_good(
    penalty: SlotPenalty, bound: int
) -> None:
    """At the point of another search, or half way between two."""
    at, other = (_found(penalty, seed).point for seed in (4, 5))
    between = replace(
        at,
        x=(at.x + other.x) / 2,
        multipliers=(at.multipliers + other.multipliers) / 2,
    )
    for start in (at, between):
        again = penalty.run(seed=0, budget=Budget(work_limit=100), start=start)
        assert 0.99 * bound <= _value_of(penalty, again) <= bound


def test_the_value_is_that_of_the_plan(penalty: SlotPenalty) -> None:
    """A better plan takes the place of what was found; a worse one does not."""
    problem = penalty.problem
    found = [_found(penalty, seed) for seed in range(5, 10)]
    worse, *_, better = sorted(found, key=lambda each: each.value)
    assert worse.value == level_values(problem, worse.plan)[Level.VALUE] < better.value
    after = penalty.moved(worse, better.plan)
    assert after.value == better.value
    assert after.point.x.sum() == better.plan.held.sum()
    assert penalty.moved(better, worse.plan) is better


def test_rounding_repeats(penalty: SlotPenalty) -> None:
    """Equal seeds give equal plans under a work limit, other seeds others."""
    found = [
        penalty.run(seed=seed, budget=Budget(work_limit=60)) for seed in (5, 5, 6, 7, 8)
    ]
    first, again, *others = (
        None if one is None else one.plan.slot.tolist() for one in found
    )
    assert first == again
    assert any(other != first for other in others)


def test_a_demand_that_nobody_can_meet_gives_no_plan(penalty: SlotPenalty) -> None:
    """More than everything on an upper level: no plan, no error."""
    problem = penalty.problem
    rows = table_rows(problem)
    more = int(problem.candidates.value.sum()) + 1
    impossible = {Level.VALUE: more}
    none = SlotPenalty(problem, rows, Level.LEAST, impossible)
    assert none.run(seed=0, budget=Budget(work_limit=60)) is None


def test_a_search_ends_at_its_goal(penalty: SlotPenalty) -> None:
    """Where a point has as much as is asked for, no further work is done."""
    little = Budget(work_limit=500)
    assert penalty.run(seed=0, budget=little, goal=1) is not None
    assert little.work_left() > 0


def test_a_search_that_is_asked_to_stop_gives_no_plan(penalty: SlotPenalty) -> None:
    """It ends at once."""
    stopped = Budget(work_limit=0, should_stop=lambda: True)
    assert penalty.run(seed=0, budget=stopped) is None
