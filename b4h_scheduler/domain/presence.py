"""When a delegate can meet: trips, chosen sessions, busy times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import ArrivalPointId
    from b4h_scheduler.domain.people import Companion, Delegate
    from b4h_scheduler.domain.places import ArrivalPoint


def present_from(event: Event, delegate: Delegate) -> datetime | None:
    """Return the moment from which the delegate is there; None: from the start.

    The organizer's override, or scheduled arrival + exit + transfer + check-in +
    buffer. Trips of online delegates mean nothing.
    """
    trip = delegate.trip
    if delegate.is_online:
        return None
    if trip.present_from is not None:
        return trip.present_from
    if trip.arrival is None or trip.arrival_point is None:
        return None
    point = _point(event, trip.arrival_point)
    return later(trip.arrival, point.minutes_after_arrival())


def present_until(event: Event, delegate: Delegate) -> datetime | None:
    """Return the moment until which the delegate is there; None: to the end.

    The organizer's override, or departure - be there - transfer - buffer.
    """
    trip = delegate.trip
    if delegate.is_online:
        return None
    if trip.present_until is not None:
        return trip.present_until
    if trip.departure is None or trip.departure_point is None:
        return None
    point = _point(event, trip.departure_point)
    return later(trip.departure, -point.minutes_before_departure())


def present(event: Event, delegate: Delegate) -> tuple[bool, ...]:
    """Return for each slot of the event whether the delegate can meet in it.

    A slot lies wholly inside the stay, belongs to a chosen session, and touches no
    busy time.
    """
    start = _seconds(present_from(event, delegate), -1)
    until = _seconds(present_until(event, delegate), 2**62)
    fits = [start <= first and last <= until for first, last in event.slot_seconds]
    if delegate.sessions is not None:
        chosen = delegate.sessions
        fits = [
            fit and slot.session in chosen
            for fit, slot in zip(fits, event.slots, strict=True)
        ]
    return _without(event, fits, delegate.busy)


def companion_present(event: Event, companion: Companion) -> tuple[bool, ...]:
    """Return for each slot whether the companion can join a meeting in it."""
    fits = [True] * len(event.slots)
    if companion.available:
        hours = [_span(interval) for interval in companion.available]
        fits = [
            any(start <= first and last <= until for start, until in hours)
            for first, last in event.slot_seconds
        ]
    return _without(event, fits, companion.busy)


def _without(
    event: Event, fits: list[bool], busy: Iterable[Interval]
) -> tuple[bool, ...]:
    for start, until in map(_span, busy):
        fits = [
            fit and (last <= start or until <= first)
            for fit, (first, last) in zip(fits, event.slot_seconds, strict=True)
        ]
    return tuple(fits)


def _span(interval: Interval) -> tuple[int, int]:
    return (
        round(utc(interval.start).timestamp()),
        round(utc(interval.end).timestamp()),
    )


def _seconds(moment: datetime | None, otherwise: int) -> int:
    return otherwise if moment is None else round(moment.timestamp())


def _point(event: Event, point_id: ArrivalPointId) -> ArrivalPoint:
    return next(point for point in event.arrival_points if point.id == point_id)
