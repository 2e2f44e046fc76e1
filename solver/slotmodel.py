"""The slot model: x[option, slot], the strongest linear model we use.

Where availability is scattered the b-matching bound of ``select`` is weak; this model
knows slots. Its linear relaxation bounds (`solver.slotlp`), its integer form proves
small events and improves large ones in neighborhoods (`solver.slotsearch`).

Columns: one per allowed (option, slot), then auxiliary ones (windows, gain segments).
Rows: candidate, participant in slot, table row in slot, limits, runs, windows,
precedences, gains, and upper levels "at least as good as achieved".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import agendas
from solver.problem import NO_TABLE
from solver.result import Assignment
from solver.slotgains import Gains, from_maximize_form, gains
from solver.slotrows import FloatArray, RowBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scipy import sparse

    from solver.levels import Level
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.tablerows import TableRows


@dataclass(frozen=True, slots=True, eq=False)
class Neighborhood:
    """What may change: the meetings in some slots, and candidates not held.

    Attributes
    ----------
    slots : bool[S]
        Slots that are planned anew.
    fixed : Assignment
        Meetings that stay: those of the plan in other slots.
    may_be_held : bool[C]
        Candidates that the neighborhood may hold.
    """

    slots: BoolArray
    fixed: Assignment
    may_be_held: BoolArray

    @classmethod
    def everything(cls, problem: Problem) -> Neighborhood:
        """Nothing stays."""
        slots = np.ones(problem.num_slots, dtype=np.bool_)
        anyone = np.ones(problem.num_candidates, dtype=np.bool_)
        return cls(slots, Assignment.empty(problem.num_candidates), anyone)

    @classmethod
    def of_slots(
        cls, slots: BoolArray, plan: Assignment, may_enter: BoolArray | None = None
    ) -> Neighborhood:
        """Only these slots change; ``may_enter``: bool[C], which unheld ones may come.

        All if not given.
        """
        stays = plan.held & ~slots[np.where(plan.held, plan.slot, 0)]
        parts = (plan.option, plan.slot, plan.table)
        fixed = Assignment(*(np.where(stays, part, -1) for part in parts))
        free = np.ones(len(stays), dtype=np.bool_) if may_enter is None else may_enter
        return cls(slots, fixed, ~stays & (free | plan.held))


@dataclass(frozen=True, slots=True, eq=False)
class SlotModel:
    """A mixed-integer program: maximize ``gain @ x`` over ``lower <= A x <= upper``.

    Attributes
    ----------
    candidate, option, slot : int64[n]
        The first ``n`` columns are (option, slot) pairs of candidates.
    gain : float64[N]
        The maximize-form of the level (`solver.result.Prices`), all columns.
    constant : int
        What fixed meetings contribute to it.
    matrix, lower, upper
        Rows.
    most : float64[N]
        Upper bounds of columns; lower bounds are 0.
    is_integral : bool[N]
    participant_rows, table_rows, most_rows, most_row_rows : (first row, keys)
        Keys are participant x S + slot, table row x S + slot, participant,
        participant x R + row.
    count_rows : tuple of (first row, keys)
        Of each level in (*upper levels, level), keys are counts.
    level_rows : tuple of int
        Row of each upper level.
    """

    candidate: IntArray
    option: IntArray
    slot: IntArray
    gain: FloatArray
    constant: int
    matrix: sparse.csr_matrix
    lower: FloatArray
    upper: FloatArray
    most: FloatArray
    is_integral: BoolArray
    participant_rows: tuple[int, IntArray]
    table_rows: tuple[int, IntArray]
    most_rows: tuple[int, IntArray]
    most_row_rows: tuple[int, IntArray]
    count_rows: tuple[tuple[int, IntArray], ...]
    level_rows: tuple[int, ...]

    @property
    def num_pairs(self) -> int:
        """Number of (option, slot) columns."""
        return len(self.option)

    def values_of(self, plan: Assignment) -> FloatArray:
        """float64[N]: 1 where a plan holds a pair; 0 in auxiliary columns."""
        values = np.zeros(len(self.gain))
        is_held = plan.option[self.candidate] == self.option
        values[: self.num_pairs] = is_held & (plan.slot[self.candidate] == self.slot)
        return values


def slot_model(
    problem: Problem,
    rows: TableRows,
    level: Level,
    achieved: Mapping[Level, int],
    near: Neighborhood,
    *,
    capacity: tuple[IntArray, IntArray] | None = None,
) -> SlotModel:
    """Build the model that maximizes one level inside a neighborhood.

    Parameters
    ----------
    achieved : mapping
        Values of upper levels, in order; each stays at least as good.
    capacity : (int64[P], int64[P, R]), optional
        Most busy slots of participants, in all and per row. If given, they stand for
        runs and windows, and precedences are left out: a relaxation all of whose
        rows have prices in `solver.result.Prices`.
    """
    builder = _Builder(problem, rows, near)
    return builder.build(level, achieved, capacity)


class _Builder:
    def __init__(self, problem: Problem, rows: TableRows, near: Neighborhood) -> None:
        self.problem = problem
        self.table_rows = rows
        self.fixed = near.fixed
        self.may_be_held = near.may_be_held
        self.busy = agendas(problem, near.fixed) >= 0
        allowed = problem.option_slots & near.slots
        allowed[~near.may_be_held[problem.option_candidate]] = False
        self.option, self.slot = np.nonzero(allowed)
        self.candidate = problem.option_candidate[self.option]
        self.people = problem.options.participants.take(self.option)
        self.block = RowBuilder()
        self.num_columns = len(self.option)
        self.gain: list[FloatArray] = []
        self.most: list[FloatArray] = [np.ones(self.num_columns)]
        self.integral: list[BoolArray] = [np.ones(self.num_columns, dtype=np.bool_)]

    def build(
        self,
        level: Level,
        achieved: Mapping[Level, int],
        capacity: tuple[IntArray, IntArray] | None,
    ) -> SlotModel:
        self._candidates()
        participant_rows = self._participants()
        table_rows = self._tables()
        people = self.problem.participants
        most_rows, most_row_rows = self._limits(
            *(capacity or (people.most, people.most_row))
        )
        if capacity is None:
            self._runs()
            self._windows()
            self._precedences()
        levels = [*achieved, level]
        count_rows, level_rows = [], []
        constant = 0
        for each in levels:
            gain, columns, keys, constant = self._level(each)
            count_rows.append(keys)
            if each is not level:
                least = from_maximize_form(self.problem, each, achieved[each])
                level_rows.append(self._at_least(columns, gain, least - constant))
        total = np.zeros(self.num_columns)
        total[columns] = gain
        return SlotModel(
            self.candidate,
            self.option,
            self.slot,
            total,
            constant,
            self.block.matrix(self.num_columns),
            self.block.lower,
            self.block.upper,
            np.concatenate(self.most),
            np.concatenate(self.integral),
            participant_rows,
            table_rows,
            most_rows,
            most_row_rows,
            tuple(count_rows),
            tuple(level_rows),
        )

    def _new_columns(self, most: FloatArray, *, is_integral: bool) -> IntArray:
        first = self.num_columns
        self.num_columns += len(most)
        self.most.append(most)
        self.integral.append(np.full(len(most), is_integral))
        return np.arange(first, self.num_columns)

    def _candidates(self) -> None:
        num = self.problem.num_candidates
        must = (self.problem.mandatory & self.may_be_held).astype(np.int64)
        columns = np.arange(len(self.option))
        self.block.add_grouped(
            self.candidate, columns, np.ones(num, np.int64), lower=must
        )

    def _participants(self) -> tuple[int, IntArray]:
        slots = self.problem.num_slots
        key = self.people.items * slots + self.slot[self.people.rows]
        free = 1 - self.busy.astype(np.int64).reshape(-1)
        return self.block.add_grouped(key, self.people.rows, free)

    def _tables(self) -> tuple[int, IntArray]:
        slots, rows = self.problem.num_slots, self.table_rows
        capacity = rows.capacity.copy()
        held = np.flatnonzero(self.fixed.held)
        fixed_set = self.problem.options.table_set[self.fixed.option[held]]
        seated = fixed_set != NO_TABLE
        used = rows.of_set.take(fixed_set[seated])
        at = self.fixed.slot[held][seated][used.rows]
        np.subtract.at(capacity, (used.items, at), 1)
        table_set = self.problem.options.table_set[self.option]
        pair = np.flatnonzero(table_set != NO_TABLE)
        counted = rows.of_set.take(table_set[pair])
        key = counted.items * slots + self.slot[pair][counted.rows]
        return self.block.add_grouped(key, pair[counted.rows], capacity.reshape(-1))

    def _limits(
        self, most: IntArray, most_row: IntArray
    ) -> tuple[tuple[int, IntArray], tuple[int, IntArray]]:
        num_rows, row_of = self.problem.num_rows, self.problem.slots.row
        slot = self.slot[self.people.rows]
        may_be_busy = np.zeros_like(self.busy)
        may_be_busy[self.people.items, slot] = True
        in_all = self._limit(
            self.people.items,
            most - self.busy.sum(axis=1),
            may_be_busy.sum(axis=1),
        )
        left, free = (
            np.stack(
                [busy[:, row_of == row].sum(axis=1) for row in range(num_rows)], axis=1
            )
            for busy in (self.busy, may_be_busy)
        )
        key = self.people.items * num_rows + row_of[slot]
        in_row = self._limit(key, (most_row - left).reshape(-1), free.reshape(-1))
        return in_all, in_row

    def _limit(
        self, key: IntArray, capacity: IntArray, num_slots: IntArray
    ) -> tuple[int, IntArray]:
        """Limit meetings; no row where the slots themselves are as few."""
        counts = (capacity < num_slots)[key]
        return self.block.add_grouped(key[counts], self.people.rows[counts], capacity)

    def _runs(self) -> None:
        """Not all slots of a stretch that is longer than the run limit are busy."""
        for limit in np.unique(self.problem.participants.longest_run):
            for first, last in too_long_stretches(self.problem, int(limit)):
                bound = self.problem.participants.longest_run == limit
                self._not_all_busy(first, last, bound)

    def _not_all_busy(self, first: int, last: int, whose: BoolArray) -> None:
        slot = self.slot[self.people.rows]
        inside = (slot >= first) & (slot <= last) & whose[self.people.items]
        capacity = last - first - self.busy[:, first : last + 1].sum(axis=1)
        person = self.people.items[inside]
        self.block.add_grouped(person, self.people.rows[inside], capacity)

    def _windows(self) -> None:
        """One of the stretches of ``free`` slots in the window holds no meeting."""
        windows, slots = self.problem.windows, self.problem.num_slots
        key = self.people.items * slots + self.slot[self.people.rows]
        order = np.argsort(key, kind="stable")
        starts = np.searchsorted(key[order], np.arange(len(self.busy) * slots + 1))
        for person, first, last, free in zip(
            windows.participant, windows.first, windows.last, windows.free, strict=True
        ):
            begins = np.arange(first, last - free + 2)
            open_ = [b for b in begins if not self.busy[person, b : b + free].any()]
            pauses = self._new_columns(np.ones(len(open_)), is_integral=True)
            self.block.add(
                np.zeros(len(pauses), np.int64), pauses, np.ones(1), lower=np.ones(1)
            )
            for slot in range(first, last + 1):
                at = person * slots + slot
                meets = self.people.rows[order[starts[at] : starts[at + 1]]]
                over = pauses[[b <= slot < b + free for b in open_]]
                if len(meets) and len(over):
                    columns = np.concatenate([meets, over])
                    self.block.add(
                        np.zeros(len(columns), np.int64), columns, np.ones(1)
                    )

    def _precedences(self) -> None:
        """Not (before at s or later) and (after at s or earlier), for each s."""
        order = self.problem.precedences
        for before, after in zip(order.before, order.after, strict=True):
            late, early = (self._times(c) for c in (before, after))
            for slot in range(self.problem.num_slots):
                columns = np.concatenate(
                    [late[0][late[1] >= slot], early[0][early[1] <= slot]]
                )
                used = int(self.fixed.slot[before] >= slot)
                used += int(0 <= self.fixed.slot[after] <= slot)
                if len(columns) > 1 - used:
                    zero = np.zeros(len(columns), np.int64)
                    self.block.add(zero, columns, np.array([1 - used]))

    def _times(self, candidate: int) -> tuple[IntArray, IntArray]:
        columns = np.flatnonzero(self.candidate == candidate)
        return columns, self.slot[columns]

    def _level(
        self, level: Level
    ) -> tuple[FloatArray, IntArray, tuple[int, IntArray], int]:
        """Return gains, their columns, the count rows, and what fixed ones give."""
        parts = gains(self.problem, level, self.option, self.slot)
        held = np.flatnonzero(self.fixed.held)
        still = gains(
            self.problem, level, self.fixed.option[held], self.fixed.slot[held]
        )
        done = np.bincount(still.count, minlength=parts.num_counts)
        constant = int(still.weight.sum())
        fixed_gain, left = _use_up(parts, done)
        constant += fixed_gain
        columns, keys = self._counts(parts, left)
        gain = np.concatenate([parts.weight, parts.segment_unit]).astype(np.float64)
        pairs = np.arange(len(self.option))
        return gain, np.concatenate([pairs, columns]), keys, constant

    def _counts(
        self, parts: Gains, left: IntArray
    ) -> tuple[IntArray, tuple[int, IntArray]]:
        """Segments of a count are filled at most as far as its columns are held."""
        segments = self._new_columns(left.astype(np.float64), is_integral=False)
        keys = np.unique(parts.segment_count)
        place = np.full(parts.num_counts, -1, dtype=np.int64)
        place[keys] = np.arange(len(keys))
        has = place[parts.count] >= 0
        group = np.concatenate([place[parts.segment_count], place[parts.count[has]]])
        column = np.concatenate([segments, parts.column[has]])
        entry = np.ones(len(group))
        entry[len(segments) :] = -1.0
        first = self.block.add(group, column, np.zeros(len(keys)), entry=entry)
        return segments, (first, keys)

    def _at_least(self, columns: IntArray, gain: FloatArray, least: int) -> int:
        zero = np.zeros(len(columns), np.int64)
        return self.block.add(
            zero, columns, np.array([np.inf]), entry=gain, lower=np.array([least])
        )


def too_long_stretches(problem: Problem, limit: int) -> list[tuple[int, int]]:
    """Shortest stretches of adjacent slots longer than ``limit``: (first, last)."""
    adjacent, length = problem.slots.adjacent, problem.slots.length
    found = []
    for first in range(problem.num_slots):
        last, total = first, int(length[first])
        while total <= limit and adjacent[last]:
            last += 1
            total += int(length[last])
        if total > limit and total - int(length[first]) <= limit:
            found.append((first, last))
    return found


def _use_up(parts: Gains, done: IntArray) -> tuple[int, IntArray]:
    """Fill segments with fixed counts: their gain, and what is left of each."""
    left = parts.segment_length.copy()
    rest = done.copy()
    total = 0
    order = np.lexsort((-parts.segment_unit, parts.segment_count))
    for at in order[done[parts.segment_count[order]] > 0]:
        count = parts.segment_count[at]
        used = min(left[at], rest[count])
        left[at] -= used
        rest[count] -= used
        total += int(used * parts.segment_unit[at])
    return total, left


def combined(near: Neighborhood, model: SlotModel, chosen: BoolArray) -> Assignment:
    """Return the fixed meetings and the chosen pairs as one plan without tables."""
    option, slot = near.fixed.option.copy(), near.fixed.slot.copy()
    candidate = model.candidate[chosen]
    option[candidate] = model.option[chosen]
    slot[candidate] = model.slot[chosen]
    return Assignment(option, slot, np.full(len(option), -1, dtype=np.int64))
