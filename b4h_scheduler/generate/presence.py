"""When people can meet: whole days, late arrivals, early departures, random slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.generate.errors import SizeError

if TYPE_CHECKING:
    from solver.problem import Slots
    from solver.ragged import BoolArray

TRAVELER_SHARE = 0.25
LATE_ONLY, LATE_OR_EARLY = 0.4, 0.8
"""Of travelers 40 % arrive late, 40 % leave early, the others both."""
LONGEST_AWAY = 0.6
"""Travelers miss up to this part of their first or last day."""
FEWEST_FREE = 2
"""Slots that anybody can meet in at least (if there are so many)."""


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """``can``: bool[P, S]; ``traveler``: bool[P]."""

    can: BoolArray
    traveler: BoolArray


def traveler_times(rng: np.random.Generator, num: int, slots: Slots) -> Times:
    """Everybody is there all the time but travelers, who come late or leave early."""
    can = np.ones((num, len(slots)), dtype=np.bool_)
    traveler = rng.random(num) < TRAVELER_SHARE
    way = rng.random(num)
    late = traveler & ((way < LATE_ONLY) | (way >= LATE_OR_EARLY))
    early = traveler & (way >= LATE_ONLY)
    size = np.bincount(slots.row)
    missed_first = _missed(rng, num, int(size[0]))
    missed_last = _missed(rng, num, int(size[-1]))
    if slots.num_rows == 1:
        # Late and early on one day: half each, so that some of it is left.
        both = late & early
        missed_first[both] = (missed_first[both] + 1) // 2
        missed_last[both] = (missed_last[both] + 1) // 2
    index = np.arange(len(slots))
    can &= ~(late[:, None] & (index < missed_first[:, None]))
    can &= ~(early[:, None] & (index >= len(slots) - missed_last[:, None]))
    return Times(can, traveler)


def _missed(rng: np.random.Generator, num: int, day: int) -> np.ndarray:
    """int64[num]: slots missed of a day of so many, at least 1, one left."""
    most = min(max(1, int(LONGEST_AWAY * day)), day - 1)
    if most < 1:
        return np.zeros(num, dtype=np.int64)
    return rng.integers(1, most, size=num, endpoint=True)


def random_times(
    rng: np.random.Generator, num: int, slots: Slots, share: float
) -> Times:
    """Everybody is free in each slot with the chance ``share``, in two at least.

    Raises
    ------
    SizeError
        ``share`` is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        message = f"the share of free slots must be above 0, at most 1: {share} found"
        raise SizeError(message)
    draw = rng.random((num, len(slots)))
    can = draw < share
    fewest = min(FEWEST_FREE, len(slots))
    threshold = np.partition(draw, fewest - 1, axis=1)[:, fewest - 1]
    can |= draw <= threshold[:, None]
    return Times(can, np.zeros(num, dtype=np.bool_))
