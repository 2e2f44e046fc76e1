"""From multipliers of a linear program to prices that prove its optimum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.lagrange import num_terms
from solver.result import PRICE_SCALE, Prices

if TYPE_CHECKING:
    from solver.linear import FloatArray, LinearSolution
    from solver.parts import Part, Reach
    from solver.program import Block, Blocks
    from solver.ragged import IntArray
    from solver.relaxation import Stage, Upper


def prices_of(stage: Stage, blocks: Blocks, solution: LinearSolution) -> Prices:
    """Round the multipliers and complete them for upper levels at their ideal."""
    problem, detail = stage.model.problem, stage.model.detail
    num_rows, num_slots = problem.num_rows, problem.num_slots
    people, tables = problem.num_participants, len(stage.model.rows)
    price = solution.price

    def block(one: Block, *shape: int) -> IntArray:
        placed = one.of(price, int(np.prod(shape)))
        return _scaled(placed).reshape(shape)

    of_team = block(blocks.team, detail.num_teams)
    in_row = block(blocks.team_row, detail.num_teams, num_rows)
    tables_slot = block(blocks.tables_slot, tables, num_slots)
    by_row = block(blocks.tables_row, tables, num_rows)
    prices = replace(
        no_prices(stage),
        participant=of_team[detail.team],
        participant_row=in_row[detail.team],
        participant_slot=block(blocks.participant_slot, people, num_slots),
        tables=block(blocks.tables, tables),
        tables_slot=tables_slot + by_row[:, problem.slots.row],
        upper=np.array([_level_price(price, one) for one in blocks.uppers], np.int64),
        term=tuple(
            _scaled(np.abs(one.of(price, num_terms(problem, part.level))))
            for one, part in zip(blocks.counts, _parts(stage), strict=True)
        ),
    )
    return completed(stage, prices)


def no_prices(stage: Stage) -> Prices:
    """Prices of nothing."""
    problem, rows = stage.model.problem, stage.model.rows
    people, num_slots = problem.num_participants, problem.num_slots
    achieved = np.array([each.achieved for each in stage.upper], dtype=np.int64)
    return Prices(
        level=stage.part.level,
        upper_levels=tuple(each.part.level for each in stage.upper),
        achieved=achieved,
        upper=_zeros(len(achieved)),
        participant=_zeros(people),
        participant_row=_zeros(people, problem.num_rows),
        participant_slot=_zeros(people, num_slots),
        table_sets=rows.sets,
        tables=_zeros(len(rows)),
        tables_slot=_zeros(len(rows), num_slots),
        clusters=np.zeros((0, people), dtype=np.bool_),
        cluster=_zeros(0),
        term=tuple(_zeros(num_terms(problem, one.level)) for one in _parts(stage)),
    )


def completed(stage: Stage, prices: Prices) -> Prices:
    """Give upper levels at their ideal a multiplier that makes it a demand.

    In the program these are many rows: each count reaches its most, each candidate
    gains its best weight. One multiplier per level stands for all of them if it is
    large enough: counts that lack candidates then reward every candidate that counts;
    counts that lack capacity also raise the price of it. Both cost nothing, as these
    candidates are held and this capacity is used up anyway.
    """
    for index in range(len(stage.upper) - 1, -1, -1):
        upper = stage.upper[index]
        if not upper.is_ideal:
            continue
        unit = _units(upper)
        wanted = upper.part.wanted > 0
        scale = 0
        if wanted.any():
            term = prices.term[index]
            scale = int(np.max(-(-term[wanted] // unit[wanted]), initial=0))
        if upper.part.weight.any():
            scale = max(scale, _largest_difference(stage, prices) + 1)
        multipliers = prices.upper.copy()
        multipliers[index] = scale
        prices = _with_ideal_terms(
            replace(prices, upper=multipliers), index, scale * unit, upper.reach
        )
    return prices


def ideal_prices(stage: Stage) -> Prices:
    """Prices that prove the ideal of the stage's own level."""
    unit = np.zeros(len(stage.part.wanted), dtype=np.int64)
    unit[stage.part.segment_count] = stage.part.segment_unit
    prices = _with_ideal_terms(
        no_prices(stage), len(stage.upper), unit * PRICE_SCALE, stage.reach
    )
    return completed(stage, prices)


def _with_ideal_terms(
    prices: Prices, index: int, full: IntArray, most: Reach
) -> Prices:
    """Raise term prices to ``full`` where candidates or capacity are short."""
    term = prices.term[index].copy()
    short = most.by_candidates | most.by_capacity
    raised = np.where(short, np.maximum(full - term, 0), 0)
    term += raised
    participant, in_row = prices.participant.copy(), prices.participant_row.copy()
    limited = np.flatnonzero(most.by_capacity & (raised > 0))
    anywhere = limited[most.row[limited] < 0]
    np.add.at(participant, most.participant[anywhere], raised[anywhere])
    confined = limited[most.row[limited] >= 0]
    np.add.at(
        in_row, (most.participant[confined], most.row[confined]), raised[confined]
    )
    terms = (*prices.term[:index], term, *prices.term[index + 1 :])
    return replace(prices, term=terms, participant=participant, participant_row=in_row)


def _units(upper: Upper) -> IntArray:
    """int64[num_counts]: gain per unit of levels whose counts have one segment."""
    unit = np.zeros(len(upper.part.wanted), dtype=np.int64)
    unit[upper.part.segment_count] = upper.part.segment_unit
    return unit


def _largest_difference(stage: Stage, prices: Prices) -> int:
    """No two ways to treat a candidate differ by more, at these prices."""
    problem = stage.model.problem
    most_people = int(problem.options.participants.lengths.max(initial=0))
    most_groups = int(problem.options.groups.lengths.max(initial=0))
    members = problem.targets.options.items
    most_targets = int(np.bincount(members).max(initial=0)) if len(members) else 0
    total = most_people * (
        _greatest(prices.participant)
        + _greatest(prices.participant_row)
        + _greatest(prices.participant_slot)
    )
    total += int(prices.tables.sum()) + int(
        prices.tables_slot.sum(axis=0).max(initial=0)
    )
    total += int(prices.cluster.sum())
    times = {"targets": most_targets, "least": 2 * most_people, "value": most_groups}
    parts = _parts(stage)
    scales = [*(int(one) for one in prices.upper), PRICE_SCALE]
    for part, scale, term in zip(parts, scales, prices.term, strict=True):
        total += times.get(part.level.value, 0) * _greatest(term)
        total += 2 * scale * _greatest(np.abs(part.weight))
    return total


def _parts(stage: Stage) -> list[Part]:
    return [*(each.part for each in stage.upper), stage.part]


def _greatest(values: IntArray) -> int:
    return int(values.max(initial=0))


def _level_price(price: FloatArray, rows: Block) -> int:
    return 0 if not len(rows.keys) else int(_scaled(np.abs(price[rows.first])))


def _scaled(price: FloatArray) -> IntArray:
    scaled: IntArray = np.rint(np.maximum(price, 0.0) * PRICE_SCALE).astype(np.int64)
    return scaled


def _zeros(*shape: int) -> IntArray:
    return np.zeros(shape, dtype=np.int64)
