"""A plan as arrays: which slot a meeting is in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.base import utc
from b4h_scheduler.planning.agenda_arrays import SlotsByStart

FIRST = datetime(2026, 10, 25, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"))
SECOND = FIRST.replace(fold=1)


def test_hour_that_comes_twice_has_slots_of_its_own() -> None:
    """Equal to Python, and not the same moment; nor is one without a slot."""
    slots = SlotsByStart({utc(FIRST): 3, utc(SECOND): 4})
    later = datetime(2026, 10, 25, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    asked = (FIRST, SECOND, FIRST, later)
    assert [slots[each, each.fold] for each in asked] == [3, 4, 3, None]


def test_slot_is_found_on_any_clock() -> None:
    """The start in UTC, and on the clocks of Berlin."""
    slots = SlotsByStart({utc(SECOND): 4})
    other = SECOND.astimezone(UTC)
    assert (slots[other, other.fold], slots[SECOND, 1]) == (4, 4)
