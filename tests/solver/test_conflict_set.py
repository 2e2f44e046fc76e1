"""Conflicting demands against the oracle: together impossible, one less possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.conflict_set import Conflict, Demand, conflict_set
from solver.problem import Pins, Precedences, Problem
from solver.rules import Rule
from tests.solver.instances import build, random_problem
from tests.solver.oracle import Oracle

Way = tuple[int, int, int]
"""Candidate, option, slot."""


def people_of(problem: Problem, way: Way) -> list[int]:
    """Who takes part."""
    return [int(p) for p in problem.options.participants[way[1]]]


def keeps(  # noqa: PLR0911  (a rule each)
    problem: Problem, demand: Demand, held: list[Way]
) -> bool:
    """Whether meetings keep one demand, by what the rule means."""
    mine = [way for way in held if demand.participant in people_of(problem, way)]
    slots = [way[2] for way in mine]
    people, c, p = problem.participants, demand.candidate, demand.participant
    match demand.rule:
        case Rule.SLOT_ALLOWED:
            allowed = problem.slot_sets[problem.options.slot_set]
            return all(allowed[o, s] for d, o, s in held if d == c)
        case Rule.AVAILABLE:
            return all(people.can[p, s] for s in slots)
        case Rule.CLASH:
            return len(set(slots)) == len(slots)
        case Rule.MOST:
            return len(set(slots)) <= people.most[p]
        case Rule.MOST_ROW:
            inside = {s for s in slots if problem.slots.row[s] == demand.row}
            return len(inside) <= people.most_row[p, demand.row]
        case Rule.LONGEST_RUN:
            return longest(problem, set(slots)) <= people.longest_run[p]
        case Rule.WINDOW:
            return has_pause(problem, demand, set(slots))
        case Rule.PRECEDENCE:
            at = {way[0]: way[2] for way in held}
            return not {c, demand.other} <= at.keys() or at[c] < at[demand.other]
        case Rule.PIN | Rule.MANDATORY:
            return True  # tried ways keep them
        case _:
            return has_tables(problem, demand, held)


def longest(problem: Problem, busy: set[int]) -> int:
    """The longest run."""
    best = run = 0
    for s in range(problem.num_slots):
        goes_on = s > 0 and bool(problem.slots.adjacent[s - 1])
        run = (run if goes_on else 0) + int(problem.slots.length[s])
        run = run if s in busy else 0
        best = max(best, run)
    return best


def has_pause(problem: Problem, demand: Demand, busy: set[int]) -> bool:
    """Whether the window that begins in this slot has its pause."""
    windows = problem.windows
    for p, first, last, free in zip(
        windows.participant, windows.first, windows.last, windows.free, strict=True
    ):
        starts = range(first, last - free + 2)
        if (p, first) == (demand.participant, demand.slot) and all(
            busy & set(range(s, s + free)) for s in starts
        ):
            return False
    return True


def has_tables(problem: Problem, demand: Demand, held: list[Way]) -> bool:
    """Whether tables are enough (pins at one table: whether it is free)."""
    pins = problem.pins
    if demand.table >= 0:
        at = [
            way
            for way in held
            for o, s, t in zip(pins.option, pins.slot, pins.table, strict=True)
            if way[1:] == (o, s) and (s, t) == (demand.slot, demand.table)
        ]
        if demand.rule is Rule.TABLE_OPEN:
            return not at or bool(problem.tables.open[demand.table, demand.slot])
        return len(at) <= 1
    members = set(demand.tables)
    for slot in range(problem.num_slots):
        usable = sum(bool(problem.tables.open[t, slot]) for t in members)
        if demand.rule is Rule.TABLES_KEPT_FREE:
            sets = problem.tables.sets
            kept = [
                min(int(spare), int((one & problem.tables.open[:, slot]).sum()))
                for one, spare in zip(sets, problem.tables.spare, strict=True)
                if set(np.flatnonzero(one).tolist()) <= members
            ]
            usable -= max(kept, default=0)
        kinds = [problem.options.table_set[o] for _, o, s in held if s == slot]
        used = sum(
            k >= 0 and set(np.flatnonzero(problem.tables.sets[k]).tolist()) <= members
            for k in kinds
        )
        if used > usable:
            return False
    return True


def is_possible(problem: Problem, demands: tuple[Demand, ...]) -> bool:
    """Whether some way to hold what must be held keeps all demands: all are tried."""
    start = problem.candidates.option_start
    ways: list[list[Way]] = []
    pins = problem.pins
    for one in demands:
        c = one.candidate
        if one.rule is Rule.MANDATORY:
            options = range(start[c], start[c + 1])
            slots = range(problem.num_slots)
            ways.append([(c, o, s) for o in options for s in slots])
        elif one.rule is Rule.PIN:
            owner = problem.option_candidate[pins.option]
            (i,) = np.flatnonzero((owner == c) & (pins.slot == one.slot))
            ways.append([(c, int(pins.option[i]), int(pins.slot[i]))])

    def extend(held: list[Way]) -> bool:
        if not all(keeps(problem, one, held) for one in demands):
            return False  # more meetings never mend it
        if len(held) == len(ways):
            return True
        return any(extend([*held, way]) for way in ways[len(held)])

    return extend([])


def check(problem: Problem, found: Conflict) -> None:
    """Together impossible; without any one of them possible."""
    assert found.is_irreducible
    assert not is_possible(problem, found.demands)
    for one in found.demands:
        rest = tuple(other for other in found.demands if other != one)
        assert is_possible(problem, rest)


def check_seeds(seeds: range) -> int:
    """Find conflicts of infeasible random events; how many there were."""
    num = 0
    for seed in seeds:
        problem = random_problem(seed)
        if not problem.mandatory.any():
            continue
        found = conflict_set(problem)
        is_feasible = Oracle(replace(problem, levels=())).is_feasible()
        if found is None:
            continue
        assert not is_feasible
        check(problem, found)
        num += 1
    return num


def test_conflicts_of_random_events() -> None:
    """Some of them are infeasible."""
    assert check_seeds(range(80)) >= 4


@pytest.mark.torture
def test_conflicts_of_many_random_events() -> None:
    """The same on many more."""
    assert check_seeds(range(80, 600)) >= 20


def rules(problem: Problem) -> list[tuple[Rule, int, int]]:
    """Rule, candidate and participant of each demand found."""
    found = conflict_set(problem)
    assert found is not None
    check(problem, found)
    return [(one.rule, one.candidate, one.participant) for one in found.demands]


def test_two_at_once() -> None:
    """One slot, 0 must meet 1 and 2; the third one has nothing to do with it."""
    problem = build(
        [(0, 1), (0, 2), (3, 4)], num_slots=1, candidates__mandatory=[True] * 3
    )
    assert rules(problem) == [
        (Rule.MANDATORY, 0, -1),
        (Rule.MANDATORY, 1, -1),
        (Rule.CLASH, -1, 0),
    ]


def test_nobody_is_there_together() -> None:
    """0 can in slot 0, 1 in slot 1."""
    can = np.array([[True, False], [False, True]])
    problem = build(
        [(0, 1)], num_slots=2, participants__can=can, candidates__mandatory=[True]
    )
    assert rules(problem) == [
        (Rule.MANDATORY, 0, -1),
        (Rule.AVAILABLE, -1, 0),
        (Rule.AVAILABLE, -1, 1),
    ]


def test_a_cap_below_what_must_be() -> None:
    """At most one meeting, two must be held."""
    problem = build(
        [(0, 1), (0, 2)],
        participants__most=[1, 9, 9],
        candidates__mandatory=[True, True],
    )
    assert (Rule.MOST, -1, 0) in rules(problem)


def test_tables_too_few() -> None:
    """One slot, one table, two pairs; with a second table that is kept free."""
    problem = build(
        [(0, 1), (2, 3)],
        num_slots=1,
        num_tables=1,
        candidates__mandatory=[True, True],
    )
    assert rules(problem)[-1][0] is Rule.TABLE_CLASH
    spare = build(
        [(0, 1), (2, 3)],
        num_slots=1,
        tables__spare=[1],
        candidates__mandatory=[True, True],
    )
    assert rules(spare)[-1][0] is Rule.TABLES_KEPT_FREE


def test_pins_and_orders() -> None:
    """Pinned the wrong way round."""
    pins = Pins(np.array([0, 1]), np.array([2, 1]), np.array([-1, -1]))
    order = Precedences(np.array([0]), np.array([1]))
    problem = build([(0, 1), (2, 3)], pins=pins, precedences=order)
    assert rules(problem) == [
        (Rule.PIN, 0, -1),
        (Rule.PIN, 1, -1),
        (Rule.PRECEDENCE, 0, -1),
    ]


def test_what_is_possible_has_no_conflict() -> None:
    """None."""
    assert conflict_set(build([(0, 1)], candidates__mandatory=[True])) is None
