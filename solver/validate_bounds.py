"""Safe bounds from prices, computed once more for the validator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.problem import NO_TABLE
from solver.result import PRICE_SCALE, Prices
from solver.validate_capacity import (
    cluster_capacity,
    most_busy,
    most_busy_in_all,
    usable_tables,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray

CELLS = 1_000_000
"""Cells of options x slots in one piece of work."""
LARGEST = 2**62


def recompute_safe_bound(problem: Problem, prices: Prices) -> int:
    """Return the bound that follows from prices, in the level's own form.

    Implements the docstring of `solver.result.Prices` in exact integers.

    Raises
    ------
    ValueError
        The prices are not ones for this problem, or negative, or too large for the
        sums to be exact.
    """
    _check(problem, prices)
    levels = (*prices.upper_levels, prices.level)
    scales = [*(int(one) for one in prices.upper), PRICE_SCALE]
    total = _rows(problem, prices)
    for level, achieved, scale in zip(
        prices.upper_levels, prices.achieved, scales[:-1], strict=True
    ):
        total -= scale * _turned(problem, level, int(achieved))
    for level, scale, term in zip(levels, scales, prices.term, strict=True):
        total += _terms(problem, level, scale, term)
    total += _candidates(problem, prices, levels, scales)
    return _turned(problem, prices.level, total // PRICE_SCALE)


def _turned(problem: Problem, level: Level, value: int) -> int:
    """Turn a value into the maximize-form, or back: the same subtraction."""
    people, targets = problem.participants, problem.targets
    if level is Level.VALUE:
        return value
    if level is Level.PROMISED:
        return int(problem.candidates.promised.sum()) - value
    if level is Level.TARGETS:
        return _dot(targets.weight, targets.amount) - value
    if level is Level.LEAST:
        wanted = people.least + people.least_row.sum(axis=1)
        return _dot(people.least_weight, wanted) - value
    base = problem.baseline
    return (0 if base is None else base.dropped_cost * len(base)) - value


def _dot(first: IntArray, second: IntArray) -> int:
    """Exact sum of products."""
    one, other = first.reshape(-1), second.reshape(-1)
    most = int(np.abs(one).max(initial=0)) * int(np.abs(other).max(initial=0))
    if most * max(1, len(one)) < LARGEST:
        return int(one @ other)
    return sum(int(a) * int(b) for a, b in zip(one, other, strict=True))


def _check(problem: Problem, prices: Prices) -> None:
    people, rows, slots = (
        problem.num_participants,
        problem.num_rows,
        problem.num_slots,
    )
    sets, clusters = len(prices.table_sets), len(prices.clusters)
    levels = (*prices.upper_levels, prices.level)
    expected = {
        "achieved": (len(prices.upper_levels),),
        "upper": (len(prices.upper_levels),),
        "participant": (people,),
        "participant_row": (people, rows),
        "participant_slot": (people, slots),
        "table_sets": (sets, problem.num_tables),
        "tables": (sets,),
        "tables_slot": (sets, slots),
        "clusters": (clusters, people),
        "cluster": (clusters,),
    }
    for name, shape in expected.items():
        array = getattr(prices, name)
        if array.shape != shape:
            message = f"prices.{name}: shape {array.shape} found, {shape} expected"
            raise ValueError(message)
        is_price = name not in ("achieved", "table_sets", "clusters")
        if is_price and array.size and array.min() < 0:
            message = f"prices.{name}: a negative price"
            raise ValueError(message)
    sizes = [len(one) for one in prices.term]
    wanted = [_num_terms(problem, level) for level in levels]
    if sizes != wanted:
        message = f"prices.term: lengths {sizes} found, {wanted} expected"
        raise ValueError(message)
    order = [level for level in problem.levels if level in levels]
    if list(levels) != order:
        message = f"prices: levels {levels} are not in the problem's order {order}"
        raise ValueError(message)


def _num_terms(problem: Problem, level: Level) -> int:
    if level is Level.TARGETS:
        return len(problem.targets)
    if level is Level.LEAST:
        return problem.num_participants * (1 + problem.num_rows)
    if level is Level.VALUE:
        return problem.num_groups
    if level in (Level.PROMISED, Level.CHANGES):
        return 0
    message = f"prices: no bound on {level} follows from prices"
    raise ValueError(message)


def _rows(problem: Problem, prices: Prices) -> int:
    """Sum of price x capacity."""
    in_all = most_busy_in_all(problem)
    total = _dot(prices.participant, in_all)
    total += _dot(prices.participant_row, most_busy(problem))
    total += _dot(prices.participant_slot, np.ones_like(prices.participant_slot))
    usable = usable_tables(problem, prices.table_sets)
    total += _dot(prices.tables, usable.sum(axis=1))
    total += _dot(prices.tables_slot, usable)
    for cluster, price in zip(prices.clusters, prices.cluster, strict=True):
        if price:
            total += int(price) * cluster_capacity(problem, cluster, in_all)
    return total


def _terms(problem: Problem, level: Level, scale: int, term: IntArray) -> int:
    """Sum over terms of the greatest ``scale * gain(n) - term * n``."""
    people = problem.participants
    if level is Level.TARGETS:
        amount, weight = problem.targets.amount, problem.targets.weight
    elif level is Level.LEAST:
        amount = np.concatenate([people.least, people.least_row.reshape(-1)])
        weight = np.concatenate(
            [people.least_weight, np.repeat(people.least_weight, problem.num_rows)]
        )
    elif level is Level.VALUE:
        return _bonuses(problem, scale, term)
    else:
        return 0
    _fits(scale * int(weight.max(initial=0)))
    return _dot(np.maximum(0, scale * weight - term), amount)


def _bonuses(problem: Problem, scale: int, term: IntArray) -> int:
    best = np.zeros(len(term), dtype=np.int64)
    total = 0
    for count, bonus in enumerate(problem.bonus, start=1):
        total += scale * int(bonus)
        _fits(total + count * int(term.max(initial=0)))
        best = np.maximum(best, total - count * term)
    return _dot(best, np.ones_like(best))


def _fits(size: int) -> None:
    if size >= LARGEST:
        message = "prices: too large for exact sums of 64 bits"
        raise ValueError(message)


def _candidates(
    problem: Problem, prices: Prices, levels: tuple[Level, ...], scales: list[int]
) -> int:
    """Sum over candidates of the best that one of their options and slots brings."""
    start = problem.candidates.option_start
    by_person, by_set = _prices_of_slots(problem, prices, levels)
    gain = _gain(problem, levels, scales, prices)
    parts = [by_person.max(initial=0) * 8, -by_person.min(initial=0) * 8]
    parts += [by_set.max(initial=0), np.abs(gain).max(initial=0)]
    _fits(2 * sum(int(one) for one in parts) + int(prices.cluster.sum()))
    total = 0
    for first, end in _pieces(start, max(1, CELLS // problem.num_slots)):
        options = np.arange(start[first], start[end])
        worth = _worth(problem, prices, options, by_person, by_set)
        worth += gain[options, np.newaxis]
        _add_changes(problem, levels, scales, options, worth)
        never = np.int64(-LARGEST)
        worth = np.where(problem.option_slots[options], worth, never).max(axis=1)
        best = np.maximum.reduceat(worth, start[first:end] - start[first])
        must = problem.mandatory[first:end]
        if (must & (best == never)).any():
            message = "prices: a mandatory candidate has no slot"
            raise ValueError(message)
        best = np.where(must, best, np.maximum(0, best))
        total += _dot(best, np.ones_like(best))
    return total


def _pieces(start: IntArray, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of candidates with about ``most`` options each."""
    first, num = 0, len(start) - 1
    while first < num:
        end = int(np.searchsorted(start, start[first] + most, side="right")) - 1
        end = min(num, max(first + 1, end))
        yield first, end
        first = end


