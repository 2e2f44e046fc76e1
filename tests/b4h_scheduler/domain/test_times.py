"""Sessions and slots, on ordinary days and when the clocks change."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import AmbiguousTimeError, later, local_moment
from tests.b4h_scheduler.planning.small_events import at, session

BERLIN = ZoneInfo("Europe/Berlin")


def test_session_with_changeover_spaces_its_slots() -> None:
    """Slots of 20 minutes with 5 of changeover start every 25 minutes."""
    slots = session("09:00", 3, slot_min=20, changeover_min=5).slots(4)
    assert [f"{slot.start:%H:%M}-{slot.end:%H:%M}" for slot in slots] == [
        "09:00-09:20",
        "09:25-09:45",
        "09:50-10:10",
    ]
    assert [slot.index for slot in slots] == [4, 5, 6]


def test_session_ends_with_its_last_slot() -> None:
    """The changeover after the last slot is not part of the session."""
    assert session("09:00", 3, slot_min=20, changeover_min=5).end == at("10:10")


def test_slots_on_the_day_clocks_go_forward_stay_in_real_time() -> None:
    """After 1:40 comes 3:00: slots follow one another without a gap."""
    slots = session("01:40", 3, slot_min=20, day="2026-03-29").slots(0)
    assert [f"{slot.start:%H:%M}" for slot in slots] == ["01:40", "03:00", "03:20"]
    assert [slot.minutes for slot in slots] == [20, 20, 20]


def test_later_across_the_change_of_clocks_counts_real_minutes() -> None:
    """Four hours after 0:00 it is 3:00 on the day clocks go back."""
    assert later(at("00:00", "2026-10-25"), 240) == at("03:00", "2026-10-25")
    assert utc(later(at("00:00", "2026-10-25"), 240)).hour == 2


def test_local_time_that_does_not_exist_is_refused() -> None:
    """Half past two is skipped when clocks go forward."""
    with pytest.raises(AmbiguousTimeError, match="does not exist"):
        local_moment(date(2026, 3, 29), time(2, 30), BERLIN)


def test_local_time_that_occurs_twice_is_refused() -> None:
    """Half past two comes twice when clocks go back."""
    with pytest.raises(AmbiguousTimeError, match="occurs twice"):
        local_moment(date(2026, 10, 25), time(2, 30), BERLIN)
