"""Polished plans: never worse, better where they can be, the same for the same seed."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from solver.anneal.levels import levels_of
from solver.anneal.model import HARD, INDEX_OF
from solver.budget import Budget
from solver.evaluate import level_values
from solver.levels import DEFAULT_LEVELS, Level
from solver.polish import polish
from solver.problem import Baseline, Pins, Targets
from solver.ragged import Ragged
from solver.result import Assignment
from solver.rules import Rule
from solver.tablerows import table_rows
from solver.timetable import timetable
from solver.validate import validate
from tests.solver.events import full_event, plain_event
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.test_timetable import NOT_OURS, everything

if TYPE_CHECKING:
    from solver.problem import Problem


def polished(
    problem: Problem,
    start: Assignment,
    *levels: Level,
    work: int = 1,
    **others: Any,
) -> Assignment:
    """Polish under a work limit."""
    budget = Budget(work_limit=work)
    wanted = levels or problem.levels
    return polish(problem, table_rows(problem), start, wanted, budget, **others)


def tuple_of(problem: Problem, plan: Assignment) -> tuple[int, ...]:
    """Values of a plan, all to be minimized, in the problem's order."""
    values = levels_of(problem, plan)
    order = [HARD] + [INDEX_OF[one] for one in problem.levels if one in INDEX_OF]
    return tuple(int(values[level]) for level in order)


def nobody(problem: Problem) -> Assignment:
    """The empty plan."""
    return Assignment.empty(problem.num_candidates)


@pytest.mark.parametrize("seed", range(40))
def test_random_plans_get_no_worse_and_break_no_rule(seed: int) -> None:
    """The tuple of levels never rises, whatever the problem says."""
    problem = random_problem(500 + seed)
    start = everything(problem, seed=seed)
    plan = polished(problem, start, work=4, seed=seed)
    assert tuple_of(problem, plan) <= tuple_of(problem, start)
    excused = NOT_OURS | {Rule.MANDATORY, Rule.PIN}
    assert [one for one in validate(problem, plan) if one.rule not in excused] == []


def test_an_empty_plan_is_filled() -> None:
    """Everything fits; in each triangle one person has to wait for a slot."""
    meetings = [(0, 1), (0, 2), (1, 2), (3, 4), (4, 5), (5, 3)]
    problem = build(meetings, num_slots=3, num_tables=2)
    plan = polished(problem, nobody(problem), work=20)
    values = level_values(problem, plan)
    assert (values[Level.VALUE], values[Level.WAITING]) == (6, 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_same_seed_and_workers_give_the_same_plan(workers: int) -> None:
    """Under a work limit threads and clock have no say."""
    problem = full_event(np.random.default_rng(2), 40, 400, 12, 10, rows=2)
    start = everything(problem)
    plans = [
        polished(problem, start, work=7, seed=5, workers=workers) for _ in range(2)
    ]
    assert np.array_equal(plans[0].option, plans[1].option)
    assert np.array_equal(plans[0].slot, plans[1].slot)
    other = polished(problem, start, work=7, seed=6, workers=workers)
    assert not np.array_equal(plans[0].slot, other.slot)


def test_two_workers_are_better_than_the_start() -> None:
    """Their plans are merged by their levels."""
    problem = plain_event(np.random.default_rng(2), 40, 300, 12, 12)
    start = everything(problem)
    plan = polished(problem, start, work=14, workers=2)
    assert tuple_of(problem, plan) < tuple_of(problem, start)


def test_pins_survive() -> None:
    """A pinned meeting of no value stands where it stood."""
    pins = Pins(np.array([0]), np.array([1]), np.array([-1]))
    value = np.array([0, 5, 5, 5, 5])
    meetings = [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5)]
    problem = build(meetings, pins=pins, candidates__value=value)
    plan = polished(problem, everything(problem), work=8)
    assert plan.slot[0] == 1
    assert level_values(problem, plan)[Level.VALUE] == 15


def test_promised_comes_before_value() -> None:
    """One slot: the promised meeting of value 1 replaces the one of value 9."""
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=1,
        candidates__value=np.array([9, 1]),
        candidates__promised=np.array([False, True]),
    )
    plan = polished(problem, plan_of(problem, (0, 0, -1)), work=8)
    assert plan.held.tolist() == [False, True]


def test_targets_and_least_numbers_come_before_value() -> None:
    """Participant 3 has a target, participant 4 a least number, 0 has two slots."""
    problem = build(
        [(0, 1), (0, 2), (0, 3), (0, 4)],
        num_slots=2,
        candidates__value=np.array([9, 9, 1, 1]),
        participants__least=np.array([0, 0, 0, 0, 1]),
        targets=Targets(np.array([1]), np.array([1]), Ragged.of([[2]])),
    )
    plan = polished(problem, plan_of(problem, (0, 0, -1), (1, 1, -1)), work=12)
    assert plan.held.tolist() == [False, False, True, True]


def test_bonuses_of_groups_decide_among_equal_values() -> None:
    """Spread over two groups two meetings bring more than in one."""
    problem = build(
        [(0, 1), (0, 2), (0, 3)],
        num_slots=2,
        bonus=np.array([3, 1]),
        num_groups=2,
        candidates__value=np.array([4, 4, 4]),
        options__groups=Ragged.of([[0], [0], [1]]),
    )
    plan = polished(problem, plan_of(problem, (0, 0, -1), (1, 1, -1)), work=8)
    assert level_values(problem, plan)[Level.VALUE] == 14