def _prices_of_slots(
    problem: Problem, prices: Prices, levels: tuple[Level, ...]
) -> tuple[IntArray, IntArray]:
    """What a slot costs each participant (int64[P, S]) and table set (int64[K, S])."""
    row = problem.slots.row
    by_person = prices.participant[:, np.newaxis] + prices.participant_row[:, row]
    by_person = by_person + prices.participant_slot
    if Level.LEAST in levels:
        term = prices.term[levels.index(Level.LEAST)]
        people = problem.num_participants
        by_person -= term[:people, np.newaxis]
        by_person -= term[people:].reshape(people, problem.num_rows)[:, row]
    outside = ~prices.table_sets
    by_set = np.zeros((len(problem.tables.sets), problem.num_slots), dtype=np.int64)
    for k, members in enumerate(problem.tables.sets):
        counts_in = ~(outside & members).any(axis=1)
        by_set[k] = prices.tables[counts_in].sum() + prices.tables_slot[counts_in].sum(
            axis=0
        )
    return by_person, by_set


def _gain(
    problem: Problem, levels: tuple[Level, ...], scales: list[int], prices: Prices
) -> IntArray:
    """int64[O]: what holding an option brings in any slot, changes left out."""
    owner = problem.option_candidate
    gain = np.zeros(problem.num_options, dtype=np.int64)
    for level, scale, term in zip(levels, scales, prices.term, strict=True):
        if level is Level.PROMISED:
            gain += scale * problem.candidates.promised[owner]
        elif level is Level.VALUE:
            _fits(scale * int(problem.candidates.value.max(initial=0)))
            gain += scale * problem.candidates.value[owner]
            groups = problem.options.groups
            np.add.at(gain, groups.rows, term[groups.items])
        elif level is Level.TARGETS:
            counting = problem.targets.options
            np.add.at(gain, counting.items, term[counting.rows])
    return gain


