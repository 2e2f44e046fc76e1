"""Wanted meetings get slots; every rule that can bind, alone on a small event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from solver.budget import Budget
from solver.problem import Pins, Precedences, Slots, Windows
from solver.rules import Rule
from solver.select import select
from solver.tablerows import table_rows
from solver.timetable import timetable
from solver.validate import validate
from tests.solver.events import full_event, plain_event
from tests.solver.instances import build, random_problem

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment

NOT_OURS = {
    Rule.TABLE_ALLOWED,
    Rule.TABLE_OPEN,
    Rule.TABLE_CLASH,
    Rule.TABLES_KEPT_FREE,
    Rule.ZONE_DISTANCE,
    Rule.MOST_BREAKS,
    Rule.BREAK_SPREAD,
}
"""Rules that later steps see to."""
PAIR_OF_MANY = [(0, p) for p in range(1, 7)]
"""Six meetings of participant 0."""


def everything(problem: Problem, *, seed: int = 0, work: int = 1) -> Assignment:
    """Timetable with the first option of every candidate."""
    wanted = problem.candidates.option_start[:-1]
    rows = table_rows(problem)
    return timetable(problem, rows, wanted, Budget(work_limit=work), seed=seed)


def faults(problem: Problem, plan: Assignment) -> list[Rule]:
    """Rules broken, but those that others see to."""
    found = {fault.rule for fault in validate(problem, plan)}
    return sorted(found - NOT_OURS)


@pytest.mark.parametrize(
    ("rule", "changes", "held"),
    [
        (Rule.CLASH, {"num_slots": 4}, 4),
        (
            Rule.AVAILABLE,
            {"participants__can": [[1, 0, 1, 0, 0, 0]] + [[1] * 6] * 6},
            2,
        ),
        (Rule.SLOT_ALLOWED, {"slot_sets": [[1, 1, 1, 0, 0, 0]]}, 3),
        (Rule.MOST, {"participants__most": [5, 9, 9, 9, 9, 9, 9]}, 5),
        (Rule.MOST_ROW, {"row": [0, 0, 0, 1, 1, 1], "participants__most_row": 2}, 4),
        (Rule.LONGEST_RUN, {"participants__longest_run": [60] + [999] * 6}, 4),
        (Rule.WINDOW, {"windows": Windows(*np.array([[0], [1], [4], [2]]))}, 4),
        (Rule.TABLE_CLASH, {"tables__open": [[1, 1, 1, 0, 0, 0]] * 2}, 3),
    ],
)
def test_as_many_meetings_as_a_rule_permits(
    rule: Rule, changes: dict[str, Any], held: int
) -> None:
    """Participant 0 has six meetings in six slots, and one rule that binds."""
    changes = {"num_slots": 6, **changes}
    for name in ("participants__can", "slot_sets", "tables__open"):
        if name in changes:
            changes[name] = np.array(changes[name], dtype=np.bool_)
    if changes.get("participants__most_row"):
        changes["participants__most_row"] = np.full((7, 2), 2)
    problem = build(PAIR_OF_MANY, **changes)
    for seed in range(5):
        plan = everything(problem, seed=seed)
        assert plan.num_meetings == held, rule
        assert faults(problem, plan) == []


def test_a_run_may_go_on_after_a_rest() -> None:
    """Two meetings of 30, a rest, two more: nothing binds at a longest run of 60."""
    rest = np.array([False, True, False, False])
    slots = Slots(np.zeros(4, dtype=np.int64), rest, np.full(4, 30))
    limit = np.array([60, 60, 60, 60, 60])
    meetings = [(0, 1), (0, 2), (0, 3), (0, 4)]
    problem = build(meetings, slots=slots, participants__longest_run=limit)
    assert everything(problem).num_meetings == 4


def test_one_long_meeting_alone_is_held_though_longer_than_the_run() -> None:
    """What the validator calls a run that is too long is not held."""
    problem = build([(0, 1)], participants__longest_run=[20, 20])
    plan = everything(problem)
    assert faults(problem, plan) == []


def test_pinned_meetings_stand_where_they_are_pinned() -> None:
    """Also when everything else wants the slot."""
    for slot in range(4):
        pins = Pins(np.array([2]), np.array([slot]), np.array([-1]))
        problem = build([(0, 1), (0, 2), (0, 3), (0, 4)], pins=pins)
        plan = everything(problem)
        assert plan.slot[2] == slot
        assert plan.num_meetings == 4


def test_mandatory_candidates_come_before_others() -> None:
    """Two slots, five meetings of one person: the two mandatory ones are held."""
    problem = build(
        [(0, p) for p in range(1, 6)],
        num_slots=2,
        candidates__mandatory=np.array([False, False, True, False, True]),
    )
    for seed in range(5):
        plan = everything(problem, seed=seed)
        assert plan.held.tolist() == [False, False, True, False, True]


def test_precedences_hold() -> None:
    """A chain of four meetings in four slots has one order."""
    order = Precedences(np.array([0, 1, 2]), np.array([1, 2, 3]))
    problem = build([(0, 1), (0, 2), (0, 3), (0, 4)], precedences=order)
    for seed in range(5):
        plan = everything(problem, seed=seed, work=2)
        assert faults(problem, plan) == []
        assert plan.num_meetings == 4
        assert plan.slot.tolist() == [0, 1, 2, 3]


def test_another_option_is_taken_where_the_wanted_one_has_no_place() -> None:
    """Delegate 1 is never there, delegate 2 is."""
    can = np.ones((3, 4), dtype=np.bool_)
    can[1] = False
    base = build([(0, 1), (0, 2)], participants__can=can)
    candidates = replace(
        base.candidates,
        value=np.ones(1, dtype=np.int64),
        mandatory=np.zeros(1, dtype=np.bool_),
        promised=np.zeros(1, dtype=np.bool_),
        option_start=np.array([0, 2]),
    )
    problem = replace(base, candidates=candidates)
    assert everything(problem).option.tolist() == [1]


def test_meetings_of_up_to_eight_participants_are_placed() -> None:
    """Three meetings that share one person each, and one of everybody."""
    meetings = [(0, 1, 2), (2, 3, 4), (4, 5, 0), tuple(range(8))]
    problem = build(meetings, num_slots=4, num_tables=1)
    plan = everything(problem)
    assert plan.num_meetings == 4
    assert faults(problem, plan) == []


def test_nothing_wanted_gives_the_empty_plan() -> None:
    """Also without candidates."""
    for meetings in ([], [(0, 1)]):
        problem = build(meetings, num_participants=2)
        wanted = np.full(len(meetings), -1, dtype=np.int64)
        plan = timetable(problem, table_rows(problem), wanted, Budget(work_limit=1))
        assert plan.num_meetings == 0


def test_start_slots_are_kept_where_they_are_possible() -> None:
    """A timetable made again with the same rows changes nothing."""
    problem = plain_event(np.random.default_rng(3), 60, 300, 12, 20)
    first = everything(problem, seed=1)
    rows = table_rows(problem)
    again = timetable(
        problem, rows, first.option, Budget(work_limit=1), seed=9, start=first
    )
    assert np.array_equal(first.slot, again.slot)


@pytest.mark.parametrize("seed", range(60))
def test_random_events_break_no_rule(seed: int) -> None:
    """Everything a problem can say; mandatory ones that fit are held."""
    problem = random_problem(300 + seed)
    plan = everything(problem, seed=seed)
    assert set(faults(problem, plan)) <= {Rule.MANDATORY, Rule.PIN}


def test_tight_round_robin_is_complete() -> None:
    """Ten people, everybody with everybody, in nine slots: every slot is full.

    Greedy placement alone leaves some out (an edge coloring of K10 with 9 colors).
    """
    meetings = [(a, b) for a in range(10) for b in range(a)]
    problem = build(meetings, num_slots=9, num_tables=5)
    placed = [everything(problem, seed=seed, work=20).num_meetings for seed in range(3)]
    assert max(placed) == 45


@pytest.mark.parametrize("build_event", [plain_event, full_event])
def test_larger_events_hold_as_good_as_all_that_select_wants(build_event: Any) -> None:
    """All of it, but for what runs and lunch make impossible."""
    problem = build_event(np.random.default_rng(5), 120, 700, 24, 50, rows=2)
    rows = table_rows(problem)
    wanted = select(problem, rows, Budget(work_limit=200)).option
    plan = timetable(problem, rows, wanted, Budget(work_limit=20))
    assert faults(problem, plan) == []
    assert plan.num_meetings >= 0.99 * np.count_nonzero(wanted >= 0)


def test_same_seed_same_timetable() -> None:
    """Chance comes from the seed."""
    problem = full_event(np.random.default_rng(5), 60, 500, 16, 20, rows=2)
    plans = [everything(problem, seed=4) for _ in range(2)]
    assert np.array_equal(plans[0].slot, plans[1].slot)
    assert np.array_equal(plans[0].option, plans[1].option)


def test_cancel_ends_it_at_once() -> None:
    """What has been placed so far is a valid plan."""
    problem = plain_event(np.random.default_rng(5), 60, 500, 16, 20)
    wanted = problem.candidates.option_start[:-1]
    budget = Budget(should_stop=lambda: True)
    plan = timetable(problem, table_rows(problem), wanted, budget)
    assert plan.num_meetings == 0