def test_waiting_goes_down_to_what_is_possible() -> None:
    """Two meetings at the ends of a day move together."""
    problem = build([(0, 1), (0, 2)], num_slots=6)
    start = plan_of(problem, (0, 0, -1), (1, 5, -1))
    assert level_values(problem, start)[Level.WAITING] == 4
    plan = polished(problem, start, work=4)
    assert level_values(problem, plan)[Level.WAITING] == 0


def test_breaks_go_down_where_waiting_is_no_level() -> None:
    """Breaks alone: an option of the benchmark."""
    levels = (Level.VALUE, Level.BREAKS)
    problem = plain_event(np.random.default_rng(1), 20, 60, 10, 8)
    problem = replace(problem, levels=levels)
    start = everything(problem)
    plan = polished(problem, start, work=30)
    before, after = level_values(problem, start), level_values(problem, plan)
    assert after[Level.VALUE] >= before[Level.VALUE]
    assert after[Level.BREAKS] == 0


def test_risk_moves_meetings_out_of_slots_that_may_be_missed() -> None:
    """Participant 1 comes late in one case of ten in the first two slots."""
    late = np.zeros((3, 4), dtype=np.int64)
    late[1, :2] = 100
    problem = build(
        [(0, 1), (0, 2)],
        participants__late=late,
        levels=(Level.VALUE, Level.RISK),
    )
    start = plan_of(problem, (0, 0, -1), (1, 3, -1))
    assert level_values(problem, start)[Level.RISK] == 100
    plan = polished(problem, start, work=4)
    assert level_values(problem, plan)[Level.RISK] == 0


def test_changes_come_before_value_on_replanning() -> None:
    """A released meeting that lost its slot comes back; an added one leaves."""
    both, none = np.array([0, 1]), np.zeros(0, dtype=np.int64)
    base = Baseline(both, both, both, np.array([-1, -1]), none)
    levels = (Level.PROMISED, Level.CHANGES, *DEFAULT_LEVELS[1:])
    problem = build([(0, 1), (0, 2), (0, 3)], num_slots=3, baseline=base, levels=levels)
    start = plan_of(problem, (0, 2, -1), (1, 1, -1), (2, 0, -1))
    plan = polished(problem, start, work=8)
    assert plan.slot.tolist() == [0, 1, -1]


def test_breaks_above_the_most_are_mended_first() -> None:
    """A hard rule that the timetable does not look at."""
    most = np.array([0, 9, 9, 9])
    problem = build(
        [(0, 1), (0, 2), (0, 3)], num_slots=6, participants__most_breaks=most
    )
    start = plan_of(problem, (0, 0, -1), (1, 2, -1), (2, 5, -1))
    assert Rule.MOST_BREAKS in {one.rule for one in validate(problem, start)}
    plan = polished(problem, start, work=8)
    assert Rule.MOST_BREAKS not in {one.rule for one in validate(problem, plan)}
    assert plan.num_meetings == 3


def test_a_level_at_its_bound_takes_no_work() -> None:
    """The bound of value is known, waiting is 0: nothing is to be done."""
    problem = build([(0, 1), (0, 2)], num_slots=2)
    start = plan_of(problem, (0, 0, -1), (1, 1, -1))
    budget = Budget(work_limit=50)
    rows = table_rows(problem)
    plan = polish(problem, rows, start, problem.levels, budget)
    assert budget.work_used == 0
    assert np.array_equal(plan.slot, start.slot)
    lone = build([(0, 1), (0, 2)], num_slots=1)
    start = plan_of(lone, (0, 0, -1))
    polish(lone, table_rows(lone), start, lone.levels, budget, bounds={Level.VALUE: 1})
    assert budget.work_used == 0


def test_better_plans_are_handed_out_and_the_last_one_is_returned() -> None:
    """Each one is better than the one before."""
    problem = plain_event(np.random.default_rng(4), 40, 300, 12, 12)
    start = everything(problem)
    seen: list[Assignment] = []
    plan = polished(problem, start, work=24, on_better=seen.append)
    tuples = [tuple_of(problem, one) for one in [start, *seen]]
    assert len(seen) > 1
    assert all(before > after for before, after in itertools.pairwise(tuples))
    assert np.array_equal(seen[-1].slot, plan.slot)


def test_cancel_is_heard_at_once() -> None:
    """Asked before the first chunk, the plan stays as it is."""
    problem = plain_event(np.random.default_rng(4), 40, 300, 12, 12)
    start = everything(problem)
    budget = Budget(should_stop=lambda: True)
    plan = polish(problem, table_rows(problem), start, problem.levels, budget)
    assert np.array_equal(plan.slot, start.slot)


def test_a_time_limit_is_kept() -> None:
    """A fifth of a second, give or take a chunk."""
    problem = plain_event(np.random.default_rng(4), 60, 500, 16, 16)
    start = everything(problem)
    budget = Budget(0.2)
    polish(problem, table_rows(problem), start, [Level.WAITING], budget)
    assert -budget.seconds_left() <= 0.2


def test_levels_that_are_not_asked_for_are_guarded_only() -> None:
    """Value is not improved when waiting alone is to be, and gets no worse."""
    problem = plain_event(np.random.default_rng(4), 30, 200, 10, 8)
    rows = table_rows(problem)
    wanted = problem.candidates.option_start[:-1].copy()
    wanted[::2] = -1
    start = timetable(problem, rows, wanted, Budget(work_limit=1))
    plan = polished(problem, start, Level.WAITING, work=20)
    before, after = level_values(problem, start), level_values(problem, plan)
    assert after[Level.VALUE] >= before[Level.VALUE]
    assert after[Level.WAITING] < before[Level.WAITING]
