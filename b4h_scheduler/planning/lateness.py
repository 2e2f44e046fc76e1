"""How late people may be, and which meetings depend on it.

An arrival point says by how many minutes one in ten is late (``late_min``); delays are
taken to be exponential, ``P(delay > x) = 10 ** (-x / late_min)``. People who come to
one point at one scheduled time share their delay: they sit in one train. A side of a
meeting is missing if all its delegates are late; those without a trip never are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.presence import present_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.plans import Meeting
    from solver.linear import FloatArray
    from solver.ragged import BoolArray, IntArray

NEVER = 1e-6
"""Chances below count as none."""


@dataclass(frozen=True, slots=True)
class Traveler:
    """A delegate who may be late.

    Attributes
    ----------
    connection : int
        Of those who travel together.
    late_min : int
        By this many minutes or more in one case of ten.
    ready : float
        Seconds of UTC from which the delegate can meet with no delay to spare:
        present from, less the buffer that the trip's arithmetic allows for.
    """

    connection: int
    late_min: int
    ready: float

    def slack_min(self, meeting: Meeting) -> float:
        """Minutes of delay that do not miss a meeting."""
        return max(0.0, (utc(meeting.start).timestamp() - self.ready) / 60)

    def chance(self, meeting: Meeting) -> float:
        """Chance to miss a meeting."""
        return float(10.0 ** (-self.slack_min(meeting) / self.late_min))


def travelers(event: Event) -> dict[DelegateId, Traveler]:
    """Return everyone who may be late, in the event's order."""
    connections: dict[tuple[str, float], int] = {}
    points = {point.id: point for point in event.arrival_points}
    found = {}
    for delegate in event.delegates:
        there, key = present_from(event, delegate), _connection(delegate)
        if there is None or key is None or delegate.trip.arrival_point is None:
            continue
        point = points[delegate.trip.arrival_point]
        if point.late_min:
            number = connections.setdefault(key, len(connections))
            ready = utc(there).timestamp() - 60 * point.buffer
            found[delegate.id] = Traveler(number, point.late_min, ready)
    return found


def _connection(delegate: Delegate) -> tuple[str, float] | None:
    trip = delegate.trip
    if delegate.is_online or trip.arrival_point is None or trip.arrival is None:
        return None
    return trip.arrival_point, utc(trip.arrival).timestamp()


@dataclass(frozen=True, slots=True, eq=False)
class Dependence:
    """Sides of meetings that can be missing: ``n`` sides with ``m`` people in all.

    Attributes
    ----------
    meeting, side : int64[n]
        Index of the meeting; which side of it (0 or 1).
    start : int64[n]
        Where the people of each side begin.
    connection : int64[m]
    slack_min, late_min : float64[m]
    """

    meeting: IntArray
    side: IntArray
    start: IntArray
    connection: IntArray
    slack_min: FloatArray
    late_min: FloatArray

    def missing(self, delay: FloatArray) -> BoolArray:
        """bool[d, n]: sides all of whose people are late.

        Parameters
        ----------
        delay : float64[d, connections]
            Delays in ten-percent units: minutes divided by ``late_min``.
        """
        late = delay[:, self.connection] * self.late_min > self.slack_min
        if not len(self.start):
            return np.zeros((len(delay), 0), dtype=np.bool_)
        return np.asarray(np.logical_and.reduceat(late, self.start, axis=1))


def dependence(
    meetings: Iterable[Meeting], who: dict[DelegateId, Traveler]
) -> Dependence:
    """Return the sides of meetings that can be missing with a chance worth naming."""
    sides: list[tuple[int, int, int]] = []
    people: list[tuple[int, float, int]] = []
    for index, meeting in enumerate(meetings):
        for side, team in enumerate(meeting.delegates):
            if not team or not all(delegate in who for delegate in team):
                continue
            found = [who[delegate] for delegate in team]
            if min(each.chance(meeting) for each in found) < NEVER:
                continue
            sides.append((index, side, len(people)))
            people += [
                (each.connection, each.slack_min(meeting), each.late_min)
                for each in found
            ]
    table = np.array(sides, dtype=np.int64).reshape(-1, 3)
    persons = np.array(people, dtype=np.float64).reshape(-1, 3)
    return Dependence(
        meeting=table[:, 0],
        side=table[:, 1],
        start=table[:, 2],
        connection=persons[:, 0].astype(np.int64),
        slack_min=persons[:, 1],
        late_min=persons[:, 2],
    )
