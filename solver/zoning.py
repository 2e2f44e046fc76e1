"""Where zones lie too far apart: who stays in which part of the venue, and when.

Zones near enough to each other for consecutive meetings form a *part*. In a block (a
stretch of slots without a rest) everyone keeps to one part, so that nobody has too far
to go; between blocks people change, so that most pairs share a part at some time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray, Ragged

ANYWHERE = -1
"""Nobody has said where someone stays."""
NOWHERE = -2
"""On the way: there is no part from which one could go on to the next meeting."""
_PASSES = 12
_FADED = 0.05
"""What a pair that has met in a block before counts in later ones."""
_COUNTING = 3.0
"""What a pair that counts toward a target is worth, beside its value."""
_SLACK = 1.05
"""A part may take so much more than its share of people."""


@dataclass(frozen=True, slots=True, eq=False)
class Zoning:
    """Parts of the venue and where everyone stays.

    Attributes
    ----------
    part : int64[Z]
        Part of each zone; zones of one part are near each other.
    place : int64[P, S]
        Part in which each participant stays in each slot; `NOWHERE`: in none.
    """

    part: IntArray
    place: IntArray


def parts_of(problem: Problem) -> IntArray:
    """int64[Z]: parts of mutually near zones, those with most tables first.

    All 0 where no two zones with tables are too far apart.
    """
    tables = problem.tables
    far = tables.too_far
    size = np.bincount(tables.zone, minlength=len(far))
    part = np.full(len(far), -1, dtype=np.int64)
    part[size == 0] = 0
    number = 0
    for zone in np.argsort(-size, kind="stable"):
        if part[zone] >= 0:
            continue
        members = [zone]
        for other in np.argsort(-size, kind="stable"):
            if part[other] < 0 and other != zone and not far[other, members].any():
                members.append(other)
        part[members] = number
        number += 1
    return part


def blocks_of(problem: Problem) -> IntArray:
    """int64[S]: the stretch of adjacent slots that each slot belongs to."""
    begins = np.concatenate([[False], ~problem.slots.adjacent[:-1]])
    return np.cumsum(begins).astype(np.int64)


def zoning(problem: Problem, wanted: IntArray, *, seed: int) -> Zoning:
    """Choose where everyone stays, block by block.

    Balanced parts (by open tables) with much value among those who share one, by
    moving one person at a time (label propagation); pairs that share a part already
    count less in later blocks. Who has pinned or released meetings in a block, or a
    home place, stays there.

    Parameters
    ----------
    wanted : int64[n]
        Options that would be held if nothing were far.
    """
    part, block = parts_of(problem), blocks_of(problem)
    num_parts, num_blocks = int(part.max(initial=0)) + 1, int(block[-1]) + 1
    place = _fixed(problem, part, block)
    left, right, weight = _pairs(problem, wanted)
    rng = np.random.Generator(np.random.PCG64(seed))
    share = _share(problem, part, block, num_parts, num_blocks)
    present = _present(problem, block, num_blocks)
    for b in range(num_blocks):
        together = present[left, b] & present[right, b]
        near = _Near(left[together], right[together], weight[together], len(place))
        place[:, b] = _spread(near, place[:, b], present[:, b], share[:, b], rng)
        weight = np.where(
            together & (place[left, b] == place[right, b]), weight * _FADED, weight
        )
    return Zoning(part, place[:, block])


class _Near:
    """Who wants to meet whom, both ways."""

    def __init__(
        self, left: IntArray, right: IntArray, weight: np.ndarray, num: int
    ) -> None:
        self.num = num
        ends = np.concatenate([left, right])
        order = np.argsort(ends, kind="stable")
        self.start = np.searchsorted(ends[order], np.arange(num + 1))
        self.other = np.concatenate([right, left])[order]
        self.weight = np.concatenate([weight, weight])[order]

    def pull(self, person: int, place: IntArray, num_parts: int) -> np.ndarray:
        """float64[parts]: value of those one wants to meet, in each part."""
        near = slice(self.start[person], self.start[person + 1])
        at = place[self.other[near]]
        return np.bincount(
            at[at >= 0], weights=self.weight[near][at >= 0], minlength=num_parts
        )


def _spread(
    near: _Near,
    fixed: IntArray,
    present: np.ndarray,
    share: np.ndarray,
    rng: np.random.Generator,
) -> IntArray:
    """Give everyone a part: fill parts one person at a time, then move people."""
    num_parts = len(share)
    place = fixed.copy()
    room = np.ceil(_SLACK * share * np.count_nonzero(present))
    here = present & (fixed >= 0)
    room -= np.bincount(fixed[here], minlength=num_parts)
    movable = rng.permutation(np.flatnonzero(present & (fixed < 0)))
    for turn in range(_PASSES):
        moved = False
        for person in movable:
            old = int(place[person])
            pull = near.pull(person, place, num_parts)
            # Among equals, where there is most room.
            rank = pull + 1e-6 * room / max(1.0, room.max())
            open_parts = room > 0
            if old >= 0:
                open_parts[old] = True
            rank[~open_parts] = -1.0
            new = int(np.argmax(rank))
            if new != old:
                moved = True
                room[new] -= 1
                if old >= 0:
                    room[old] += 1
                place[person] = new
        if turn and not moved:
            break
    place[place < 0] = int(np.argmax(share))
    return place


def _pairs(problem: Problem, wanted: IntArray) -> tuple[IntArray, IntArray, np.ndarray]:
    """Everyone of each wanted option with everyone else of it, by value."""
    at_tables = wanted[problem.options.table_set[wanted] != NO_TABLE]
    people = problem.options.participants.take(at_tables)
    value = 1.0 + problem.candidates.value[problem.option_candidate[at_tables]]
    value[np.isin(at_tables, problem.targets.options.items)] *= _COUNTING
    value *= _scarcity(problem, people)
    starts, lengths = people.start, people.lengths
    left, right, weight = [], [], []
    for a in range(int(lengths.max(initial=0))):
        for b in range(a + 1, int(lengths.max(initial=0))):
            rows = np.flatnonzero(lengths > b)
            left.append(people.items[starts[rows] + a])
            right.append(people.items[starts[rows] + b])
            weight.append(value[rows])
    if not left:
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    return np.concatenate(left), np.concatenate(right), np.concatenate(weight)


def _scarcity(problem: Problem, people: Ragged) -> np.ndarray:
    """float64[n]: more for options of people who have few or little time."""
    num = np.bincount(people.items, minlength=problem.num_participants)
    slots = problem.participants.can.sum(axis=1)
    need = np.minimum(np.maximum(num, 1), np.maximum(slots, 1))
    rare: np.ndarray = np.maximum.reduceat(1.0 / need[people.items], people.start[:-1])
    return 1.0 + 4.0 * rare


def _share(
    problem: Problem, part: IntArray, block: IntArray, num_parts: int, num_blocks: int
) -> np.ndarray:
    """float64[parts, B]: share of the block's open tables in each part."""
    tables = problem.tables
    count = np.zeros((num_parts, num_blocks))
    opened = np.zeros((len(tables), num_blocks))
    for b in range(num_blocks):
        opened[:, b] = tables.open[:, block == b].sum(axis=1)
    np.add.at(count, part[tables.zone], opened)
    share: np.ndarray = count / np.maximum(1.0, count.sum(axis=0))
    return share


