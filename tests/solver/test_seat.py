"""Seatings of random timetables against the oracle, and rules by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.budget import Budget
from solver.levels import Level
from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Baseline,
    Pins,
    Precedences,
    Problem,
    Windows,
)
from solver.result import Assignment, Scope
from solver.rules import Rule
from solver.seat import moves_bound, seat
from solver.seat_bound import least_moves
from solver.seat_model import read_seats
from solver.tablerows import is_inside, usable_tables
from solver.validate import recompute, validate
from tests.solver.instances import build, plan_of, random_problem
from tests.solver.oracle import Oracle

if TYPE_CHECKING:
    from solver.seat import Seating


def tables_only(problem: Problem) -> Problem:
    """Without any rule that has nothing to do with tables."""
    people = problem.participants
    unlimited = np.full(len(people), UNLIMITED, dtype=np.int64)
    return replace(
        problem,
        participants=replace(
            people,
            most=unlimited,
            most_row=np.full_like(people.most_row, UNLIMITED),
            longest_run=unlimited,
            most_breaks=unlimited,
        ),
        candidates=replace(
            problem.candidates, mandatory=np.zeros_like(problem.candidates.mandatory)
        ),
        windows=Windows(),
        precedences=Precedences(),
        break_spread=UNLIMITED,
    )


def random_timetable(problem: Problem, seed: int) -> Assignment | None:
    """Hold what does not clash, tables unseen; None if a pin clashes."""
    rng = np.random.default_rng(seed)
    plan = Assignment.empty(problem.num_candidates)
    busy = np.zeros((problem.num_participants, problem.num_slots), dtype=np.bool_)
    pinned = problem.option_candidate[problem.pins.option]
    rest = np.setdiff1d(np.arange(problem.num_candidates), pinned)
    for c in [*pinned, *rng.permutation(rest)]:
        start, end = problem.candidates.option_start[c : c + 2]
        ways = np.argwhere(problem.option_slots[start:end])
        for option, slot in rng.permutation(ways):
            members = problem.options.participants[start + option]
            if not busy[members, slot].any():
                busy[members, slot] = True
                plan.option[c], plan.slot[c] = start + option, slot
                break
        else:
            if c in pinned:
                return None
    return plan


@dataclass(frozen=True, eq=False)
class Case:
    """A timetable, its seating, and an oracle on it."""

    problem: Problem
    plan: Assignment
    seating: Seating
    oracle: Oracle

    def best(self, level: str, upper: dict[str, int]) -> int | None:
        """The oracle's optimum among seatings of this timetable."""
        return self.oracle.best(
            level, upper, option=self.plan.option, slot=self.plan.slot
        )


def cases(seeds: range) -> list[Case]:
    """Seated random timetables."""
    found = []
    for seed in seeds:
        problem = tables_only(random_problem(seed))
        plan = random_timetable(problem, seed)
        if plan is not None:
            seating = seat(problem, plan, Budget(5.0), seed=seed)
            found.append(Case(problem, plan, seating, Oracle(problem)))
    return found


def check_full(case: Case) -> str:
    """A seating with a place for all: valid, as good as the oracle, bound holds."""
    problem, plan = case.problem, case.seating.assignment
    assert validate(problem, plan) == []
    assert np.array_equal(plan.option, case.plan.option)
    assert np.array_equal(plan.slot, case.plan.slot)
    values = recompute(problem, plan)
    upper = {}
    if Level.CHANGES in values:
        upper[Level.CHANGES] = values[Level.CHANGES]
        assert case.best("changes", {}) == values[Level.CHANGES]
    if Level.MOVES not in values:
        return "moves are no level"
    best = case.best("moves", upper)
    bound, scope, method = moves_bound(problem, plan)
    assert best is not None
    assert least_moves(read_seats(problem, plan)) <= bound <= best
    assert scope is (Scope.TIMETABLE if bound else Scope.ALL)
    assert bound == best or "CP-SAT" not in method
    if (problem.options.home_set[plan.option[plan.held]] == NO_TABLE).all():
        assert values[Level.MOVES] == best == bound
    return "walks" if best else "nobody walks"


def check_short(case: Case) -> str:
    """A seating that leaves some out: it must; and the rest is valid."""
    problem, seating = case.problem, case.seating
    assert case.best("promised", {}) is None
    plan = case.plan
    table = seating.assignment.table.copy()
    rest = Assignment(plan.option.copy(), plan.slot.copy(), table)
    rest.option[seating.unseated] = rest.slot[seating.unseated] = -1
    faults = {one.rule for one in validate(problem, rest)}
    assert faults <= {Rule.PIN}
    assert (Rule.PIN in faults) <= bool(
        np.isin(problem.option_candidate[problem.pins.option], seating.unseated).any()
    )
    if seating.hall is None:
        return "left out for other reasons"
    in_slot = case.plan.slot == seating.slot
    kinds = problem.options.table_set[case.plan.option[in_slot]]
    sets = seating.hall[np.newaxis, :]
    depending = is_inside(problem.tables.sets, sets)[0][kinds[kinds != NO_TABLE]]
    assert depending.sum() > usable_tables(problem, sets)[0, seating.slot]
    return "hall"


def check_cases(seeds: range) -> Counter[str]:
    """Check all; what they were like."""
    return Counter(
        check_short(case) if len(case.seating.unseated) else check_full(case)
        for case in cases(seeds)
    )


