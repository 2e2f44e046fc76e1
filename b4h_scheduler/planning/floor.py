"""When places are open, and how far it is between zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import ZoneId
    from b4h_scheduler.domain.places import HomePlace, Table
    from solver.ragged import BoolArray, IntArray

UNKNOWN_WALK_MIN = 1
"""Counted between two zones whose walking time is not given."""


def open_slots(event: Event, place: list[Table | HomePlace]) -> BoolArray:
    """bool[T, S]: each place is not closed."""
    is_open = np.ones((len(place), len(event.slots)), dtype=np.bool_)
    for row, table in enumerate(place):
        for closed in table.closed:
            is_open[row] &= ~_touches(event, closed)
    return is_open


def _touches(event: Event, interval: Interval) -> BoolArray:
    return np.array(
        [slot.time.overlaps(interval) for slot in event.slots], dtype=np.bool_
    )


def distances(event: Event, zones: list[ZoneId]) -> tuple[IntArray, BoolArray]:
    """Return distance and too_far between zones (of the kernel).

    Distance: 1 inside a zone, 1 + minutes on foot between zones. Too far: more
    minutes on foot than the shortest changeover of a session with several slots.
    """
    walk = {frozenset(way.zones): way.minutes for way in event.walking}
    changeover = min(
        (s.changeover_min for s in event.sessions if s.num_slots > 1), default=None
    )
    num = len(zones)
    distance = np.ones((num, num), dtype=np.int64)
    too_far = np.zeros((num, num), dtype=np.bool_)
    for a, one in enumerate(zones):
        for b, other in enumerate(zones):
            if one == other:
                continue
            minutes = walk.get(frozenset((one, other)))
            distance[a, b] += UNKNOWN_WALK_MIN if minutes is None else minutes
            too_far[a, b] = (
                minutes is not None and changeover is not None and minutes > changeover
            )
    return distance, too_far
