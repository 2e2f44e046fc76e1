"""Arrival points that trips name, as forms check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate


def unknown_points(settings: Event, delegate: Delegate) -> Iterator[str]:
    """Yield a fault for each point of a trip that the event does not have."""
    points = {point.id for point in settings.arrival_points}
    for point in (delegate.trip.arrival_point, delegate.trip.departure_point):
        if point is not None and point not in points:
            yield Sentence(
                "there is no arrival point {point!r}; choose one of the list",
                point=point,
            )
