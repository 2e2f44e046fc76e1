"""Safe bounds: from any prices, in exact integers (`solver.result.Prices`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.capacity import busy_capacity
from solver.errors import SolverError
from solver.levels import Level
from solver.result import PRICE_SCALE
from solver.slotgains import from_maximize_form, keeping_gain
from solver.tablerows import is_inside, usable_tables

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray, Ragged
    from solver.result import Prices

_GREATEST = 2**62
_CHUNK = 1 << 15
_NEVER = np.int64(-(2**62))


@dataclass(frozen=True, slots=True, eq=False)
class Capacities:
    """Right-hand sides of the rows that have prices.

    Attributes
    ----------
    participant : int64[P]
    participant_row : int64[P, R]
    tables_slot : int64[N, S]
        For the sets of tables asked for; a row over all slots has their sum.
    """

    participant: IntArray
    participant_row: IntArray
    tables_slot: IntArray


def capacities(problem: Problem, table_sets: BoolArray) -> Capacities:
    """Right-hand sides for participants and for these sets of tables (bool[N, T])."""
    participant, participant_row = busy_capacity(problem)
    tables = usable_tables(problem, table_sets)
    if has_pairs_only(problem):
        tables = np.minimum(tables, problem.participants.can.sum(axis=0) // 2)
    return Capacities(participant, participant_row, tables)


def has_pairs_only(problem: Problem) -> bool:
    """Every option has two participants or more, so half of those free can meet."""
    return bool(problem.options.participants.lengths.min(initial=2) >= 2)  # noqa: PLR2004


def safe_bound(problem: Problem, prices: Prices) -> int:
    """Return the bound on ``prices.level`` that the prices prove, in its own form.

    Holds for all plans whose upper levels are at least as good as
    ``prices.achieved``, whatever the prices are, as long as none is negative.
    """
    return bound_of(problem, capacities(problem, prices.table_sets), prices)


def bound_of(problem: Problem, capacity: Capacities, prices: Prices) -> int:
    """`safe_bound` with the capacities at hand."""
    total, _ = _total(problem, capacity, prices)
    return from_maximize_form(problem, prices.level, total // PRICE_SCALE)


def forced_bounds(problem: Problem, capacity: Capacities, prices: Prices) -> IntArray:
    """int64[C]: the bound if a candidate had to be held, for each one by itself.

    Where a candidate cannot be held at all it is the bound without it.
    """
    total, worth = _total(problem, capacity, prices)
    shortfall = np.where(worth == _NEVER, 0, np.minimum(worth, 0))
    shortfall[problem.mandatory] = 0
    bounds = (total + shortfall) // PRICE_SCALE
    if prices.level.sense > 0:
        return bounds
    return from_maximize_form(problem, prices.level, 0) - bounds


def _total(
    problem: Problem, capacity: Capacities, prices: Prices
) -> tuple[int, IntArray]:
    """Bound of the maximize-form at `PRICE_SCALE`, and int64[C]: `candidate_worth`."""
    total = (
        _row_costs(problem, capacity, prices)
        - _achieved_credit(problem, prices)
        + sum(
            _term_gains(problem, level, scale, term)
            for level, scale, term in _levels(prices)
        )
    )
    worth = candidate_worth(problem, prices)
    optional = ~problem.mandatory | (worth == _NEVER)
    total += _exact_sum(np.where(optional, np.maximum(worth, 0), worth))
    return total, worth


def _levels(prices: Prices) -> list[tuple[Level, int, IntArray]]:
    """Level, multiplier and term prices, upper levels first."""
    multipliers = [*(int(one) for one in prices.upper), PRICE_SCALE]
    levels = (*prices.upper_levels, prices.level)
    return list(zip(levels, multipliers, prices.term, strict=True))


def _row_costs(problem: Problem, capacity: Capacities, prices: Prices) -> int:
    """Sum over rows of price x capacity."""
    cost = _exact_sum(prices.participant * capacity.participant)
    cost += _exact_sum(prices.participant_row * capacity.participant_row)
    cost += _exact_sum(prices.participant_slot)
    cost += _exact_sum(prices.tables * capacity.tables_slot.sum(axis=1))
    cost += _exact_sum(prices.tables_slot * capacity.tables_slot)
    for members, price in zip(prices.clusters, prices.cluster, strict=True):
        cost += int(price) * cluster_capacity(problem, capacity, members)
    return cost


def cluster_capacity(problem: Problem, capacity: Capacities, members: BoolArray) -> int:
    """Most meetings with two or more participants in a set (bool[P])."""
    by_people = int(capacity.participant[members].sum()) // 2
    free = problem.participants.can[members].sum(axis=0)
    return min(by_people, int((free // 2).sum()))


def _achieved_credit(problem: Problem, prices: Prices) -> int:
    """Sum of multiplier x achieved maximize-form of the upper levels."""
    return sum(
        int(scale) * from_maximize_form(problem, level, int(value))
        for level, scale, value in zip(
            prices.upper_levels, prices.upper, prices.achieved, strict=True
        )
    )


def _term_gains(problem: Problem, level: Level, scale: int, term: IntArray) -> int:
    """Sum over terms of max over n of (scale x gain(n) - price x n)."""
    if not len(term):
        return 0
    total = 0
    for unit, length in term_segments(problem, level):
        surplus = np.maximum(0, scale * unit - term)
        _check_range(int(surplus.max(initial=0)) * int(length.max(initial=0)))
        total += _exact_sum(surplus * length)
    return total


def term_segments(problem: Problem, level: Level) -> list[tuple[IntArray, IntArray]]:
    """Concave gains of a level's terms: (gain per unit, units), falling gains.

    Arrays over the terms in the order of `solver.result.Prices`.
    """
    match level:
        case Level.TARGETS:
            return [(problem.targets.weight, problem.targets.amount)]
        case Level.LEAST:
            people = problem.participants
            per_row = np.repeat(people.least_weight, problem.num_rows)
            wanted = np.concatenate([people.least, people.least_row.reshape(-1)])
            return [(np.concatenate([people.least_weight, per_row]), wanted)]
        case Level.VALUE:
            units, lengths = np.unique(-problem.bonus, return_counts=True)
            groups = np.ones(problem.num_groups, dtype=np.int64)
            return [
                (-unit * groups, length * groups)
                for unit, length in zip(units, lengths, strict=True)
            ]
        case _:
            return []


def num_terms(problem: Problem, level: Level) -> int:
    """Length of a level's term prices."""
    match level:
        case Level.TARGETS:
            return len(problem.targets)
        case Level.LEAST:
            return problem.num_participants * (1 + problem.num_rows)
        case Level.VALUE:
            return problem.num_groups
        case _:
            return 0


