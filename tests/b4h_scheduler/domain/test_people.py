"""Trips that cannot be, and what is known of them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from b4h_scheduler.domain.people import Trip
from tests.b4h_scheduler.planning.small_events import at


def test_arrival_without_a_point_is_refused() -> None:
    """The arithmetic needs both."""
    with pytest.raises(ValidationError, match="both a point and a time"):
        Trip(arrival=at("09:00"))


def test_departure_before_arrival_is_refused() -> None:
    """Nobody leaves before having come."""
    with pytest.raises(ValidationError, match="is not before departure"):
        Trip(
            arrival_point="STR",
            arrival=at("12:00"),
            departure_point="STR",
            departure=at("11:59"),
        )


def test_override_without_a_reason_is_refused() -> None:
    """Who overrides says why."""
    with pytest.raises(ValidationError, match="needs a reason"):
        Trip(present_from=at("09:00"))


def test_trip_with_half_a_journey_is_not_empty() -> None:
    """A warning is due only while nothing is known."""
    assert Trip().is_empty
    assert not Trip(departure_point="STR", departure=at("17:00")).is_empty