def _worth(
    problem: Problem,
    prices: Prices,
    options: IntArray,
    by_person: IntArray,
    by_set: IntArray,
) -> IntArray:
    """int64[len(options), S]: less the prices of the rows that (o, s) uses."""
    people = problem.options.participants.take(options)
    worth = np.zeros((len(options), problem.num_slots), dtype=np.int64)
    for rank in range(int(people.lengths.max())):
        has_one = np.flatnonzero(people.lengths > rank)
        worth[has_one] -= by_person[people.items[people.start[has_one] + rank]]
    kind = problem.options.table_set[options]
    seated = kind >= 0
    worth[seated] -= by_set[kind[seated]]
    for cluster, price in zip(prices.clusters, prices.cluster, strict=True):
        if price:
            worth[_counts_in(cluster, people.items, people.start)] -= price
    return worth


def _counts_in(cluster: BoolArray, people: IntArray, start: IntArray) -> BoolArray:
    inside = np.add.reduceat(cluster[people].astype(np.int64), start[:-1])
    return inside >= 2  # noqa: PLR2004  (a pair)


def _add_changes(
    problem: Problem,
    levels: tuple[Level, ...],
    scales: list[int],
    options: IntArray,
    worth: IntArray,
) -> None:
    """Add the weights of changes to ``worth``."""
    base = problem.baseline
    if Level.CHANGES not in levels or base is None:
        return
    scale = scales[levels.index(Level.CHANGES)]
    _fits(scale * max(base.dropped_cost, base.added_cost))
    weight = np.full(problem.num_candidates, -base.added_cost, dtype=np.int64)
    weight[base.free] = 0
    weight[base.candidate] = base.dropped_cost - base.moved_cost
    worth += scale * weight[problem.option_candidate[options], np.newaxis]
    here = (base.option >= options[0]) & (base.option <= options[-1])
    kept = base.moved_cost - base.table_cost * _loses_table(problem)
    worth[base.option[here] - options[0], base.slot[here]] += scale * kept[here]


def _loses_table(problem: Problem) -> IntArray:
    """int64[B]: 1 where a kept meeting cannot have its table any more."""
    base, tables = problem.baseline, problem.tables
    if base is None:
        return np.zeros(0, dtype=np.int64)
    lost = np.zeros(len(base), dtype=np.int64)
    for i, (option, slot, table) in enumerate(
        zip(base.option, base.slot, base.table, strict=True)
    ):
        wanted = problem.options.table_set[option]
        if NO_TABLE in {table, wanted}:
            lost[i] = table != wanted
        else:
            lost[i] = not (tables.sets[wanted, table] and tables.open[table, slot])
    return lost
