"""Reasons are minimal: lifting all of them helps, lifting fewer does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.obstacles import Obstacle, obstacles
from solver.problem import NO_TABLE, Pins, Precedences, Problem, Windows
from solver.result import Assignment
from solver.rules import Rule
from solver.validate import validate
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.test_waitbound import a_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.validate import Violation

TABLES = {
    Rule.TABLE_ALLOWED,
    Rule.TABLE_OPEN,
    Rule.TABLE_CLASH,
    Rule.TABLES_KEPT_FREE,
}
WHOLE = {*TABLES, Rule.ZONE_DISTANCE, Rule.BREAK_SPREAD, Rule.PRECEDENCE}


def reason(found: Violation) -> tuple[Rule, int]:
    """A rule on tables, zones, spread or order as a whole, others by participant."""
    return (found.rule, -1 if found.rule in WHOLE else found.participant)


def ways(problem: Problem, plan: Assignment, c: int) -> Iterator[Assignment]:
    """Plans with one more candidate, tables of its slot dealt out in any way."""
    reseat = not problem.tables.too_far.any()
    start, end = problem.candidates.option_start[c : c + 2]
    for option in range(start, end):
        seated = problem.options.table_set[option] != NO_TABLE
        for slot in range(problem.num_slots):
            for table in range(problem.num_tables) if seated else [NO_TABLE]:
                more = Assignment(
                    plan.option.copy(), plan.slot.copy(), plan.table.copy()
                )
                more.option[c], more.slot[c], more.table[c] = option, slot, table
                yield more
                others = np.flatnonzero((plan.slot == slot) & (plan.table >= 0))
                if not reseat or not seated:
                    continue
                for tables in permutations(range(problem.num_tables), len(others)):
                    dealt = Assignment(more.option, more.slot, more.table.copy())
                    dealt.table[others] = tables
                    yield dealt


def check(problem: Problem, plan: Assignment) -> int:
    """Check every candidate not held; how many reasons there are."""
    told = obstacles(problem, plan)
    not_held = np.flatnonzero(~plan.held)
    assert sorted(told) == not_held.tolist()
    pinned = problem.option_candidate[problem.pins.option]
    count = 0
    for c, found in told.items():
        if c in pinned or problem.candidates.mandatory[c]:
            continue
        reasons = {(one.rule, one.participant) for one in found}
        lifted = [
            {reason(fault) for fault in validate(problem, way)}
            for way in ways(problem, plan, c)
        ]
        assert reasons in lifted
        assert not any(way < reasons for way in lifted)
        count += len(reasons)
        for one in found:
            assert one.slots
    return count


def check_seeds(seeds: range) -> int:
    """Explain random valid plans."""
    count = 0
    for seed in seeds:
        problem = random_problem(seed, candidates=9)
        plan = a_plan(problem, seed)
        if plan is not None:
            count += check(problem, drop_some(problem, plan, seed))
    return count


def drop_some(problem: Problem, plan: Assignment, seed: int) -> Assignment:
    """Without some meetings, so that something could be added at once."""
    rng = np.random.default_rng(seed)
    fewer = Assignment(plan.option.copy(), plan.slot.copy(), plan.table.copy())
    out = ~problem.mandatory & (rng.random(len(plan.option)) < 0.1)
    for array in (fewer.option, fewer.slot, fewer.table):
        array[out] = -1
    return plan if validate(problem, fewer) else fewer


def test_reasons_are_minimal() -> None:
    """All candidates not held of random plans, against the validator."""
    assert check_seeds(range(14)) > 25


@pytest.mark.torture
def test_reasons_are_minimal_often() -> None:
    """The same on many more."""
    assert check_seeds(range(14, 300)) > 500


def only(problem: Problem, *held: tuple[int, int, int]) -> tuple[Obstacle, ...]:
    """The reasons for the one candidate that is not held."""
    (found,) = obstacles(problem, plan_of(problem, *held)).values()
    return found


def test_no_common_time() -> None:
    """0 can in slots 0 and 1, 1 in slots 2 and 3: one of them is told."""
    can = np.array([[True, True, False, False], [False, False, True, True]])
    found = only(build([(0, 1)], participants__can=can))
    assert [(one.rule, one.participant) for one in found] == [(Rule.AVAILABLE, 1)]
    assert found[0].slots == (0, 1)


def test_common_times_taken_by_other_meetings() -> None:
    """The cheapest one in the way is told, with all slots where 0 alone is busy."""
    problem = build([(0, 1), (0, 2), (0, 3)], num_slots=2, candidates__value=[1, 5, 4])
    found = only(problem, (1, 0, 0), (2, 1, 0))
    assert found == (Obstacle(Rule.CLASH, 0, -1, (0, 1), (1, 2)),)


def test_someone_is_full() -> None:
    """The meetings that fill the agenda are told."""
    problem = build([(0, 1), (0, 2), (0, 3)], participants__most=[2, 9, 9, 9])
    found = only(problem, (1, 0, 0), (2, 3, 0))
    assert found == (Obstacle(Rule.MOST, 0, -1, (1, 2), (1, 2)),)


def test_tables_full_in_the_only_slot() -> None:
    """One table, one slot."""
    problem = build([(0, 1), (2, 3)], num_slots=1, num_tables=1)
    assert only(problem, (1, 0, 0)) == (Obstacle(Rule.TABLE_CLASH, -1, 0, (0,)),)


def test_tables_full_only_until_someone_moves_to_another() -> None:
    """Candidate 0 needs table 0; who sits there may have table 1: nothing hinders."""
    sets = np.array([[True, True], [True, False]])
    changes = {"tables__sets": sets, "tables__spare": [0, 0], "num_slots": 1}
    problem = build([(0, 1), (2, 3)], options__table_set=[1, 0], **changes)
    assert only(problem, (1, 0, 0)) == ()
    pins = Pins(np.array([1]), np.array([0]), np.array([0]))
    pinned = build([(0, 1), (2, 3)], options__table_set=[1, 0], pins=pins, **changes)
    assert only(pinned, (1, 0, 0)) == (Obstacle(Rule.TABLE_CLASH, -1, 1, (0,)),)


def test_table_kept_for_the_help_desk() -> None:
    """A free table that is to stay free."""
    problem = build([(0, 1), (2, 3)], num_slots=1, tables__spare=[1])
    assert only(problem, (1, 0, 0)) == (Obstacle(Rule.TABLES_KEPT_FREE, -1, 0, (0,)),)


def test_closed_and_missing_tables() -> None:
    """Closed in every slot; an empty set."""
    closed = build([(0, 1)], num_tables=1, tables__open=np.zeros((1, 4), dtype=bool))
    assert only(closed) == (Obstacle(Rule.TABLE_OPEN, -1, 0, (0, 1, 2, 3)),)
    nothing = build([(0, 1)], num_tables=1, tables__sets=np.zeros((1, 1), dtype=bool))
    assert only(nothing) == (Obstacle(Rule.TABLE_ALLOWED, -1, 0, (0, 1, 2, 3)),)


def test_pause_run_and_order() -> None:
    """Each is told under its own name, with its slots."""
    window = Windows(*(np.array([one]) for one in (0, 0, 3, 3)))
    later = np.array([[True] * 4, [False, True, True, True], [True] * 4])
    problem = build([(0, 1), (0, 2)], windows=window, participants__can=later)
    assert only(problem, (1, 0, 0)) == (Obstacle(Rule.WINDOW, 0, -1, (1, 2, 3), (1,)),)
    run = build(
        [(0, 1), (0, 2)],
        num_slots=2,
        participants__longest_run=[30, 90, 90],
        participants__can=later[:, :2],
    )
    assert only(run, (1, 0, 0)) == (Obstacle(Rule.LONGEST_RUN, 0, -1, (1,), (1,)),)
    order = Precedences(np.array([0]), np.array([1]))
    late = build([(0, 1), (2, 3)], precedences=order)
    assert only(late, (1, 0, 0)) == (
        Obstacle(Rule.PRECEDENCE, -1, -1, (0, 1, 2, 3), (1,)),
    )


def test_zones_too_far_apart() -> None:
    """The only free table is too far from where 0 is right before."""
    problem = build(
        [(0, 1), (0, 2)],
        num_slots=2,
        tables__zone=[0, 1],
        tables__distance=[[1, 5], [5, 1]],
        tables__too_far=np.array([[False, True], [True, False]]),
        tables__sets=np.eye(2, dtype=np.bool_),
        tables__spare=[0, 0],
        options__table_set=[1, 0],
        slot_sets=np.array([[True, True], [False, True]]),
        options__slot_set=[1, 0],
    )
    assert only(problem, (1, 0, 0)) == (Obstacle(Rule.ZONE_DISTANCE, -1, 1, (1,)),)


def test_best_of_several_options() -> None:
    """The option with a colleague who only lacks a free slot is told."""
    problem = build([(0, 1), (0, 2), (3, 1)], num_slots=1)
    options = problem.options
    two = replace(
        problem,
        candidates=replace(
            problem.candidates,
            value=np.array([1, 1]),
            mandatory=np.zeros(2, dtype=np.bool_),
            promised=np.zeros(2, dtype=np.bool_),
            option_start=np.array([0, 2, 3]),
        ),
        options=options,
        participants=replace(
            problem.participants,
            can=np.array([[True], [True], [False], [True]]),
        ),
    )
    assert only(two, (1, 0, 0)) == (Obstacle(Rule.CLASH, 1, -1, (0,), (1,)),)
