"""Generated events for the tests of select: plain ones, and ones with everything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.problem import (
    NO_TABLE,
    UNLIMITED,
    Candidates,
    Options,
    Participants,
    Problem,
    Slots,
    Tables,
    Targets,
    Windows,
)
from solver.ragged import BoolArray, IntArray, Ragged

if TYPE_CHECKING:
    from numpy.random import Generator

VALUES = np.array([1, 3, 9])
"""Value of a wish by priority, the least first."""


def slots_of(num_slots: int, num_rows: int, rests: tuple[int, ...] = ()) -> Slots:
    """Equal slots spread evenly over rows; rests after the slots named."""
    row = np.arange(num_slots, dtype=np.int64) * num_rows // num_slots
    rest_after = np.zeros(num_slots, dtype=np.bool_)
    rest_after[list(rests)] = True
    return Slots(row, rest_after, np.ones(num_slots, dtype=np.int64))


def participants_of(can: BoolArray, num_rows: int) -> Participants:
    """Participants without any limit."""
    num, slots = can.shape
    unlimited = np.full(num, UNLIMITED, dtype=np.int64)
    zero = np.zeros(num, dtype=np.int64)
    return Participants(
        can=can,
        idle=can.copy(),
        most=unlimited,
        most_row=np.full((num, num_rows), UNLIMITED, dtype=np.int64),
        least=zero,
        least_weight=zero,
        least_row=np.zeros((num, num_rows), dtype=np.int64),
        longest_run=unlimited,
        most_breaks=unlimited,
        late=np.zeros((num, slots), dtype=np.int64),
    )


def tables_of(is_open: BoolArray, sets: BoolArray, spare: IntArray) -> Tables:
    """Tables in one zone."""
    return Tables(
        open=is_open,
        zone=np.zeros(len(is_open), dtype=np.int64),
        sets=sets,
        spare=spare,
        distance=np.ones((1, 1), dtype=np.int64),
        too_far=np.zeros((1, 1), dtype=np.bool_),
    )


def popular_pairs(rng: Generator, num: int, wanted: int, skew: float) -> IntArray:
    """int64[wanted, 2]: different pairs; popularity has a heavy (Pareto) tail."""
    weight = rng.pareto(skew, num) + 0.2
    chance = np.minimum(weight / weight.sum(), 5 / num)
    chance = chance / chance.sum()
    found = np.zeros((0, 2), dtype=np.int64)
    while len(found) < wanted:
        asks = rng.integers(0, num, 2 * wanted)
        asked = rng.choice(num, 2 * wanted, p=chance)
        pairs = np.sort(np.stack([asks, asked], axis=1), axis=1)
        found = np.concatenate([found, pairs[asks != asked]])
        _, first = np.unique(found, axis=0, return_index=True)
        found = found[np.sort(first)]
    return found[:wanted].astype(np.int64)


def presence(rng: Generator, num: int, slots: int, late_share: float) -> BoolArray:
    """Everyone is there all the time but travelers, who come late or leave early."""
    can = np.ones((num, slots), dtype=np.bool_)
    travels = rng.random(num) < late_share
    at = np.arange(slots)
    cut = rng.integers(1, max(2, slots // 3), num)
    late = travels & (rng.random(num) < 0.5)
    early = travels & ~late
    can[late] = at >= cut[late, np.newaxis]
    can[early] = at < slots - cut[early, np.newaxis]
    return can


def wish_values(rng: Generator, num: int) -> IntArray:
    """One wish for most candidates, two (mutual) for a quarter."""
    value = VALUES[rng.integers(0, 3, num)]
    mutual = rng.random(num) < 0.25
    return np.asarray(value + mutual * VALUES[rng.integers(0, 3, num)], dtype=np.int64)


def plain_event(
    rng: Generator,
    num: int,
    wishes: int,
    slots: int,
    tables: int,
    *,
    rows: int = 1,
    skew: float = 1.2,
) -> Problem:
    """Pairs, late arrivals and early leaves, one set of tables."""
    pairs = popular_pairs(rng, num, wishes, skew)
    none = Ragged.empty(wishes)
    return Problem(
        slots=slots_of(slots, rows),
        participants=participants_of(presence(rng, num, slots, 0.25), rows),
        candidates=Candidates(
            value=wish_values(rng, wishes),
            mandatory=np.zeros(wishes, dtype=np.bool_),
            promised=np.zeros(wishes, dtype=np.bool_),
            option_start=np.arange(wishes + 1, dtype=np.int64),
        ),
        options=Options(
            participants=Ragged(
                np.arange(0, 2 * wishes + 1, 2, dtype=np.int64), pairs.reshape(-1)
            ),
            slot_set=np.zeros(wishes, dtype=np.int64),
            table_set=np.zeros(wishes, dtype=np.int64),
            home_set=np.full(wishes, NO_TABLE, dtype=np.int64),
            groups=none,
        ),
        tables=tables_of(
            np.ones((tables, slots), dtype=np.bool_),
            np.ones((1, tables), dtype=np.bool_),
            np.zeros(1, dtype=np.int64),
        ),
        slot_sets=np.ones((1, slots), dtype=np.bool_),
    )


def full_event(
    rng: Generator, num: int, wishes: int, slots: int, tables: int, *, rows: int = 1
) -> Problem:
    """Organizations with delegates, targets, bonuses, limits, home places, online.

    ``num`` counts organizations: 30 % of them have 2 or 3 delegates.
    """
    delegates = np.where(rng.random(num) < 0.3, rng.integers(2, 4, num), 1)
    first = np.concatenate([[0], np.cumsum(delegates)]).astype(np.int64)
    people = int(first[-1])
    pairs = popular_pairs(rng, num, wishes, 1.2)
    candidate, left, right = _delegate_pairs(pairs, delegates, first)
    owner = np.repeat(np.arange(num), delegates)
    online = rng.random(people) < 0.1
    needs_table = ~(online[left] & online[right])
    homes = np.sort(rng.choice(tables, max(1, tables // 10), replace=False))
    sets = np.zeros((1 + len(homes), tables), dtype=np.bool_)
    sets[0] = True
    sets[0, homes] = False
    sets[np.arange(1, len(homes) + 1), homes] = True
    home_of = np.zeros(num, dtype=np.int64)
    hosts = rng.choice(num, len(homes), replace=False)
    home_of[hosts] = np.arange(1, len(homes) + 1)
    table_set = np.maximum(home_of[owner[left]], 0)
    table_set = np.where(table_set > 0, table_set, home_of[owner[right]])
    table_set = np.where(needs_table, table_set, NO_TABLE)
    can = presence(rng, people, slots, 0.25)
    scattered = rng.random(people) < 0.1
    can[scattered] &= rng.random((int(scattered.sum()), slots)) < 0.4
    start = np.zeros(wishes + 1, dtype=np.int64)
    np.cumsum(np.bincount(candidate, minlength=wishes), out=start[1:])
    options = len(candidate)
    per_row = -(-slots // rows)
    base = participants_of(can, rows)
    everyone = Participants(
        can=can,
        idle=can.copy(),
        most=np.maximum(1, can.sum(axis=1) * 9 // 10),
        most_row=np.full((people, rows), max(2, per_row * 3 // 4), dtype=np.int64),
        least=np.full(people, 2, dtype=np.int64),
        least_weight=np.ones(people, dtype=np.int64),
        least_row=base.least_row,
        longest_run=np.full(people, 5, dtype=np.int64),
        most_breaks=base.most_breaks,
        late=base.late,
    )
    targets = _targets(rng, owner, left, right)
    asks = np.bincount(np.concatenate([left, right]), minlength=people)
    own = _own_candidates(candidate, left, right, people)
    everyone = replace(everyone, least=np.minimum(2, np.minimum(own, asks)))
    members = np.stack([left, right], axis=1).reshape(-1)
    return Problem(
        slots=slots_of(slots, rows),
        participants=everyone,
        candidates=Candidates(
            value=16 * wish_values(rng, wishes),
            mandatory=np.zeros(wishes, dtype=np.bool_),
            promised=rng.random(wishes) < 0.002,
            option_start=start,
        ),
        options=Options(
            participants=Ragged(
                np.arange(0, 2 * options + 1, 2, dtype=np.int64), members
            ),
            slot_set=np.zeros(options, dtype=np.int64),
            table_set=table_set.astype(np.int64),
            home_set=np.full(options, NO_TABLE, dtype=np.int64),
            groups=Ragged(
                np.arange(0, 2 * options + 1, 2, dtype=np.int64),
                owner[members].astype(np.int64),
            ),
        ),
        tables=tables_of(
            np.ones((tables, slots), dtype=np.bool_),
            sets,
            np.where(np.arange(len(sets)) == 0, max(1, tables // 20), 0),
        ),
        slot_sets=np.ones((1, slots), dtype=np.bool_),
        windows=_lunch(people, slots, rows),
        targets=targets,
        bonus=np.array([7, 5, 3, 2, 1, 1], dtype=np.int64),
        num_groups=num,
    )


def _delegate_pairs(
    pairs: IntArray, delegates: IntArray, first: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Candidate, left and right delegate of every option."""
    combos = delegates[pairs[:, 0]] * delegates[pairs[:, 1]]
    candidate = np.repeat(np.arange(len(pairs)), combos)
    start = np.concatenate([[0], np.cumsum(combos)])[:-1]
    index = np.arange(len(candidate)) - start[candidate]
    width = delegates[pairs[candidate, 1]]
    left = first[pairs[candidate, 0]] + index // width
    right = first[pairs[candidate, 1]] + index % width
    return candidate.astype(np.int64), left.astype(np.int64), right.astype(np.int64)