def candidate_worth(problem: Problem, prices: Prices) -> IntArray:
    """Best gain less prices over the allowed (option, slot) of each candidate.

    Returns
    -------
    int64[C]
        -2**62 for a candidate without any.
    """
    worth = _slotless_worth(problem, prices)
    by_person, by_set = _slot_gains(problem, prices)
    sensitive = _sensitive_options(problem, prices, by_person, by_set)
    worth[~problem.option_slots.any(axis=1)] = _NEVER
    for first in range(0, len(sensitive), _CHUNK):
        options = sensitive[first : first + _CHUNK]
        at_slot = _slot_worth(problem, prices, options, by_person, by_set)
        at_slot += worth[options, np.newaxis]
        at_slot[~problem.option_slots[options]] = _NEVER
        worth[options] = at_slot.max(axis=1)
    if not problem.num_candidates:
        return worth
    return np.maximum.reduceat(worth, problem.candidates.option_start[:-1])


def _slotless_worth(problem: Problem, prices: Prices) -> IntArray:
    """int64[O]: weights and prices that hold in every slot."""
    options, candidate = problem.options, problem.option_candidate
    by_person = -prices.participant
    worth = np.zeros(problem.num_options, dtype=np.int64)
    for level, scale, term in _levels(prices):
        match level:
            case Level.PROMISED:
                worth += scale * problem.candidates.promised[candidate]
            case Level.VALUE:
                _check_range(scale * int(problem.candidates.value.max(initial=0)))
                worth += scale * problem.candidates.value[candidate]
                worth += _sum_of_rows(options.groups, term)
            case Level.TARGETS:
                counting = problem.targets.options
                np.add.at(worth, counting.items, term[counting.rows])
            case Level.LEAST:
                by_person = by_person + term[: problem.num_participants]
            case Level.CHANGES:
                worth += scale * _change_weight(problem)[candidate]
    worth += _sum_of_rows(options.participants, by_person)
    worth -= _prices_by_set(prices.tables, prices, problem)[options.table_set]
    for members, price in zip(prices.clusters, prices.cluster, strict=True):
        inside = _sum_of_rows(options.participants, members.astype(np.int64))
        worth[inside >= 2] -= price  # noqa: PLR2004  (a pair)
    return worth


