"""Give the meetings of a timetable their tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.result import Assignment
from solver.seat_bound import least_moves, moves_bound
from solver.seat_exact import ExactSeating, improve_exactly, is_small
from solver.seat_model import read_seats
from solver.seat_sweep import Sweep
from solver.seat_weights import cost_of

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.seat_model import Seats
    from solver.seat_weights import Cost

__all__ = ["Seating", "moves_bound", "seat"]

BEST = "as few moves as the timetable allows"
MOST_SWEEPS = 4
MOST_SWEPT = 2_000
"""Meetings up to which slots are seated again; beyond, exchanges are quicker."""
MEETINGS_PER_UNIT = 1_000
"""Meetings that one unit of work reseats."""


@dataclass(frozen=True, slots=True, eq=False)
class Seating:
    """A plan with tables.

    Attributes
    ----------
    assignment : Assignment
        As given, with tables; -1 for the unseated.
    unseated : int64[n]
        Candidates that found no table. Without them (dropped or at another time) the
        rest is valid. Where slots overflow they are the least valuable of as few as
        possible; where zones are too far apart, a choice that suffices.
    halls : tuple of bool[T]
        Sets of tables, each too small for the meetings of some slot that depend on it:
        rows for the timetable.
    slot : int
        The slot of the first of them; -1 without.
    method : str
        How the tables were found: by exact search, the best there are; or not.
    """

    assignment: Assignment
    unseated: IntArray
    halls: tuple[BoolArray, ...] = ()
    slot: int = -1
    method: str = "exchanges"

    @property
    def hall(self) -> BoolArray | None:
        """The first of ``halls``, None without."""
        return self.halls[0] if self.halls else None


def seat(
    problem: Problem, assignment: Assignment, budget: Budget, *, seed: int = 0
) -> Seating:
    """Assign tables to a timetable; options and slots stay.

    Slot by slot, forward and backward, each an assignment problem that keeps people
    where they sit; then exchanges of two tables along whole stretches of slots; an
    exact search where the timetable is small. Aims, in this order: fewest table changes
    against the baseline, most meetings at home tables, fewest moves (see
    `solver.seat_weights.weights`).

    Parameters
    ----------
    assignment : Assignment
        Valid but for tables, which are ignored.
    budget : Budget
        For improvements; a first seating is always made.
    """
    seats = read_seats(problem, assignment)
    sweep = Sweep(seats)
    slots = np.arange(problem.num_slots)
    sweep.run(slots)
    budget.charge(1 + len(seats) // MEETINGS_PER_UNIT)
    table, method = sweep.table, "exchanges"
    if not sweep.shortages:
        table, method = _improved(seats, sweep, budget, seed)
    table = _without_long_ways(seats, table, seed)
    return _seating(seats, assignment, sweep, table, method)


def _improved(
    seats: Seats, sweep: Sweep, budget: Budget, seed: int
) -> tuple[IntArray, str]:
    slots = np.arange(seats.problem.num_slots)
    for number in range(MOST_SWEEPS if len(seats) <= MOST_SWEPT else 0):
        if budget.is_exhausted or not any(cost_of(seats, sweep.table).key):
            break
        budget.charge(1 + len(seats) // MEETINGS_PER_UNIT)
        if not sweep.run(slots[::-1] if number % 2 == 0 else slots):
            break
    table = sweep.table
    if _is_best(seats, table):
        return table, BEST
    if budget.is_exhausted or _is_enough(seats, table):
        return table, "sweeps"
    from solver.seat_exchange import exchange  # noqa: PLC0415  (loads numba)

    table = exchange(seats, table, budget, seed=seed)
    if _is_best(seats, table):
        return table, BEST
    if is_small(seats):
        return improve_exactly(seats, table, seed=seed)
    return table, "exchanges"


def _is_best(seats: Seats, table: IntArray) -> bool:
    """Nothing but moves is wrong, and no timetable of this kind has fewer."""
    cost = cost_of(seats, table)
    if not _lacks_only_moves(cost):
        return False
    return cost.move == 0 or cost.move == least_moves(seats)


def _is_enough(seats: Seats, table: IntArray) -> bool:
    """Nothing but moves is wrong, and they are no level."""
    is_level = Level.MOVES in seats.problem.levels
    return not is_level and _lacks_only_moves(cost_of(seats, table))


def _lacks_only_moves(cost: Cost) -> bool:
    return not (cost.too_far or cost.change or cost.home)


def _without_long_ways(seats: Seats, table: IntArray, seed: int) -> IntArray:
    """Leave out meetings until nobody has to go too far between adjacent ones."""
    if cost_of(seats, table).too_far == 0:
        return table
    if is_small(seats):
        model = ExactSeating(seats, may_leave_out=True)
        found = model.minimize(model.everything(), table, seed=seed)
        if found.table is not None:
            return found.table
    table = table.copy()
    problem = seats.problem
    value = problem.candidates.value[seats.candidate]
    must = problem.mandatory[seats.candidate]
    while True:
        one, other = table[seats.first], table[seats.second]
        zones = seats.zone_of[one], seats.zone_of[other]
        is_far = problem.tables.too_far[zones] & seats.is_adjacent
        is_far &= (one >= 0) & (other >= 0)
        if not is_far.any():
            return table
        ends = np.concatenate([seats.first[is_far], seats.second[is_far]])
        count = np.bincount(ends, minlength=len(seats))
        order = np.lexsort((value, -count, must, count == 0))
        table[order[0]] = -1


def _seating(
    seats: Seats, plan: Assignment, sweep: Sweep, table: IntArray, method: str
) -> Seating:
    tables = np.full(len(plan.table), -1, dtype=np.int64)
    tables[seats.candidate] = table
    short = [one for one in sweep.shortages if one.hall is not None]
    return Seating(
        Assignment(plan.option.copy(), plan.slot.copy(), tables),
        seats.candidate[table < 0],
        tuple(one.hall for one in short if one.hall is not None),
        short[0].slot if short else -1,
        method,
    )
