"""What holds between solves of related events, and for every result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver import solve
from solver.levels import Level
from solver.problem import NO_TABLE, Problem
from solver.ragged import Ragged
from solver.result import Status
from solver.validate import recompute, validate
from solver.validate_result import check_result
from tests.solver.instances import build, random_problem

if TYPE_CHECKING:
    from solver.ragged import IntArray
    from solver.result import Result

WORK = 60
SIZE = {"people": 6, "slots": 4, "tables": 2, "candidates": 7}

few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
seeds = st.integers(0, 100_000)


def proven_values(result: Result) -> list[int]:
    """Values of all levels, greater is better; only of solves proven to the end."""
    assume(result.status is Status.OPTIMAL)
    return [entry.level.sense * entry.value for entry in result.certificate]


def renamed(problem: Problem, order: IntArray) -> Problem:
    """Participant ``order[i]`` becomes number ``i``."""
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    people, options, windows = problem.participants, problem.options, problem.windows
    fields = {name: getattr(people, name)[order] for name in people.__slots__}
    members = options.participants
    return replace(
        problem,
        participants=replace(people, **fields),
        options=replace(
            options,
            participants=Ragged(members.start, number[members.items]),
        ),
        windows=replace(windows, participant=number[windows.participant]),
    )


@few
@given(seed=seeds)
def test_renaming_participants_changes_no_optimum(seed: int) -> None:
    """Numbers of participants mean nothing."""
    problem = random_problem(seed, **SIZE)
    order = np.random.default_rng(seed).permutation(problem.num_participants)
    first = solve(problem, work_limit=WORK, seed=1)
    second = solve(renamed(problem, order), work_limit=WORK, seed=1)
    assume(first.status in (Status.OPTIMAL, Status.INFEASIBLE))
    assume(second.status in (Status.OPTIMAL, Status.INFEASIBLE))
    assert first.status == second.status
    assume(first.status is Status.OPTIMAL)
    assert proven_values(first) == proven_values(second)


def with_one_more(problem: Problem, seed: int) -> Problem:
    """One more candidate between two participants, at any table in any slot."""
    rng = np.random.default_rng(seed)
    pair = rng.choice(problem.num_participants, 2, replace=False)
    candidates, options = problem.candidates, problem.options
    one_more = candidates.option_start[-1] + 1
    members = [*map(list, options.participants), pair.tolist()]
    groups = [*map(list, options.groups), pair.tolist() if problem.num_groups else []]
    return replace(
        problem,
        candidates=replace(
            candidates,
            value=np.append(candidates.value, rng.integers(0, 9)),
            mandatory=np.append(candidates.mandatory, False),
            promised=np.append(candidates.promised, False),
            option_start=np.append(candidates.option_start, one_more),
        ),
        options=replace(
            options,
            participants=Ragged.of(members),
            slot_set=np.append(options.slot_set, 0),
            table_set=np.append(options.table_set, 0),
            home_set=np.append(options.home_set, NO_TABLE),
            groups=Ragged.of(groups),
        ),
    )


@few
@given(seed=seeds)
def test_one_more_candidate_never_makes_the_best_plan_worse(seed: int) -> None:
    """Whatever was possible still is: it need not be held."""
    problem = random_problem(seed, **SIZE)
    before = proven_values(solve(problem, work_limit=WORK, seed=1))
    more = solve(with_one_more(problem, seed), work_limit=WORK, seed=1)
    assert proven_values(more) >= before


@few
@given(seed=seeds)
def test_every_result_is_sound(seed: int) -> None:
    """Valid, values as stated, never better than a bound, pins kept; at any size."""
    problem = random_problem(seed, people=20, slots=10, tables=6, candidates=60)
    result = solve(problem, work_limit=20, seed=seed)
    assert check_result(problem, result) == []
    assume(result.assignment is not None)
    assert result.assignment is not None
    assert validate(problem, result.assignment) == []
    values = recompute(problem, result.assignment)
    assert {entry.level: entry.value for entry in result.certificate} == values
    pins = problem.pins
    owner = problem.option_candidate[pins.option]
    assert np.array_equal(result.assignment.option[owner], pins.option)
    assert np.array_equal(result.assignment.slot[owner], pins.slot)


@few
@given(seed=seeds)
def test_one_slot_is_a_matching_of_greatest_weight(seed: int) -> None:
    """In one slot, with tables for all, networkx finds the same value."""
    rng = np.random.default_rng(seed)
    people = int(rng.integers(4, 30))
    ends = [rng.choice(people, 2, replace=False) for _ in range(3 * people)]
    values = rng.integers(1, 50, len(ends))
    problem = build(
        ends,
        num_slots=1,
        num_tables=people // 2,
        num_participants=people,
        candidates__value=values,
        levels=(Level.VALUE,),
    )
    graph = nx.Graph()
    for (a, b), value in zip(ends, values, strict=True):
        known = graph.get_edge_data(a, b, {"weight": 0})["weight"]
        graph.add_edge(a, b, weight=max(known, int(value)))
    best = nx.max_weight_matching(graph)
    result = solve(problem, work_limit=WORK, seed=1)
    assert result[Level.VALUE].value == sum(graph[a][b]["weight"] for a, b in best)
    assert result.status is Status.OPTIMAL
