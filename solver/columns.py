"""The columns of select: ways to hold a candidate, with as little time as possible.

A column stands for several options that differ only by delegates of one *team*
(participants that are alternatives to each other), in any slot, in the slots of one
row, or in one slot. The coarser, the smaller the model; every setting is a relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from solver.distinct import distinct_counts
from solver.levels import Level
from solver.ragged import BoolArray, IntArray, Ragged

if TYPE_CHECKING:
    from solver.problem import Problem

_ANY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """How finely select looks at each participant.

    Attributes
    ----------
    team : int64[P]
        Participants of one team are counted together.
    by_row : bool[P]
        Meetings of these participants are modeled row by row.
    """

    team: IntArray
    by_row: BoolArray

    @property
    def num_teams(self) -> int:
        """Number of teams."""
        return int(self.team.max(initial=-1)) + 1

    def with_apart(self, participants: BoolArray) -> Detail:
        """Count everyone in the teams of these participants (bool[P]) alone."""
        apart = np.isin(self.team, self.team[participants])
        team = np.where(apart, self.num_teams + np.arange(len(self.team)), self.team)
        _, numbered = np.unique(team, return_inverse=True)
        return replace(self, team=numbered.reshape(-1).astype(np.int64))

    def with_rows(self, participants: BoolArray) -> Detail:
        """Model meetings of the teams of these participants (bool[P]) row by row."""
        chosen = np.isin(self.team, self.team[participants])
        return replace(self, by_row=self.by_row | chosen)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """``n`` columns.

    Attributes
    ----------
    options : Ragged, n rows
        The options that each column stands for, of one candidate.
    candidate : int64[n]
    slot : int64[n]
        A slot in which the first of ``options`` can be held; where the column has a
        row or slot of its own, a slot of it.
    row : int64[n]
        The row that the column is confined to, or -1.
    only_slot : int64[n]
        The slot that the column is confined to, or -1.
    """

    options: Ragged
    candidate: IntArray
    slot: IntArray
    row: IntArray
    only_slot: IntArray

    def __len__(self) -> int:
        return len(self.candidate)

    @property
    def option(self) -> IntArray:
        """int64[n]: the first option of each column."""
        return self.options.items[self.options.start[:-1]]


def coarse_detail(problem: Problem) -> Detail:
    """Alternatives for each other form a team; rows only where a level needs them.

    Not so where two of them have targets: one meeting would count for both.
    """
    detail = Detail(_teams(problem), _needs_rows(problem))
    holders = np.zeros(problem.num_participants, dtype=np.int64)
    if Level.TARGETS in problem.levels:
        members = problem.targets.options
        inside = problem.options.participants.take(members.items)
        num = problem.num_participants
        keys, times = distinct_counts(members.rows[inside.rows] * num + inside.items)
        always = keys[times == members.lengths[keys // num]] % num
        holders += np.bincount(always, minlength=num)
    of_team = np.bincount(detail.team, weights=holders)
    return detail.with_apart((of_team > 1)[detail.team])


def fine_detail(problem: Problem) -> Detail:
    """Everyone counts alone, row by row: for events small enough."""
    num = problem.num_participants
    has_rows = np.full(num, problem.num_rows > 1)
    return Detail(np.arange(num, dtype=np.int64), has_rows)


def _needs_rows(problem: Problem) -> BoolArray:
    people = problem.participants
    needs: BoolArray = np.any(people.least_row > 0, axis=1) & (people.least_weight > 0)
    if Level.LEAST not in problem.levels:
        needs[:] = False
    return needs


def _teams(problem: Problem) -> IntArray:
    """Join two participants where options of a candidate differ by just these two."""
    people, num = problem.options.participants, problem.num_participants
    valid = np.any(problem.option_slots, axis=1)
    option = np.flatnonzero(valid)
    owner = problem.option_candidate[option]
    is_first = np.ones(len(option), dtype=np.bool_)
    is_first[1:] = owner[1:] != owner[:-1]
    first = option[is_first][np.cumsum(is_first) - 1]
    other, first = option[~is_first], first[~is_first]
    if not len(other):
        return np.arange(num, dtype=np.int64)
    mine, its = people.take(other), people.take(first)
    key = mine.rows * num + mine.items
    is_new = ~_among(key, its.rows * num + its.items)
    num_new = np.bincount(mine.rows[is_new], minlength=len(other))
    one = (num_new == 1) & (mine.lengths == its.lengths)
    new = np.zeros(len(other), dtype=np.int64)
    new[mine.rows[is_new]] = mine.items[is_new]
    sums = [np.add.reduceat(part.items, part.start[:-1]) for part in (mine, its)]
    replaced = sums[1] - (sums[0] - new)
    graph = coo_array((np.ones(one.sum()), (new[one], replaced[one])), shape=(num, num))
    _, team = connected_components(graph, directed=False)
    return np.asarray(team, dtype=np.int64)


def _among(keys: IntArray, known: IntArray) -> BoolArray:
    """bool[n]: which keys are known (``np.isin`` takes three times as long)."""
    ordered = np.sort(known)
    place = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[place] == keys)


def columns(problem: Problem, detail: Detail) -> Columns:
    """Build the columns at this level of detail, ordered by candidate."""
    kept_option, kept_slot = _kept(problem)
    free = problem.option_slots
    if len(kept_option):
        free = free.copy()
        free[kept_option, kept_slot] = False
    by_option = _merged(problem, detail, np.flatnonzero(np.any(free, axis=1)))
    whole = _in_rows(problem, detail, by_option, free)
    kept = Columns(
        Ragged(np.arange(len(kept_option) + 1, dtype=np.int64), kept_option),
        problem.option_candidate[kept_option],
        kept_slot,
        problem.slots.row[kept_slot],
        kept_slot,
    )
    return _sorted(whole, kept)


def _kept(problem: Problem) -> tuple[IntArray, IntArray]:
    """Options and slots of the baseline that are possible, where changes count."""
    base = problem.baseline
    if base is None or Level.CHANGES not in problem.levels:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    possible = problem.option_slots[base.option, base.slot]
    return base.option[possible], base.slot[possible]


def _merged(problem: Problem, detail: Detail, option: IntArray) -> Ragged:
    """Group options of a candidate that use the same teams, tables and groups."""
    owner = problem.option_candidate[option]
    alone = np.arange(len(option) + 1, dtype=np.int64)
    several = np.bincount(owner, minlength=problem.num_candidates)[owner] > 1
    if detail.num_teams == problem.num_participants or not several.any():
        return Ragged(alone, option)
    some = np.flatnonzero(several)
    options = problem.options
    mark = np.random.default_rng(0).integers(0, 2**62, 2**16)
    place = [
        _mark_sum(options.participants.take(option[some]), detail.team, mark),
        _mark_sum(options.groups.take(option[some]), None, mark[::-1]),
        options.table_set[option[some]],
    ]
    look = place[0] + 3 * place[1] + 7919 * place[2]
    order = np.lexsort((look, owner[some]))
    is_new = np.ones(len(some), dtype=np.bool_)
    same_owner = owner[some][order][1:] == owner[some][order][:-1]
    is_new[1:] = ~same_owner | (look[order][1:] != look[order][:-1])
    group = np.empty(len(option), dtype=np.int64)
    group[~several] = np.arange(np.count_nonzero(~several))
    group[some[order]] = np.count_nonzero(~several) + np.cumsum(is_new) - 1
    return Ragged.from_pairs(group, option, int(group.max(initial=-1)) + 1)


def _mark_sum(rows: Ragged, label: IntArray | None, mark: IntArray) -> IntArray:
    """Sum of random marks of each row's items: equal for equal sets.

    Two different sets with equal sums would only make the relaxation coarser.
    """
    items = rows.items if label is None else label[rows.items]
    marks = mark[items % len(mark)] * (1 + items // len(mark))
    running = np.zeros(len(marks) + 1, dtype=np.int64)
    np.cumsum(marks, out=running[1:])
    sums: IntArray = running[rows.start[1:]] - running[rows.start[:-1]]
    return sums


def _in_rows(
    problem: Problem, detail: Detail, groups: Ragged, free: BoolArray
) -> Columns:
    """One column per group, or one per group and row where a participant needs it."""
    starts = np.searchsorted(problem.slots.row, np.arange(problem.num_rows))
    people = problem.options.participants
    touches = np.zeros(problem.num_options, dtype=np.bool_)
    touches[people.rows[detail.by_row[people.items]]] = True
    split = np.zeros(len(groups), dtype=np.bool_)
    split[groups.rows[touches[groups.items]]] = True
    whole = np.flatnonzero(~split)
    kept_whole = groups.take(whole)
    item_rows = np.logical_or.reduceat(free[groups.items], starts, axis=1)
    item_rows[~split[groups.rows]] = False
    item, row = np.nonzero(item_rows)
    key = groups.rows[item] * problem.num_rows + row
    keys, place = np.unique(key, return_inverse=True)
    parts = Ragged.from_pairs(place.reshape(-1), groups.items[item], len(keys))
    options = Ragged(
        np.concatenate([kept_whole.start, kept_whole.start[-1] + parts.start[1:]]),
        np.concatenate([kept_whole.items, parts.items]),
    )
    rows = np.concatenate([np.full(len(whole), _ANY), keys % problem.num_rows])
    option = options.items[options.start[:-1]]
    here = free[option]
    confined = rows >= 0
    here[confined] &= problem.slots.row == rows[confined, np.newaxis]
    slot = here.argmax(axis=1)
    one_slot = (options.lengths == 1) & (here.sum(axis=1) == 1)
    return Columns(
        options,
        problem.option_candidate[option],
        slot,
        np.where(one_slot, problem.slots.row[slot], rows),
        np.where(one_slot, slot, _ANY),
    )


def _sorted(first: Columns, second: Columns) -> Columns:
    """Both, ordered by candidate."""
    candidate = np.concatenate([first.candidate, second.candidate])
    order = np.argsort(candidate, kind="stable")
    options = Ragged(
        np.concatenate(
            [first.options.start, first.options.start[-1] + second.options.start[1:]]
        ),
        np.concatenate([first.options.items, second.options.items]),
    )
    return Columns(
        options.take(order),
        candidate[order],
        np.concatenate([first.slot, second.slot])[order],
        np.concatenate([first.row, second.row])[order],
        np.concatenate([first.only_slot, second.only_slot])[order],
    )