def test_seatings_of_random_timetables_are_best() -> None:
    """Valid, fewest changes, then fewest moves; or rightly impossible."""
    found = check_cases(range(90))
    assert set(found) == {
        "walks",
        "nobody walks",
        "moves are no level",
        "hall",
        "left out for other reasons",
    }
    assert found["walks"] > 10


@pytest.mark.torture
def test_seatings_of_random_timetables_are_best_often() -> None:
    """The same on many more."""
    found = check_cases(range(90, 1500))
    assert found["walks"] > 200
    assert found["hall"] > 100


def test_home_tables_come_before_fewer_moves() -> None:
    """Participant 0 walks to the home of the next meeting although it need not."""
    problem = build(
        [(0, 1), (0, 2)],
        tables__sets=np.array([[True, True], [False, True]]),
        tables__spare=[0, 0],
        options__home_set=[NO_TABLE, 1],
        tables__open=np.array([[True] * 4, [False, True, True, True]]),
    )
    plan = plan_of(problem, (0, 0, -1), (1, 1, -1))
    seating = seat(problem, plan, Budget(1.0))
    assert seating.assignment.table.tolist() == [0, 1]
    assert moves_bound(problem, seating.assignment)[0] == 0


def test_home_tables_that_are_taken_overflow() -> None:
    """Of two meetings in a slot with one home one goes elsewhere."""
    problem = build(
        [(0, 1), (2, 3)],
        tables__sets=np.array([[True, True], [False, True]]),
        tables__spare=[0, 0],
        options__home_set=[1, 1],
    )
    plan = plan_of(problem, (0, 0, -1), (1, 0, -1))
    seating = seat(problem, plan, Budget(1.0))
    assert sorted(seating.assignment.table.tolist()) == [0, 1]


def test_released_tables_come_before_fewer_moves() -> None:
    """Where changes are a level above, a released table is kept."""
    baseline = Baseline(*(np.array(one) for one in ([0, 1], [0, 1], [0, 1], [0, 1])))
    levels = (Level.CHANGES, Level.MOVES)
    problem = build([(0, 1), (0, 2)], baseline=baseline, levels=levels)
    plan = plan_of(problem, (0, 0, -1), (1, 1, -1))
    kept = seat(problem, plan, Budget(1.0)).assignment
    assert kept.table.tolist() == [0, 1]
    turned = replace(problem, levels=levels[::-1])
    stays = seat(turned, plan, Budget(1.0)).assignment
    assert recompute(turned, stays) == {Level.MOVES: 0, Level.CHANGES: 1}
    assert moves_bound(problem, kept) == (
        1,
        Scope.TIMETABLE,
        moves_bound(problem, kept)[2],
    )


def test_pinned_table_is_kept_and_others_make_room() -> None:
    """Both would do with either table; one is pinned to table 0."""
    pins = Pins(np.array([1]), np.array([0]), np.array([0]))
    problem = build([(0, 1), (2, 3)], pins=pins)
    plan = plan_of(problem, (0, 0, -1), (1, 0, -1))
    assert seat(problem, plan, Budget(1.0)).assignment.table.tolist() == [1, 0]


def test_slot_with_too_many_for_a_set_names_the_set() -> None:
    """Three meetings depend on two tables, a fourth may use another."""
    problem = build(
        [(0, 1), (2, 3), (4, 5), (6, 7)],
        num_tables=3,
        tables__sets=np.array([[True] * 3, [True, True, False]]),
        tables__spare=[0, 0],
        options__table_set=[1, 1, 1, 0],
        candidates__value=[3, 1, 2, 1],
    )
    plan = plan_of(problem, *((c, 2, -1) for c in range(4)))
    seating = seat(problem, plan, Budget(1.0))
    assert seating.hall is not None
    assert seating.hall.tolist() == [True, True, False]
    assert seating.slot == 2
    assert seating.unseated.tolist() == [1]
    assert seating.assignment.table[1] == -1


def test_zones_too_far_apart_leave_out_the_least_valuable() -> None:
    """Someone's two adjacent meetings have tables in zones too far apart."""
    problem = build(
        [(0, 1), (0, 2)],
        tables__zone=[0, 1],
        tables__distance=[[1, 5], [5, 1]],
        tables__too_far=np.array([[False, True], [True, False]]),
        tables__sets=np.eye(2, dtype=np.bool_),
        tables__spare=[0, 0],
        options__table_set=[0, 1],
        candidates__value=[1, 2],
    )
    seating = seat(problem, plan_of(problem, (0, 0, -1), (1, 1, -1)), Budget(1.0))
    assert seating.unseated.tolist() == [0]
    assert seating.hall is None
    apart = seat(problem, plan_of(problem, (0, 0, -1), (1, 2, -1)), Budget(1.0))
    assert apart.unseated.tolist() == []


def test_no_time_still_gives_a_seating() -> None:
    """An exhausted budget skips improvements only."""
    problem = build([(0, 1), (2, 3), (0, 2)])
    plan = plan_of(problem, (0, 0, -1), (1, 0, -1), (2, 1, -1))
    assert validate(problem, seat(problem, plan, Budget(0.0)).assignment) == []


def test_empty_timetable() -> None:
    """Nobody meets, nobody sits, nobody walks."""
    problem = build([(0, 1)])
    seating = seat(problem, plan_of(problem), Budget(1.0))
    assert seating.assignment.num_meetings == 0
    assert moves_bound(problem, seating.assignment)[:2] == (0, Scope.ALL)
