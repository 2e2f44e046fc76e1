"""Moments and stretches of time, also across a change of clocks."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from b4h_scheduler.domain.base import Interval
from tests.b4h_scheduler.planning.small_events import at, between

BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS_GO_BACK = "2026-10-25"


def test_interval_across_the_change_of_clocks_has_real_minutes() -> None:
    """From 1:30 to 3:30 on the day clocks go back three hours pass."""
    night = between("01:30", "03:30", CLOCKS_GO_BACK)
    assert night.minutes == 180


def test_interval_within_the_repeated_hour_runs_forward() -> None:
    """The first 2:45 is before the second 2:15, though the wall clock goes back."""
    first = datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN)
    second = datetime(2026, 10, 25, 2, 15, tzinfo=BERLIN, fold=1)
    assert Interval(start=first, end=second).minutes == 30


def test_interval_that_ends_when_it_starts_is_refused() -> None:
    """An interval has a length."""
    with pytest.raises(ValidationError, match="is not after the start"):
        between("09:00", "09:00")


def test_intervals_that_touch_do_not_overlap() -> None:
    """The end of an interval does not belong to it."""
    assert not between("09:00", "09:20").overlaps(between("09:20", "09:40"))
    assert between("09:00", "09:21").overlaps(between("09:20", "09:40"))


def test_interval_contains_itself_and_nothing_longer() -> None:
    """Containing is meant with both ends."""
    hour = between("09:00", "10:00")
    assert hour.contains(hour)
    assert not hour.contains(between("09:00", "10:01"))


def test_naive_moment_is_refused() -> None:
    """All moments know their zone."""
    with pytest.raises(ValidationError, match="timezone"):
        Interval(start=datetime(2026, 11, 26, 9), end=at("10:00"))  # noqa: DTZ001
