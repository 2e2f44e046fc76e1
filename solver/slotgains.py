"""Levels of select as gains of (option, slot) columns and concave counts.

The maximize-form of a level (see `solver.result.Prices`), for a list of columns:
a weight for each column, and *counts*: sums of columns whose gain grows in segments
that fall (so a linear model fills them in order by itself).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.ragged import IntArray, Ragged

if TYPE_CHECKING:
    from solver.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """A level over ``n`` columns.

    Attributes
    ----------
    weight : int64[n]
    count : int64[m]
        Count that entry ``i`` belongs to, of ``num_counts``.
    column : int64[m]
        Column of entry ``i``.
    segment_count, segment_unit, segment_length : int64[k]
        Segments: the count, the gain of each unit, how many units.
    """

    weight: IntArray
    count: IntArray
    column: IntArray
    num_counts: int
    segment_count: IntArray
    segment_unit: IntArray
    segment_length: IntArray


def gains(problem: Problem, level: Level, option: IntArray, slot: IntArray) -> Gains:
    """Return a level's gains over columns ``(option[i], slot[i])``."""
    match level:
        case Level.PROMISED:
            promised = problem.candidates.promised[problem.option_candidate[option]]
            return _plain(promised.astype(np.int64))
        case Level.CHANGES:
            return _plain(_change_weights(problem, option, slot))
        case Level.TARGETS:
            targets = problem.targets
            return _counted(
                np.zeros(len(option), dtype=np.int64),
                targets.options.transposed(problem.num_options).take(option),
                len(targets),
                [(targets.weight, targets.amount)],
            )
        case Level.LEAST:
            return _least(problem, option, slot)
        case Level.VALUE:
            value = problem.candidates.value[problem.option_candidate[option]]
            groups = problem.num_groups
            if not len(problem.bonus) or not problem.bonus[0]:
                return _plain(value)
            units, lengths = np.unique(-problem.bonus, return_counts=True)
            segments = [
                (np.full(groups, -unit), np.full(groups, length))
                for unit, length in zip(units, lengths, strict=True)
            ]
            members = problem.options.groups.take(option)
            return _counted(value, members, groups, segments)
        case _:
            message = f"{level} is no level of select"
            raise ValueError(message)


def _plain(weight: IntArray) -> Gains:
    none = np.zeros(0, dtype=np.int64)
    return Gains(weight, none, none, 0, none, none, none)


def _counted(
    weight: IntArray,
    members: Ragged,
    num_counts: int,
    segments: list[tuple[IntArray, IntArray]],
) -> Gains:
    """Counts given by rows (column -> counts) and segments (unit, length) per count."""
    index = np.arange(num_counts)
    owner = np.concatenate([index] * len(segments))
    unit = np.concatenate([unit for unit, _ in segments])
    length = np.concatenate([length for _, length in segments])
    keep = (unit > 0) & (length > 0)
    return Gains(
        weight,
        members.items,
        members.rows,
        num_counts,
        owner[keep],
        unit[keep],
        length[keep],
    )


def _least(problem: Problem, option: IntArray, slot: IntArray) -> Gains:
    """Counts: participants, then (participant, row) in row-major order."""
    people = problem.participants
    num, num_rows = problem.num_participants, problem.num_rows
    members = problem.options.participants.take(option)
    in_row = members.items * num_rows + problem.slots.row[slot][members.rows]
    both = Ragged.from_pairs(
        np.concatenate([members.rows, members.rows]),
        np.concatenate([members.items, num + in_row]),
        len(option),
    )
    unit = np.concatenate(
        [people.least_weight, np.repeat(people.least_weight, num_rows)]
    )
    length = np.concatenate([people.least, people.least_row.reshape(-1)])
    return _counted(
        np.zeros(len(option), dtype=np.int64), both, len(unit), [(unit, length)]
    )


def _change_weights(problem: Problem, option: IntArray, slot: IntArray) -> IntArray:
    base = problem.baseline
    if base is None:
        return np.zeros(len(option), dtype=np.int64)
    candidate = problem.option_candidate[option]
    weight = np.full(problem.num_candidates, -base.added_cost, dtype=np.int64)
    weight[base.candidate] = base.dropped_cost - base.moved_cost
    weight[base.free] = 0
    kept_option = np.full(problem.num_candidates, -1, dtype=np.int64)
    kept_slot, kept_gain = kept_option.copy(), kept_option.copy()
    kept_option[base.candidate] = base.option
    kept_slot[base.candidate] = base.slot
    kept_gain[base.candidate] = keeping_gain(problem)
    is_kept = (kept_option[candidate] == option) & (kept_slot[candidate] == slot)
    return weight[candidate] + np.where(is_kept, kept_gain[candidate], 0)


def keeping_gain(problem: Problem) -> IntArray:
    """int64[B]: what keeping option and slot gains over moving, in the best case."""
    base = problem.baseline
    if base is None:
        return np.zeros(0, dtype=np.int64)
    return base.moved_cost - base.table_cost * problem.is_table_lost


def from_maximize_form(problem: Problem, level: Level, value: int) -> int:
    """Turn a maximize-form value or bound into the level's own value, and back."""
    match level:
        case Level.PROMISED:
            return int(np.count_nonzero(problem.candidates.promised)) - value
        case Level.CHANGES:
            base = problem.baseline
            return 0 if base is None else base.dropped_cost * len(base) - value
        case Level.TARGETS:
            return int((problem.targets.weight * problem.targets.amount).sum()) - value
        case Level.LEAST:
            people = problem.participants
            wanted = people.least + people.least_row.sum(axis=1)
            return int((people.least_weight * wanted).sum()) - value
        case _:
            return value