def _slot_gains(problem: Problem, prices: Prices) -> tuple[IntArray, IntArray]:
    """Gains that depend on the slot: int64[P, S], and int64[K + 1, S], last: no table.

    The first is 0 x 0 where there are none, as in most large events.
    """
    row = problem.slots.row
    by_row = -prices.participant_row
    for level, _, term in _levels(prices):
        if level is Level.LEAST:
            of_rows = term[problem.num_participants :]
            by_row = by_row + of_rows.reshape(by_row.shape)
    by_person = np.zeros((0, 0), dtype=np.int64)
    if by_row.any() or prices.participant_slot.any():
        by_person = by_row[:, row] - prices.participant_slot
    return by_person, -_prices_by_set(prices.tables_slot, prices, problem)


def _prices_by_set(row_prices: IntArray, prices: Prices, problem: Problem) -> IntArray:
    """Sum over rows that a table set counts in; last, where ``NO_TABLE`` points, 0."""
    by_set = np.zeros((len(problem.tables.sets) + 1, *row_prices.shape[1:]), np.int64)
    slots = tuple(range(1, row_prices.ndim))
    priced = np.flatnonzero(row_prices.any(axis=slots))
    counts_in = is_inside(problem.tables.sets, prices.table_sets[priced])
    for row, members in zip(priced, counts_in, strict=True):
        by_set[:-1][members] += row_prices[row]
    return by_set


def _sensitive_options(
    problem: Problem, prices: Prices, by_person: IntArray, by_set: IntArray
) -> IntArray:
    """Options whose worth differs between slots."""
    options = problem.options
    has_price: BoolArray = np.any(by_set, axis=1)
    differs = has_price[options.table_set]
    if by_person.size:
        touched: BoolArray = np.any(by_person, axis=1)
        differs |= _sum_of_rows(options.participants, touched.astype(np.int64)) > 0
    if problem.baseline is not None and _multiplier(prices, Level.CHANGES):
        differs[problem.baseline.option] = True
    return np.flatnonzero(differs & problem.option_slots.any(axis=1))


def _slot_worth(
    problem: Problem,
    prices: Prices,
    options: IntArray,
    by_person: IntArray,
    by_set: IntArray,
) -> IntArray:
    """int64[len(options), S]: what depends on the slot."""
    worth = by_set[problem.options.table_set[options]]
    if by_person.size:
        people = problem.options.participants.take(options)
        for rank in range(int(people.lengths.max(initial=0))):
            has_one = np.flatnonzero(people.lengths > rank)
            worth[has_one] += by_person[people.items[people.start[has_one] + rank]]
    scale = _multiplier(prices, Level.CHANGES)
    base = problem.baseline
    if base is not None and scale:
        place = np.full(problem.num_options, -1, dtype=np.int64)
        place[options] = np.arange(len(options))
        here = np.flatnonzero(place[base.option] >= 0)
        gain = scale * keeping_gain(problem)[here]
        worth[place[base.option[here]], base.slot[here]] += gain
    return worth


def _multiplier(prices: Prices, level: Level) -> int:
    """Return the multiplier of a level, 0 if it takes no part."""
    return next((scale for each, scale, _ in _levels(prices) if each is level), 0)


def _change_weight(problem: Problem) -> IntArray:
    """int64[C]: maximize-form weight of changes away from the baseline's slot."""
    base = problem.baseline
    if base is None:
        return np.zeros(problem.num_candidates, dtype=np.int64)
    weight = np.full(problem.num_candidates, -base.added_cost, dtype=np.int64)
    weight[base.free] = 0
    weight[base.candidate] = base.dropped_cost - base.moved_cost
    return weight


def _sum_of_rows(rows: Ragged, values: IntArray) -> IntArray:
    """int64[n]: sum over each row's items of ``values[item]``."""
    running = np.zeros(len(rows.items) + 1, dtype=np.int64)
    np.cumsum(values[rows.items], out=running[1:])
    return running[rows.start[1:]] - running[rows.start[:-1]]


def _exact_sum(values: IntArray) -> int:
    """Sum without overflow, whatever the total."""
    high = int((values >> 31).sum())
    low = int((values & (2**31 - 1)).sum())
    return (high << 31) + low


def _check_range(product: int) -> None:
    if product > _GREATEST:
        message = f"values up to 2**{product.bit_length() - 20} are too large to bound"
        raise SolverError(message)