def _own_candidates(
    candidate: IntArray, left: IntArray, right: IntArray, people: int
) -> IntArray:
    keys = np.unique(
        np.concatenate([candidate * people + left, candidate * people + right])
    )
    return np.bincount(keys % people, minlength=people).astype(np.int64)


def _targets(
    rng: Generator, owner: IntArray, left: IntArray, right: IntArray
) -> Targets:
    """A quarter of the delegates count meetings with partners from abroad."""
    country = rng.integers(0, 8, int(owner.max()) + 1)[owner]
    holder = rng.random(len(owner)) < 0.25
    abroad = country[left] != country[right]
    number = np.cumsum(holder) - 1
    rows, items = [], []
    for side in (left, right):
        counts = np.flatnonzero(holder[side] & abroad)
        rows.append(number[side[counts]])
        items.append(counts)
    held = int(holder.sum())
    return Targets(
        amount=rng.integers(4, 9, held).astype(np.int64),
        weight=np.ones(held, dtype=np.int64),
        options=Ragged.from_pairs(
            np.concatenate(rows).astype(np.int64), np.concatenate(items), held
        ),
    )


def _lunch(people: int, slots: int, rows: int) -> Windows:
    """Two slots free around the middle of each row, for everybody."""
    per_row = slots // rows
    middle = np.arange(rows) * per_row + per_row // 2
    first = np.maximum(0, middle - 2)
    last = np.minimum(slots - 1, middle + 2)
    return Windows(
        participant=np.repeat(np.arange(people, dtype=np.int64), rows),
        first=np.tile(first, people).astype(np.int64),
        last=np.tile(last, people).astype(np.int64),
        free=np.full(people * rows, 2, dtype=np.int64),
    )
