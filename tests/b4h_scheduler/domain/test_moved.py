"""An event moved to other days is the same on its clocks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from b4h_scheduler.domain.moved import moved
from b4h_scheduler.files.load import load_event

STUTTGART = Path(__file__).parents[3] / "examples" / "stuttgart"


def test_moved_to_summer_the_clocks_show_the_same() -> None:
    """Sessions, slots and trips keep their hours; moved back, it is the event again."""
    event = load_event(STUTTGART).event
    later = moved(event, timedelta(weeks=30))
    assert [f"{s.start:%A %H:%M}" for s in later.slots] == [
        f"{s.start:%A %H:%M}" for s in event.slots
    ]
    assert later.slots[0].start.utcoffset() != event.slots[0].start.utcoffset()
    trips = [
        (d.trip, m.trip) for d, m in zip(event.delegates, later.delegates, strict=True)
    ]
    arrivals = [(a.arrival, b.arrival) for a, b in trips if a and b and a.arrival]
    assert {f"{b - a}" for a, b in arrivals if b} == {"210 days, 0:00:00"}
    assert moved(later, timedelta(weeks=-30)) == event
