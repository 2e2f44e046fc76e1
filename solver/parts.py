"""A level of select over the columns, and the best it could reach by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.distinct import distinct, distinct_counts
from solver.levels import Level
from solver.slotgains import gains

if TYPE_CHECKING:
    from solver.columns import Columns
    from solver.lagrange import Capacities
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Maximize-form of a level: column weights and concave gains of counts.

    Attributes
    ----------
    weight : int64[n]
    count, column : int64[m]
        Column ``column[i]`` counts in ``count[i]``. Only counts that gain something,
        numbered as the terms of `solver.result.Prices`.
    segment_count, segment_unit, segment_length : int64[k]
        A count's gain grows in segments: per unit, number of units.
    wanted : int64[num_counts]
        Units after which the gain does not grow any more.
    """

    level: Level
    weight: IntArray
    count: IntArray
    column: IntArray
    segment_count: IntArray
    segment_unit: IntArray
    segment_length: IntArray
    wanted: IntArray

    @property
    def full_gain(self) -> IntArray:
        """int64[num_counts]: the gain of a count at ``wanted``."""
        gain = np.zeros(len(self.wanted), dtype=np.int64)
        np.add.at(gain, self.segment_count, self.segment_unit * self.segment_length)
        return gain

    def counts_of(self, x: IntArray) -> IntArray:
        """int64[num_counts] of integers ``x`` (int64[n])."""
        counted = np.bincount(
            self.count, weights=x[self.column], minlength=len(self.wanted)
        )
        return np.rint(counted).astype(np.int64)

    def value(self, x: IntArray) -> int:
        """Maximize-form value of integers ``x`` (int64[n])."""
        return int(self.weight @ x) + self.gain_at(self.counts_of(x))

    def gain_at(self, counts: IntArray) -> int:
        """Sum of the gains of counts (int64[num_counts])."""
        left, total = counts.copy(), 0
        for unit in np.unique(self.segment_unit)[::-1]:
            here = np.flatnonzero(self.segment_unit == unit)
            of = self.segment_count[here]
            used = np.minimum(left[of], self.segment_length[here])
            left[of] -= used
            total += int(unit) * int(used.sum())
        return total


def part(problem: Problem, level: Level, columns: Columns) -> Part:
    """Build a level over the columns; a merged column counts where one option does."""
    options = columns.options
    merged = len(options.items) > len(columns)
    of = options.rows if merged else np.arange(len(columns))
    all_ = gains(problem, level, options.items, columns.slot[of])
    wanted = np.bincount(
        all_.segment_count, weights=all_.segment_length, minlength=all_.num_counts
    ).astype(np.int64)
    keep = wanted[all_.count] > 0 if len(all_.count) else slice(None)
    count, column = all_.count[keep], of[all_.column[keep]]
    if merged and len(count):
        keys = distinct(count * len(columns) + column)
        count, column = keys // len(columns), keys % len(columns)
    return Part(
        level,
        all_.weight[options.start[:-1]],
        count,
        column,
        all_.segment_count,
        all_.segment_unit,
        all_.segment_length,
        wanted,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ideal:
    """What is left for lower levels if upper ones reach the best each could alone.

    Attributes
    ----------
    allowed : bool[n]
        Columns that may be held.
    must : bool[C]
        Candidates that must be held.
    """

    allowed: BoolArray
    must: BoolArray

    def best_weight(self, part: Part, columns: Columns) -> IntArray:
        """int64[C]: greatest weight of an allowed column, or 0 by not holding it."""
        if not part.weight.any():
            return np.zeros(len(self.must), dtype=np.int64)
        best = np.where(self.must, np.int64(-(2**62)), 0)
        use = np.flatnonzero(self.allowed)
        np.maximum.at(best, columns.candidate[use], part.weight[use])
        best[best == -(2**62)] = 0
        return best

    def with_best(self, part: Part, columns: Columns) -> Ideal:
        """Demand also that every candidate gains its best weight of this level."""
        if not part.weight.any():
            return self
        best = self.best_weight(part, columns)
        allowed = self.allowed & (part.weight == best[columns.candidate])
        return Ideal(allowed, self.must | (best > 0))


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """How far each count of a level can grow by itself.

    Attributes
    ----------
    most : int64[num_counts]
        The smallest of what is wanted, the candidates that count, and ``capacity``.
    available : int64[num_counts]
        Candidates that count.
    capacity : int64[num_counts]
        Of a participant (in a row) in all options that count; very large without.
    participant, row : int64[num_counts]
        Who that is, or -1; the row, or -1.
    by_candidates : bool[num_counts]
        Short of what is wanted for want of candidates, rather than of capacity.
    by_capacity : bool[num_counts]
    """

    most: IntArray
    available: IntArray
    capacity: IntArray
    participant: IntArray
    row: IntArray
    by_candidates: BoolArray
    by_capacity: BoolArray


def reach(
    problem: Problem,
    capacity: Capacities,
    columns: Columns,
    part: Part,
    ideal: Ideal,
) -> Reach:
    """Bound each count of a level whose gains come from counts."""
    num = len(part.wanted)
    allowed = ideal.allowed[part.column]
    who, row = _common_participant(problem, part)
    total = np.where(who >= 0, capacity.participant[who], np.int64(2**40))
    in_row = capacity.participant_row[who, row]
    limit = np.where((who >= 0) & (row >= 0), in_row, total)
    candidate = columns.candidate[part.column[allowed]]
    pairs = distinct(part.count[allowed] * problem.num_candidates + candidate)
    owner = pairs // max(1, problem.num_candidates)
    available = np.bincount(owner, minlength=num).astype(np.int64)
    most = np.minimum(part.wanted, np.minimum(available, limit))
    return Reach(
        most,
        available,
        limit,
        who,
        row,
        (available < part.wanted) & (available <= limit),
        (limit < part.wanted) & (limit < available),
    )


def _common_participant(problem: Problem, part: Part) -> tuple[IntArray, IntArray]:
    """A participant that is in all options of a count, and the count's row, or -1."""
    num, people = len(part.wanted), problem.num_participants
    row = np.full(num, -1, dtype=np.int64)
    if part.level is Level.LEAST:
        term = np.arange(num)
        who = np.where(term < people, term, (term - people) // problem.num_rows)
        row = np.where(term < people, -1, (term - people) % problem.num_rows)
        return who, row
    who = np.full(num, -1, dtype=np.int64)
    if part.level is Level.TARGETS and num:
        members = problem.targets.options
        inside = problem.options.participants.take(members.items)
        key = members.rows[inside.rows] * people + inside.items
        keys, times = distinct_counts(key)
        everywhere = times == members.lengths[keys // people]
        who[keys[everywhere] // people] = keys[everywhere] % people
    return who, row
