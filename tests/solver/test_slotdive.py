"""Plans made by diving keep the rules and reach what the relaxation promises."""

from __future__ import annotations

import pytest

from b4h_scheduler.generate.problems import generate_problem
from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import Level
from solver.rules import Rule
from solver.slotdive import SlotDive
from solver.slotlp import slot_bound
from solver.tablerows import table_rows
from solver.validate import validate

UPPER = {Level.PROMISED: 0, Level.TARGETS: 0, Level.LEAST: 0}
OF_SEATING = {Rule.TABLE_ALLOWED, Rule.TABLE_OPEN, Rule.TABLE_CLASH}


@pytest.fixture(scope="module")
def dive() -> SlotDive:
    """An event of 60 people who are there in two slots of five."""
    problem = generate_problem(60, 400, 12, 20, profile="scattered", seed=3)
    return SlotDive(
        problem, table_rows(problem), Level.VALUE, UPPER, Budget(work_limit=1)
    )


@pytest.fixture(autouse=True)
def _few_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most slots are decided one by one."""
    monkeypatch.setattr("solver.slotdive.MOST_PAIRS_LAST", 300)


def test_a_dive_is_a_plan_near_the_relaxation(dive: SlotDive) -> None:
    """Nobody meets twice at a time; at most a twentieth of the bound is missing."""
    plan = dive.run(0, Budget(work_limit=3000))
    assert plan is not None
    faults = validate(dive.problem, plan)
    assert {fault.rule for fault in faults} <= OF_SEATING
    value = level_values(dive.problem, plan)[Level.VALUE]
    assert 0.95 * dive.root.value <= value <= 1.001 * dive.root.value


def test_dives_repeat(dive: SlotDive) -> None:
    """Equal seeds give equal plans under a work limit, other orders others."""
    plans = [dive.run(seed, Budget(work_limit=3000)) for seed in (5, 5, 6, 7, 8)]
    first, again, *others = (
        None if one is None else one.slot.tolist() for one in plans
    )
    assert first == again
    assert any(other != first for other in others)


def test_a_demand_that_nobody_can_meet_gives_no_plan(dive: SlotDive) -> None:
    """More than everything on an upper level: no relaxation, no plan, no error."""
    problem, rows = dive.problem, dive.rows
    more = int(problem.candidates.value.sum()) + 1
    impossible = {Level.VALUE: more}
    none = SlotDive(problem, rows, Level.LEAST, impossible, Budget(work_limit=1))
    assert none.root is None
    assert none.run(0, Budget(work_limit=3000)) is None
    bound = slot_bound(problem, rows, Level.LEAST, impossible, Budget(work_limit=1))
    assert bound.bound <= 0


def test_a_dive_that_runs_out_of_time_ends_with_a_plan(dive: SlotDive) -> None:
    """The slots left are decided without new relaxations; more time does better."""
    problem = dive.problem
    values = []
    for work in (1, 3000):
        plan = dive.run(0, Budget(work_limit=work))
        assert plan is not None
        assert {fault.rule for fault in validate(problem, plan)} <= OF_SEATING
        values.append(level_values(problem, plan)[Level.VALUE])
    assert 0 < values[0] < values[1]


def test_a_dive_that_is_asked_to_stop_gives_no_plan(dive: SlotDive) -> None:
    """It ends at once."""
    stopped = Budget(work_limit=0, should_stop=lambda: True)
    assert dive.run(0, stopped) is None