def _present(problem: Problem, block: IntArray, num_blocks: int) -> np.ndarray:
    """bool[P, B]: may meet in some slot of the block."""
    can = problem.participants.can
    return np.stack([can[:, block == b].any(axis=1) for b in range(num_blocks)], axis=1)


def _fixed(problem: Problem, part: IntArray, block: IntArray) -> IntArray:
    """int64[P, B]: where people must or had better stay, else `ANYWHERE`."""
    num_blocks = int(block[-1]) + 1
    place = np.full((problem.num_participants, num_blocks), ANYWHERE, dtype=np.int64)
    _at_home(problem, part, place)
    base = problem.baseline
    if base is not None:
        _as_held(problem, part, block, place, (base.option, base.slot, base.table))
    pins = problem.pins
    _as_held(problem, part, block, place, (pins.option, pins.slot, pins.table))
    return place


def _at_home(problem: Problem, part: IntArray, place: IntArray) -> None:
    """Hosts whose every home table is in one part stay there (in place)."""
    options = problem.options
    homed = np.flatnonzero(options.home_set != NO_TABLE)
    part_of_set = np.full(len(problem.tables.sets), ANYWHERE, dtype=np.int64)
    for number, members in enumerate(problem.tables.sets):
        parts = np.unique(part[problem.tables.zone[members]])
        if len(parts) == 1:
            part_of_set[number] = parts[0]
    at = part_of_set[options.home_set[homed]]
    people = options.participants.take(homed)
    # The host is in all options with this home; a guest in one.
    key = people.items * len(problem.tables.sets) + options.home_set[homed][people.rows]
    unique, first, count = np.unique(key, return_index=True, return_counts=True)
    guests = np.bincount(options.home_set[homed], minlength=len(problem.tables.sets))
    is_host = count == guests[unique % len(problem.tables.sets)]
    place[people.items[first[is_host]]] = at[people.rows[first[is_host]]][:, np.newaxis]


def _as_held(
    problem: Problem,
    part: IntArray,
    block: IntArray,
    place: IntArray,
    held: tuple[IntArray, IntArray, IntArray],
) -> None:
    """Put people where most of these meetings of the block are (in place)."""
    option, slot, table = (each[held[2] >= 0] for each in held)
    if len(option) == 0:
        return
    num_parts = int(part.max()) + 1
    people = problem.options.participants.take(option)
    votes = np.zeros((*place.shape, num_parts), dtype=np.int64)
    at = part[problem.tables.zone[table]][people.rows]
    np.add.at(votes, (people.items, block[slot][people.rows], at), 1)
    voted = votes.any(axis=2)
    place[voted] = votes.argmax(axis=2)[voted]
