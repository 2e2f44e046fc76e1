"""Most busy slots: the dynamic program against enumeration."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from solver.capacity import busy_capacity
from solver.problem import UNLIMITED, Participants, Problem, Slots, Windows
from tests.solver.events import participants_of, plain_event

if TYPE_CHECKING:
    from solver.ragged import BoolArray, IntArray

NUM_SLOTS = 7


def _event(slots: Slots, people: Participants, windows: Windows) -> Problem:
    event = plain_event(np.random.default_rng(0), len(people), 1, len(slots), 1)
    return replace(event, slots=slots, participants=people, windows=windows)


def _random_event(rng: np.random.Generator, num_windows: int) -> Problem:
    """One participant with every kind of limit."""
    row = np.sort(rng.integers(0, 2, NUM_SLOTS))
    row -= row[0]
    slots = Slots(
        row.astype(np.int64),
        rng.random(NUM_SLOTS) < 0.2,
        rng.integers(1, 4, NUM_SLOTS),
    )
    rows = int(row[-1]) + 1
    people = participants_of(rng.random((2, NUM_SLOTS)) < 0.8, rows)
    people = replace(
        people,
        most=rng.integers(2, 8, 2),
        most_row=rng.integers(2, 8, (2, rows)),
        longest_run=rng.choice([2, 3, 4, 5, UNLIMITED], 2),
    )
    first, last = [], []
    for _ in range(num_windows):
        where = np.flatnonzero(row == rng.integers(0, rows))
        ends = np.sort(rng.choice(where, 2))
        first.append(ends[0])
        last.append(ends[1])
    spans = np.array(last, dtype=np.int64) - np.array(first, dtype=np.int64) + 1
    windows = Windows(
        rng.integers(0, 2, num_windows),
        np.array(first, dtype=np.int64),
        np.array(last, dtype=np.int64),
        rng.integers(0, spans + 1),
    )
    return _event(slots, people, windows)


def _is_allowed(event: Problem, person: int, busy: BoolArray) -> bool:
    """Whether one person's busy slots keep its rules, each read off its definition."""
    people, slots = event.participants, event.slots
    if (busy & ~people.can[person]).any() or busy.sum() > people.most[person]:
        return False
    for row in range(event.num_rows):
        if busy[slots.row == row].sum() > people.most_row[person, row]:
            return False
    total = 0
    for slot in range(len(slots)):
        continues = slot > 0 and busy[slot - 1] and slots.adjacent[slot - 1]
        total = (total if continues else 0) + int(slots.length[slot])
        if busy[slot] and total > people.longest_run[person]:
            return False
        total = total if busy[slot] else 0
    windows = event.windows
    for index in np.flatnonzero(windows.participant == person):
        inside = busy[windows.first[index] : windows.last[index] + 1]
        pauses = [
            len(list(run)) for is_busy, run in itertools.groupby(inside) if not is_busy
        ]
        if max(pauses, default=0) < windows.free[index]:
            return False
    return True


def _enumerated(event: Problem) -> IntArray:
    """Most busy slots in all, by trying every set of slots."""
    best = np.full(event.num_participants, -1)
    for bits in itertools.product([False, True], repeat=event.num_slots):
        busy = np.array(bits)
        for person in range(event.num_participants):
            if busy.sum() > best[person] and _is_allowed(event, person, busy):
                best[person] = busy.sum()
    return best


@pytest.mark.parametrize("seed", range(60))
def test_capacity_equals_enumeration(seed: int) -> None:
    """In all, over runs, rests, lengths, overlapping windows and limits."""
    rng = np.random.default_rng(seed)
    event = _random_event(rng, seed % 4)
    total, _ = busy_capacity(event)
    expected = _enumerated(event)
    assert total.tolist() == expected.tolist()


def test_capacity_of_a_row_is_that_of_its_slots_alone() -> None:
    """A run of two in five slots leaves four; a limit per row lowers one row only."""
    slots = Slots(
        np.repeat([0, 1], 5), np.zeros(10, dtype=np.bool_), np.ones(10, dtype=np.int64)
    )
    people = replace(
        participants_of(np.ones((1, 10), dtype=np.bool_), 2),
        longest_run=np.array([2]),
        most_row=np.array([[3, 9]]),
    )
    total, per_row = busy_capacity(_event(slots, replace_two(people), Windows()))
    assert per_row[0].tolist() == [3, 4]
    assert total[0] == 7


def replace_two(people: Participants) -> Participants:
    """The same participant twice: an event needs two."""
    parts = {
        name: np.concatenate([getattr(people, name)] * 2)
        for name in people.__dataclass_fields__
    }
    return replace(people, **parts)


def test_run_longer_than_the_row_does_not_bind() -> None:
    """Then all slots that one can meet in count."""
    slots = Slots(np.zeros(6, dtype=np.int64), np.zeros(6, bool), np.full(6, 20))
    people = replace(
        participants_of(np.ones((2, 6), dtype=np.bool_), 1),
        longest_run=np.array([120, 119]),
    )
    total, _ = busy_capacity(_event(slots, people, Windows()))
    assert total.tolist() == [6, 5]
