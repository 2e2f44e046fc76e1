"""Limits widened so that meetings fixed in advance never contradict them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.problem import Windows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import Participants, Slots
    from solver.ragged import BoolArray, IntArray


def busy_slots(
    pins: Iterable[tuple[tuple[int, ...], int]], num_participants: int, num_slots: int
) -> BoolArray:
    """bool[P, S]: slots of the pinned meetings, given as (participants, slot)."""
    busy = np.zeros((num_participants, num_slots), dtype=np.bool_)
    for people, slot in pins:
        busy[list(people), slot] = True
    return busy


def freeze(people: Participants, busy: BoolArray, num_frozen: int) -> Participants:
    """Admit only the pinned meetings in the first slots."""
    can = people.can.copy()
    can[:, :num_frozen] = False
    can |= busy
    reachable = can.sum(axis=1)
    return replace(people, can=can, least=np.minimum(people.least, reachable))


def widen(people: Participants, busy: BoolArray, slots: Slots) -> Participants:
    """Raise limits on numbers and runs to what the pinned meetings need."""
    per_row = np.stack(
        [busy[:, slots.row == row].sum(axis=1) for row in range(slots.num_rows)], axis=1
    )
    return replace(
        people,
        most=np.maximum(people.most, busy.sum(axis=1)),
        most_row=np.maximum(people.most_row, per_row),
        longest_run=np.maximum(people.longest_run, _longest_runs(busy, slots)),
    )


def _longest_runs(busy: BoolArray, slots: Slots) -> IntArray:
    """int64[P]: greatest length of pinned meetings in adjacent slots."""
    follows = np.concatenate([[False], slots.adjacent[:-1]])
    run = np.zeros(len(busy), dtype=np.int64)
    longest = run
    for slot, length in enumerate(slots.length):
        before = run if follows[slot] else np.zeros_like(run)
        run = np.where(busy[:, slot], before + length, 0)
        longest = np.maximum(longest, run)
    return longest


def without_broken(windows: Windows, busy: BoolArray) -> Windows:
    """Drop the pauses that pinned meetings have used up already."""
    keeps = np.zeros(len(windows), dtype=np.bool_)
    for number in range(len(windows)):
        first, last = windows.first[number], windows.last[number]
        free = ~busy[windows.participant[number], first : last + 1]
        run = longest = 0
        for is_free in free:
            run = run + 1 if is_free else 0
            longest = max(longest, run)
        keeps[number] = longest >= windows.free[number]
    return Windows(
        windows.participant[keeps],
        windows.first[keeps],
        windows.last[keeps],
        windows.free[keeps],
    )
