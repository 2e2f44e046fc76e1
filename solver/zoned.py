"""The same problem where everyone keeps to one part of the venue in each block.

Each option becomes one for each part with tables of its set, allowed where all of its
participants are there. Any plan of it is a plan of the whole problem, and nobody in it
has too far to go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from solver.checks import MOST_OPTIONS
from solver.problem import NO_TABLE, Baseline, Options, Pins, Tables, Targets
from solver.ragged import Ragged
from solver.result import Assignment

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.zoning import Zoning


@dataclass(frozen=True, slots=True, eq=False)
class Zoned:
    """A problem with options by part.

    Attributes
    ----------
    problem : Problem
    option_of : int64[O']
        Option of the whole problem behind each of its options.
    part_of : int64[O']
        Part of the venue of each of its options; -1: needs no table.
    """

    problem: Problem
    option_of: IntArray
    part_of: IntArray

    def back(self, plan: Assignment) -> Assignment:
        """Return a plan of ``problem`` as one of the whole problem."""
        option = np.where(plan.held, self.option_of[plan.option], -1)
        return Assignment(option, plan.slot.copy(), plan.table.copy())

    def into(self, plan: Assignment, part: IntArray) -> Assignment:
        """Return a plan with tables of the whole problem as one of ``problem``.

        Parameters
        ----------
        part : int64[Z]
            Part of each zone. All meetings are where everyone stays: the zones are
            those of this plan (`solver.zoning_of`).
        """
        held = np.flatnonzero(plan.held)
        table = plan.table[held]
        at = np.where(table >= 0, part[self.problem.tables.zone[table]], -1)
        width = int(part.max(initial=0)) + 2
        keys = self.option_of * width + self.part_of
        option = np.full(len(plan.option), -1, dtype=np.int64)
        option[held] = np.searchsorted(keys, plan.option[held] * width + at)
        return Assignment(option, plan.slot.copy(), plan.table.copy())


def zoned(problem: Problem, zones: Zoning) -> Zoned | None:
    """Split options by part; None where candidates would have too many of them."""
    sets, set_in = _sets_by_part(problem, zones)
    variants = _Variants(problem, zones, set_in)
    kept = variants.kept()
    option, part = variants.option[kept], variants.part[kept]
    counts = np.bincount(
        problem.option_candidate[option], minlength=problem.num_candidates
    )
    if counts.max(initial=0) > MOST_OPTIONS:
        return None
    masks, slot_set = np.unique(variants.mask[kept], axis=0, return_inverse=True)
    everywhere = np.ones((1, problem.num_slots), dtype=np.bool_)
    number = np.full(len(variants.option), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    of_option = Ragged.from_pairs(option, np.arange(len(kept)), problem.num_options)
    options = problem.options
    return Zoned(
        replace(
            problem,
            candidates=replace(
                problem.candidates,
                option_start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            ),
            options=Options(
                participants=options.participants.take(option),
                slot_set=slot_set.reshape(-1).astype(np.int64) + 1,
                table_set=_in_part(set_in, options.table_set[option], part),
                home_set=_in_part(set_in, options.home_set[option], part),
                groups=options.groups.take(option),
            ),
            tables=sets,
            slot_sets=np.vstack([everywhere, masks]),
            targets=_targets(problem, of_option),
            pins=_pins(problem, number[variants.pinned]),
            baseline=_baseline(problem, number[variants.released]),
        ),
        option,
        part,
    )


class _Variants:
    """Every option in every part that has tables for it.

    Attributes
    ----------
    option, part : int64[N]
        Part -1: needs no table.
    mask : bool[N, S]
        Where all participants are in the part.
    pinned, released : int64
        The variant of each pin and of each entry of the baseline.
    """

    def __init__(self, problem: Problem, zones: Zoning, set_in: IntArray) -> None:
        self.problem = problem
        options = problem.options
        needs = options.table_set != NO_TABLE
        row, part = np.nonzero(set_in[options.table_set] >= 0)
        keep = needs[row]
        free = np.flatnonzero(~needs)
        option = np.concatenate([row[keep], free])
        part = np.concatenate([part[keep], np.full(len(free), -1)])
        order = np.lexsort((part, option))
        self.option, self.part = option[order], part[order]
        self.mask = self._mask(zones)
        where = zones.part[problem.tables.zone]
        pins, base = problem.pins, problem.baseline
        self.pinned = self._placed(zones, where, (pins.option, pins.slot, pins.table))
        self.released = np.zeros(0, dtype=np.int64)
        if base is not None:
            held = (base.option, base.slot, base.table)
            self.released = self._placed(zones, where, held)

    def kept(self) -> IntArray:
        """Variants with a slot; of candidates without any, the first one."""
        has_slot = np.asarray(self.mask.any(axis=1), dtype=np.bool_)
        candidate = self.problem.option_candidate[self.option]
        some = np.zeros(self.problem.num_candidates, dtype=np.bool_)
        some[candidate[has_slot]] = True
        _, first = np.unique(candidate, return_index=True)
        has_slot[first[~some[candidate[first]]]] = True
        return np.flatnonzero(has_slot)

    def _mask(self, zones: Zoning) -> BoolArray:
        options = self.problem.options
        slot_set = options.slot_set[self.option]
        mask: BoolArray = self.problem.slot_sets[slot_set]
        people = options.participants.take(self.option)
        is_free = self.part < 0
        for rank in range(int(people.lengths.max(initial=0))):
            has_one = np.flatnonzero((people.lengths > rank) & ~is_free)
            who = people.items[people.start[has_one] + rank]
            at = zones.place[who]
            mask[has_one] &= at == self.part[has_one][:, np.newaxis]
        return mask

    def _placed(
        self,
        zones: Zoning,
        part_of_table: IntArray,
        held: tuple[IntArray, IntArray, IntArray],
    ) -> IntArray:
        """Variants of meetings that stand already; their slots become allowed."""
        option, slot, table = held
        first = self.problem.options.participants.start[option]
        someone = self.problem.options.participants.items[first]
        part = np.where(table >= 0, part_of_table[table], zones.place[someone, slot])
        found = np.empty(len(option), dtype=np.int64)
        for index, (o, p) in enumerate(zip(option, part, strict=True)):
            own = np.flatnonzero(self.option == o)
            same = own[self.part[own] == p]
            found[index] = same[0] if len(same) else own[0]
        self.mask[found, slot] = True
        return found


def _sets_by_part(problem: Problem, zones: Zoning) -> tuple[Tables, IntArray]:
    """Tables with sets cut to each part, and int64[K, parts]: their rows or -1."""
    tables = problem.tables
    num_parts = int(zones.part.max(initial=0)) + 1
    part = zones.part[tables.zone]
    set_in = np.full((len(tables.sets), num_parts), -1, dtype=np.int64)
    cut: list[BoolArray] = []
    for number, members in enumerate(tables.sets):
        for p in np.unique(part[members]):
            inside = members & (part == p)
            if np.array_equal(inside, members):
                set_in[number, p] = number
            else:
                set_in[number, p] = len(tables.sets) + len(cut)
                cut.append(inside)
    if not cut:
        return tables, set_in
    sets = np.vstack([tables.sets, np.array(cut)])
    spare = np.concatenate([tables.spare, np.zeros(len(cut), dtype=np.int64)])
    return replace(tables, sets=sets, spare=spare), set_in


def _in_part(set_in: IntArray, table_set: IntArray, part: IntArray) -> IntArray:
    """Rows of the sets cut to the parts; `NO_TABLE` where there is none."""
    found: IntArray = np.where(
        (table_set == NO_TABLE) | (part < 0), NO_TABLE, set_in[table_set, part]
    )
    return found


def _targets(problem: Problem, of_option: Ragged) -> Targets:
    targets = problem.targets
    items = of_option.take(targets.options.items)
    row = targets.options.rows[items.rows]
    return replace(targets, options=Ragged.from_pairs(row, items.items, len(targets)))


def _pins(problem: Problem, option: IntArray) -> Pins:
    return replace(problem.pins, option=option)


def _baseline(problem: Problem, option: IntArray) -> Baseline | None:
    base = problem.baseline
    return None if base is None else replace(base, option=option)
