"""A stage of select as a linear program, with names for its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.distinct import distinct, distinct_counts
from solver.linear import FloatArray, LinearProgram
from solver.problem import NO_TABLE
from solver.ragged import Ragged
from solver.slotgains import from_maximize_form
from solver.slotrows import RowBuilder

if TYPE_CHECKING:
    from solver.columns import Detail
    from solver.parts import Part
    from solver.ragged import BoolArray, IntArray
    from solver.relaxation import Stage, Upper

_NO_LIMIT = 2**40


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows ``first, first + 1, ...`` of a program, one for each key."""

    first: int
    keys: IntArray

    def of(self, values: FloatArray, size: int) -> FloatArray:
        """float64[size]: the rows' values at their keys, 0 elsewhere."""
        placed = np.zeros(size)
        placed[self.keys] = values[self.first : self.first + len(self.keys)]
        return placed


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Where the rows of a program stand.

    Keys: ``candidates``: candidate; ``team``; ``team_row``: team x R + row;
    ``participant_slot``: participant x S + slot; ``tables``: table row;
    ``tables_row``: table row x R + row; ``tables_slot``: table row x S + slot;
    ``counts``: of each upper level and of the level itself; ``uppers``: key 0, of upper
    levels that have a row.
    """

    candidates: Block
    team: Block
    team_row: Block
    participant_slot: Block
    tables: Block
    tables_row: Block
    tables_slot: Block
    counts: tuple[Block, ...]
    uppers: tuple[Block, ...]
    num_rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Active:
    """What has rows; leaving some out is a relaxation.

    Attributes
    ----------
    counts : tuple of bool[num_counts]
        For each upper level and the level. Others are taken as grown as far as they
        can.
    tables : bool[N]
        Table rows.
    """

    counts: tuple[BoolArray, ...]
    tables: BoolArray


def carried(
    old: tuple[Detail, Blocks], price: FloatArray, new: tuple[Detail, Blocks]
) -> FloatArray:
    """Prices of one program's rows for those rows of another that mean the same.

    Teams may differ: a team takes the price of its first participant's old team.
    """
    (old_detail, old_blocks), (new_detail, new_blocks) = old, new
    _, first = np.unique(new_detail.team, return_index=True)
    old_team = old_detail.team[first]
    last = max(
        (int(one.first + len(one.keys)) for one in _all_blocks(new_blocks)), default=0
    )
    found = np.zeros(last)
    for was, now in zip(_all_blocks(old_blocks), _all_blocks(new_blocks), strict=True):
        keys = now.keys
        if now is new_blocks.team:
            keys = old_team[keys]
        elif now is new_blocks.team_row:
            rows = new_blocks.num_rows
            keys = old_team[keys // rows] * rows + keys % rows
        size = 1 + max(int(was.keys.max(initial=0)), int(keys.max(initial=0)))
        found[now.first : now.first + len(keys)] = was.of(price, size)[keys]
    return found


def _all_blocks(blocks: Blocks) -> list[Block]:
    return [blocks.candidates, *packing_blocks(blocks), *blocks.counts, *blocks.uppers]


def packing_blocks(blocks: Blocks) -> tuple[Block, ...]:
    """Rows of capacities, those with the most columns first."""
    return (
        blocks.tables,
        blocks.tables_row,
        blocks.tables_slot,
        blocks.team,
        blocks.team_row,
        blocks.participant_slot,
    )


class Assembler:
    """Builds the programs of one stage; what does not change is kept."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.model = stage.model
        self.problem = stage.model.problem
        self.columns = stage.model.columns
        self.use = np.flatnonzero(stage.useful)
        self.block = RowBuilder()
        self.num_columns = len(self.columns)
        self.candidates, self.least = self._candidates()
        self.people = self._participants()
        self.base = self.block
        self.gain: list[FloatArray] = []
        self.most: list[FloatArray] = []

    def build(self, active: Active) -> tuple[LinearProgram, Blocks]:
        """Build the program: the columns first, then segments of counts."""
        self.block = self.base.copy()
        self.num_columns = len(self.columns)
        self.gain = [self.stage.part.weight.astype(np.float64)]
        self.most = [self.stage.useful.astype(np.float64)]
        tables = self._tables(active.tables)
        counts, uppers = [], []
        for upper, some in zip(self.stage.upper, active.counts[:-1], strict=True):
            rows, row = self._condition(upper, some)
            counts.append(rows)
            uppers.append(row)
        _, gains, rows = self._grown(self.stage.part, active.counts[-1])
        self.gain.append(gains)
        counts.append(rows)
        segments_least = np.zeros(self.num_columns - len(self.least))
        program = LinearProgram(
            np.concatenate(self.gain),
            np.concatenate([self.least, segments_least]),
            np.concatenate(self.most),
            self.block.matrix(self.num_columns),
            self.block.lower,
            self.block.upper,
        )
        blocks = Blocks(
            self.candidates,
            *self.people,
            *tables,
            tuple(counts),
            tuple(uppers),
            self.problem.num_rows,
        )
        return program, blocks

    def _condition(self, upper: Upper, active: BoolArray) -> tuple[Block, Block]:
        """Rows of an upper level's counts, and the row of the level if it has one."""
        if upper.is_ideal:
            return self._reached(upper.part, upper.reach.most, active), _no_rows()
        segments, gains, rows = self._grown(upper.part, active)
        self.gain.append(np.zeros(len(gains)))
        row = self._at_least(upper.part, upper.achieved, active, segments)
        return rows, row

    def _candidates(self) -> tuple[Block, FloatArray]:
        """At most one column; float64[n]: 1 for the only column of one that must be."""
        candidate = self.columns.candidate[self.use]
        must = self.stage.ideal.must
        num = np.bincount(candidate, minlength=len(must))
        several = (num > 1)[candidate]
        low = np.where(num > 1, must.astype(np.int64), 0)
        ones = np.ones(len(must), dtype=np.int64)
        rows = self._grouped(candidate[several], self.use[several], ones, lower=low)
        least = np.zeros(len(self.columns))
        least[self.use] = must[candidate] & ~several
        return rows, least

    def _participants(self) -> tuple[Block, Block, Block]:
        problem, detail = self.problem, self.model.detail
        capacity = self.model.capacity
        people = problem.options.participants.take(self.columns.option[self.use])
        column = self.use[people.rows]
        team = detail.team[people.items]
        num_rows, num_slots = problem.num_rows, problem.num_slots
        of_team = np.zeros(detail.num_teams, dtype=np.int64)
        np.add.at(of_team, detail.team, capacity.participant)
        in_row = np.zeros((detail.num_teams, num_rows), dtype=np.int64)
        np.add.at(in_row, detail.team, capacity.participant_row)
        row, slot = self.columns.row[column], self.columns.only_slot[column]
        confined, fixed = row >= 0, slot >= 0
        at_slot = people.items * num_slots + slot
        once = np.ones(problem.num_participants * num_slots, dtype=np.int64)
        return (
            self._scarce(team, column, of_team),
            self._scarce(
                (team * num_rows + row)[confined], column[confined], in_row.reshape(-1)
            ),
            self._grouped(at_slot[fixed], column[fixed], once),
        )

    def _tables(self, active: BoolArray) -> tuple[Block, Block, Block]:
        problem = self.problem
        table_set = problem.options.table_set[self.columns.option[self.use]]
        seated = np.flatnonzero(table_set != NO_TABLE)
        counted = self._tables_of_sets(active).take(table_set[seated])
        column = self.use[seated[counted.rows]]
        num_rows, num_slots = problem.num_rows, problem.num_slots
        capacity = self.model.capacity.tables_slot
        starts = np.searchsorted(problem.slots.row, np.arange(num_rows))
        in_row = np.add.reduceat(capacity, starts, axis=1)
        row, slot = self.columns.row[column], self.columns.only_slot[column]
        confined, fixed = row >= 0, slot >= 0
        return (
            self._grouped(counted.items, column, capacity.sum(axis=1)),
            self._grouped(
                (counted.items * num_rows + row)[confined],
                column[confined],
                in_row.reshape(-1),
            ),
            self._grouped(
                (counted.items * num_slots + slot)[fixed],
                column[fixed],
                capacity.reshape(-1),
            ),
        )

    def _tables_of_sets(self, active: BoolArray) -> Ragged:
        """Active table rows of each table set."""
        of_set = self.model.rows.of_set
        keep = active[of_set.items]
        return Ragged.from_pairs(of_set.rows[keep], of_set.items[keep], len(of_set))

    def _scarce(self, key: IntArray, column: IntArray, capacity: IntArray) -> Block:
        """Rows for keys that candidates, each held at most once, can exceed."""
        num = max(1, self.problem.num_candidates)
        once, times = distinct_counts(key * num + self.columns.candidate[column])
        entries = distinct(key * len(self.columns) + column)
        demand = np.bincount(once // num, minlength=len(capacity))
        if len(entries) < len(key):  # two of one team in a meeting count twice
            demand = np.bincount(once // num, weights=times, minlength=len(capacity))
        fits = demand <= capacity
        return self._grouped(key, column, np.where(fits, _NO_LIMIT, capacity))

    def _grouped(
        self,
        key: IntArray,
        column: IntArray,
        capacity: IntArray,
        lower: IntArray | None = None,
    ) -> Block:
        return Block(*self.block.add_grouped(key, column, capacity, lower=lower))

    def _reached(self, part: Part, most: IntArray, active: BoolArray) -> Block:
        """Rows "count >= what it can reach" for active counts."""
        keys = np.flatnonzero(active & (most > 0))
        group, column = self._members(part, keys)
        first = self.block.add(
            group, column, np.full(len(keys), np.inf), lower=most[keys]
        )
        return Block(first, keys)

    def _grown(
        self, part: Part, active: BoolArray
    ) -> tuple[IntArray, FloatArray, Block]:
        """Segments of active counts, filled at most as far as their columns are held.

        Returns the new columns, their gains, and the rows.
        """
        segments = np.flatnonzero(active[part.segment_count])
        of = part.segment_count[segments]
        new = np.arange(self.num_columns, self.num_columns + len(segments))
        self.num_columns += len(segments)
        self.most.append(part.segment_length[segments].astype(np.float64))
        keys = distinct(of)
        group, column = self._members(part, keys)
        place = np.searchsorted(keys, of)
        entry = np.concatenate([np.ones(len(new)), -np.ones(len(column))])
        first = self.block.add(
            np.concatenate([place, group]),
            np.concatenate([new, column]),
            np.zeros(len(keys)),
            entry=entry,
        )
        return new, part.segment_unit[segments].astype(np.float64), Block(first, keys)

    def _at_least(
        self, part: Part, achieved: int, active: BoolArray, segments: IntArray
    ) -> Block:
        """One row: the level is as good as achieved."""
        wanted = from_maximize_form(self.problem, part.level, achieved)
        shown = active[part.segment_count]
        hidden = part.segment_unit * part.segment_length
        weighted = self.use[part.weight[self.use] != 0]
        column = np.concatenate([weighted, segments])
        entry = np.concatenate([part.weight[weighted], part.segment_unit[shown]])
        first = self.block.add(
            np.zeros(len(column), dtype=np.int64),
            column,
            np.array([np.inf]),
            entry=entry,
            lower=np.array([wanted - int(hidden[~shown].sum())]),
        )
        return Block(first, np.zeros(1, dtype=np.int64))

    def _members(self, part: Part, keys: IntArray) -> tuple[IntArray, IntArray]:
        """Place among the keys, and column, of everything that counts in them."""
        place = np.full(len(part.wanted), -1, dtype=np.int64)
        place[keys] = np.arange(len(keys))
        counts = (place[part.count] >= 0) & self.stage.useful[part.column]
        return place[part.count[counts]], part.column[counts]


def _no_rows() -> Block:
    return Block(0, np.zeros(0, dtype=np.int64))
