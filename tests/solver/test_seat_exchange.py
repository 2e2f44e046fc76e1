"""Exchanges of tables: the running state is right, rules hold, cost never rises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.anneal.generator import seeded
from solver.budget import Budget
from solver.result import Assignment
from solver.rules import Rule
from solver.seat import moves_bound, seat
from solver.seat_exchange import board_of, exchange
from solver.seat_kernel import Board, exchange_often
from solver.seat_model import Seats, read_seats
from solver.seat_sweep import Sweep
from solver.seat_weights import cost_of
from solver.validate import validate
from tests.solver.instances import random_problem
from tests.solver.test_seat import random_timetable, tables_only

if TYPE_CHECKING:
    from solver.ragged import IntArray

SIZE = {"people": 40, "slots": 14, "tables": 9, "candidates": 200}
TABLE_RULES = {
    Rule.TABLE_ALLOWED,
    Rule.TABLE_CLASH,
    Rule.TABLE_OPEN,
    Rule.TABLES_KEPT_FREE,
}


def seated(seed: int) -> tuple[Seats, IntArray]:
    """A random event with its slots seated one by one, and only what has a seat."""
    problem = tables_only(random_problem(seed, **SIZE))
    plan = random_timetable(problem, seed)
    assert plan is not None
    sweep = Sweep(read_seats(problem, plan))
    sweep.run(range(problem.num_slots))
    out = sweep.seats.candidate[sweep.table < 0]
    plan.option[out] = plan.slot[out] = -1
    seats = read_seats(problem, plan)
    return seats, sweep.table[sweep.table >= 0]


def total_cost(board: Board, seats: Seats) -> int:
    """What the board's seating costs, from scratch, in its units."""
    cost = cost_of(seats, board.table)
    zones = board.zone[board.table[seats.first]], board.zone[board.table[seats.second]]
    walks = board.table[seats.first] != board.table[seats.second]
    far = board.too_far[zones] * seats.is_adjacent
    return int(
        board.distance[zones][walks].sum()
        + far.sum()
        + board.units @ np.array([cost.home, cost.change])
    )


def faults(seats: Seats, plan_table: IntArray) -> set[Rule]:
    """Rules on tables that a seating breaks."""
    problem = seats.problem
    plan = Assignment.empty(problem.num_candidates)
    start = problem.candidates.option_start
    for m, c in enumerate(seats.candidate):
        options = np.arange(start[c], start[c + 1])
        fits = (problem.options.table_set[options] == seats.kind[m]) & (
            problem.options.home_set[options] == seats.home[m]
        )
        plan.option[c] = options[fits][0]
    plan.slot[seats.candidate] = seats.slot
    plan.table[seats.candidate] = plan_table
    return {one.rule for one in validate(problem, plan)} & TABLE_RULES


@pytest.mark.parametrize("seed", [*range(8), 20, 21, 22])
def test_state_after_10000_exchanges_equals_recomputation(seed: int) -> None:
    """At any temperature: cost, meetings at tables, tables in use, and all rules."""
    seats, table = seated(seed)
    if len(seats.first) == 0:
        pytest.skip("nobody has two meetings")
    board = board_of(seats, table)
    before = total_cost(board, seats)
    heat = 2.0 * float(board.distance.max())
    _, changed = exchange_often(board, seeded(seed), 0, 10_000, heat, heat / 4)
    assert total_cost(board, seats) == before + changed
    again = board_of(seats, board.table)
    assert np.array_equal(board.meeting_at, again.meeting_at)
    assert np.array_equal(board.used, again.used)
    assert faults(seats, board.table) == set()


def test_exchanges_change_something() -> None:
    """The tests above are not about nothing: seatings do change."""
    seats, table = seated(3)
    board = board_of(seats, table)
    exchange_often(board, seeded(1), 0, 10_000, 5.0, 1.0)
    assert (board.table != table).mean() > 0.3


@pytest.mark.parametrize("seed", range(4))
def test_seating_never_gets_worse(seed: int) -> None:
    """By the order of the aims, whatever the temperature on the way."""
    seats, table = seated(seed)
    better = exchange(seats, table, Budget(work_limit=20), seed=seed)
    assert cost_of(seats, better).key <= cost_of(seats, table).key


@pytest.mark.parametrize("seed", range(12))
def test_seats_of_larger_events_are_valid(seed: int) -> None:
    """All steps together, with zones, spare tables and homes; the bound holds."""
    problem = tables_only(random_problem(seed, **SIZE))
    plan = random_timetable(problem, seed)
    assert plan is not None
    seating = seat(problem, plan, Budget(work_limit=5), seed=seed)
    rest = seating.assignment
    for array in (rest.option, rest.slot, rest.table):
        array[seating.unseated] = -1
    assert {one.rule for one in validate(problem, rest)} <= {Rule.PIN}
    bound, _, _ = moves_bound(problem, rest)
    seats = read_seats(problem, rest)
    assert bound <= cost_of(seats, rest.table[seats.candidate]).move


def test_same_work_same_seating() -> None:
    """Under a work limit nothing depends on the clock."""
    seats, table = seated(5)
    first = exchange(seats, table, Budget(work_limit=9), seed=4)
    assert np.array_equal(first, exchange(seats, table, Budget(work_limit=9), seed=4))
