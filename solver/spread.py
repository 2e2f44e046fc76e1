"""Do the columns held by select fit delegates and rows? Where not, look closer there.

Select counts delegates of one team together and days all together. This finds an
option and a row for every held column by coordinate descent, each meeting in turn,
with rising costs of overloads; whoever stays overloaded is modeled in more detail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.distinct import distinct_counts
from solver.levels import Level
from solver.problem import NO_TABLE
from solver.ragged import Ragged

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Model
    from solver.spread_kernel import Choices, Loads

_MOST_SWEEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Options of held columns.

    Attributes
    ----------
    option : int64[H]
        In the order of the columns held.
    overloaded : bool[P]
        Has more meetings in all than its capacity.
    row_overloaded : bool[P]
        Has more meetings in a row than its capacity.
    lacking : bool[P]
        Has fewer meetings, or fewer of a target, than wanted.
    partners : bool[P]
        Stands in an option of a target that is not reached.
    """

    option: IntArray
    overloaded: BoolArray
    row_overloaded: BoolArray
    lacking: BoolArray
    partners: BoolArray


def spread(model: Model, held: IntArray) -> Spread:
    """Choose options (and rows, to see that there are some) for columns ``held``."""
    problem = model.problem
    options = model.columns.options.take(held)
    is_trivial = problem.num_rows == 1 and len(options.items) == len(held)
    if is_trivial:
        nobody = np.zeros(problem.num_participants, dtype=np.bool_)
        return Spread(options.items, nobody, nobody, nobody, nobody)
    from solver.spread_kernel import choose  # noqa: PLC0415  (loads numba)

    has = _has(model, held, options)
    loads = _no_loads(model)
    chosen = np.full(len(held), -1, dtype=np.int64)
    choose(has, loads, chosen, _MOST_SWEEPS)
    lacking = loads.total < has.least
    partners = np.zeros_like(lacking)
    if Level.TARGETS in problem.levels:
        holders, partners = _around(problem, loads.reached < has.amount)
        lacking |= holders
    row_overloaded: BoolArray = np.any(loads.in_row > has.cap_row, axis=1)
    overloaded = loads.total > has.cap
    option = has.option[chosen]
    return Spread(option, overloaded, row_overloaded, lacking, partners)


def _has(model: Model, held: IntArray, options: Ragged) -> Choices:
    from solver.spread_kernel import Choices  # noqa: PLC0415  (loads numba)

    problem, capacity = model.problem, model.capacity
    start, option, row = _choices(model, held, options)
    goals, tables = _goals(problem), _table_rows(model)
    least = problem.participants.least
    counts = Level.LEAST in problem.levels
    starts = np.searchsorted(problem.slots.row, np.arange(problem.num_rows))
    return Choices(
        start=start,
        option=option,
        row=row,
        people_start=problem.options.participants.start,
        people=problem.options.participants.items,
        goal_start=goals.start,
        goal=goals.items,
        table_start=tables.start,
        table=tables.items,
        cap=capacity.participant,
        cap_row=capacity.participant_row,
        cap_table=np.add.reduceat(capacity.tables_slot, starts, axis=1),
        least=least if counts else np.zeros_like(least),
        amount=problem.targets.amount,
    )


def _no_loads(model: Model) -> Loads:
    from solver.spread_kernel import NEED, OVER, Loads  # noqa: PLC0415  (loads numba)

    people, num_rows = model.problem.num_participants, model.problem.num_rows
    return Loads(
        total=np.zeros(people, dtype=np.int64),
        in_row=np.zeros((people, num_rows), dtype=np.int64),
        reached=np.zeros(len(model.problem.targets), dtype=np.int64),
        tables=np.zeros((len(model.rows), num_rows), dtype=np.int64),
        cost=np.full(people, OVER),
        cost_row=np.full((people, num_rows), OVER),
        need=np.full(len(model.problem.targets), NEED),
    )


def _around(problem: Problem, targets: BoolArray) -> tuple[BoolArray, BoolArray]:
    """bool[P] twice: who is in all, and in some options of these targets (bool[V])."""
    num = problem.num_participants
    members = problem.targets.options
    some = members.take(np.flatnonzero(targets))
    inside = problem.options.participants.take(some.items)
    keys, times = distinct_counts(some.rows[inside.rows] * num + inside.items)
    partners = np.zeros(num, dtype=np.bool_)
    partners[keys % num] = True
    holders = np.zeros(num, dtype=np.bool_)
    holders[keys[times == some.lengths[keys // num]] % num] = True
    return holders, partners


def _choices(
    model: Model, held: IntArray, options: Ragged
) -> tuple[IntArray, IntArray, IntArray]:
    """Start, option and row of the choices of each held column."""
    problem, columns = model.problem, model.columns
    starts = np.searchsorted(problem.slots.row, np.arange(problem.num_rows))
    possible = np.logical_or.reduceat(
        problem.option_slots[options.items], starts, axis=1
    )
    row = columns.row[held][options.rows]
    confined = np.flatnonzero(row >= 0)
    possible[confined] = False
    possible[confined, row[confined]] = True
    item, row = np.nonzero(possible)
    per_column = np.bincount(options.rows[item], minlength=len(held))
    start = np.concatenate([[0], np.cumsum(per_column)]).astype(np.int64)
    return start, options.items[item], row


def _goals(problem: Problem) -> Ragged:
    """Targets of each option, where they are a level."""
    if Level.TARGETS not in problem.levels:
        return Ragged.empty(problem.num_options)
    return problem.targets.options.transposed(problem.num_options)


def _table_rows(model: Model) -> Ragged:
    """Table rows that can bind that each option counts in."""
    table_set = model.problem.options.table_set
    seated = np.flatnonzero(table_set != NO_TABLE)
    of_set = model.rows.of_set
    keep = model.binding_tables[of_set.items]
    binding = Ragged.from_pairs(of_set.rows[keep], of_set.items[keep], len(of_set))
    counted = binding.take(table_set[seated])
    return Ragged.from_pairs(seated[counted.rows], counted.items, len(table_set))
