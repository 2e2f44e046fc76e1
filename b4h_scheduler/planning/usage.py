"""How much the slots and tables of an event are used by a plan."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.planning.figures import SlotFigures, TableFigures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.plans import Meeting, Plan
    from solver.ragged import BoolArray


def slot_figures(
    event: Event, plan: Plan, busy: BoolArray, present: BoolArray
) -> tuple[SlotFigures, ...]:
    """Return how much each slot is used.

    Parameters
    ----------
    busy, present : bool[D, S]
        Which delegates have a meeting, or are there.
    """
    at: dict[object, list[Meeting]] = {}
    for meeting in plan.meetings:
        at.setdefault(utc(meeting.start), []).append(meeting)
    common = {table.id for table in event.tables}
    sometimes_closed = [table for table in event.tables if table.closed]
    num_busy, num_present = busy.sum(axis=0), present.sum(axis=0)
    found = []
    for slot in event.slots:
        meetings = at.get(utc(slot.start), [])
        online = sum(m.table is None for m in meetings)
        used = sum(m.table in common for m in meetings)
        closed = sum(
            any(slot.time.overlaps(c) for c in t.closed) for t in sometimes_closed
        )
        found.append(
            SlotFigures(
                slot=slot.id,
                meetings=len(meetings),
                online=online,
                tables_used=used,
                tables_open=len(event.tables) - closed,
                home_used=len(meetings) - online - used,
                delegates_busy=int(num_busy[slot.index]),
                delegates_present=int(num_present[slot.index]),
            )
        )
    return tuple(found)


def table_figures(event: Event, plan: Plan) -> tuple[TableFigures, ...]:
    """Return how much each table and home place is used."""
    used = Counter(meeting.table for meeting in plan.meetings)
    capacity = {home.id: home.capacity for home in event.home_places}
    slots = event.slots
    return tuple(
        TableFigures(
            table=place.id,
            zone=place.zone,
            is_home=place.id in capacity,
            meetings=used[place.id],
            open_slots=capacity.get(place.id, 1) * _num_open(place, slots),
        )
        for place in event.place_of.values()
    )


def _num_open(place: Table | HomePlace, slots: Sequence[Slot]) -> int:
    if not place.closed:
        return len(slots)
    return sum(not any(slot.time.overlaps(c) for c in place.closed) for slot in slots)
