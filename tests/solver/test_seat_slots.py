"""One slot: assignments, tables kept free, and what is told where tables lack."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.rules import Rule
from solver.seat_greedy import assign_greedily
from solver.seat_model import read_seats
from solver.seat_slots import assign, find_shortage, tables_to_keep
from solver.validate import validate
from tests.solver.instances import build, plan_of

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray

RULES = {Rule.TABLE_ALLOWED, Rule.TABLE_OPEN, Rule.TABLE_CLASH, Rule.TABLES_KEPT_FREE}


def full_slot(seed: int) -> Problem:
    """Up to five meetings in one slot with five tables, spare ones in several sets."""
    rng = np.random.default_rng(seed)
    meetings = int(rng.integers(1, 6))
    sets = rng.random((4, 5)) < 0.6
    sets[0] = True
    return build(
        [(2 * m, 2 * m + 1) for m in range(meetings)],
        num_slots=1,
        num_tables=5,
        tables__sets=sets,
        tables__spare=rng.integers(0, 3, 4) * (rng.random(4) < 0.5),
        tables__open=rng.random((5, 1)) < 0.9,
        options__table_set=rng.integers(0, 4, meetings),
        candidates__value=rng.integers(1, 9, meetings),
    )


def most_seated(problem: Problem) -> int:
    """The most meetings that any seating has room for, by trying all."""
    count = problem.num_candidates
    for left_out in range(count + 1):
        blanks = [-1] * left_out
        for tables in permutations([*range(5), *blanks], count):
            held = [(c, 0, t) for c, t in enumerate(tables) if t >= 0]
            if len(held) != count - left_out:
                continue
            if not validate(problem, plan_of(problem, *held)):
                return len(held)
    return 0


@pytest.mark.parametrize("seed", range(24))
def test_slot_is_seated_exactly_where_it_can_be(seed: int) -> None:
    """With sets nested, apart or overlapping; else as few as possible are left out."""
    problem = full_slot(seed)
    plan = plan_of(problem, *((c, 0, -1) for c in range(problem.num_candidates)))
    seats = read_seats(problem, plan)
    meetings = np.arange(len(seats))
    kept = tables_to_keep(seats, 0, meetings)
    allowed = seats.allowed(meetings)
    table = assign(np.zeros(allowed.shape), allowed, kept)
    most = most_seated(problem)
    if table is None:
        shortage = find_shortage(seats, 0, meetings, kept)
        assert len(meetings) - len(shortage.unseated) == most
        return
    assert most == len(meetings)
    plan.table[:] = table
    assert not {one.rule for one in validate(problem, plan)} & RULES


def random_rows(rng: np.random.Generator, num: int, tables: int) -> BoolArray:
    """Tables that each of ``num`` rows allows."""
    return rng.random((num, tables)) < rng.choice([0.2, 0.5])


@pytest.mark.parametrize("seed", range(30))
def test_greedy_assignment_finds_one_wherever_there_is_one(seed: int) -> None:
    """It gives what is wanted first come, and mends by augmenting paths."""
    rng = np.random.default_rng(seed)
    allowed, kept = random_rows(rng, 9, 12), random_rows(rng, 2, 12)
    wanted = [(rng.permutation(9)[:5], rng.integers(0, 12, 5))]
    table = assign_greedily(wanted, allowed, kept)
    if assign(np.zeros(allowed.shape), allowed, kept) is None:
        assert table is None
        return
    assert table is not None
    assert len(set(table.tolist())) == 9
    assert allowed[np.arange(9), table].all()


def test_greedy_assignment_gives_what_is_wanted() -> None:
    """Of two who want one table the first gets it, the other its second wish."""
    everything = np.ones((3, 4), dtype=np.bool_)
    wanted = [
        (np.array([0, 1]), np.array([2, 2])),
        (np.array([1, 2]), np.array([3, 3])),
    ]
    table = assign_greedily(wanted, everything, np.zeros((0, 4), dtype=np.bool_))
    assert table is not None
    assert table[:2].tolist() == [2, 3]
