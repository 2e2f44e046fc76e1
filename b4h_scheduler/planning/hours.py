"""The event's time as the kernel's slots: days, rests, pauses owed."""

from __future__ import annotations

from datetime import datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import Interval, utc
from solver.problem import Slots, Windows

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.times import Slot
    from solver.ragged import BoolArray, IntArray


def compile_slots(event: Event) -> Slots:
    """Return slots in rows of a day each; lengths in minutes.

    A boundary is a rest where a `Break` lies, or where the session changes and more
    time passes than between two slots of the session that ends: two sessions that
    follow one another directly give nobody a pause.
    """
    slots = event.slots
    day = [slot.start.date() for slot in slots]
    row = np.cumsum([0, *(a != b for a, b in pairwise(day))])
    rest = [_is_rest(event, a, b) for a, b in pairwise(slots)]
    return Slots(
        row=row.astype(np.int64),
        rest_after=np.array([*rest, False], dtype=np.bool_),
        length=np.array([slot.minutes for slot in slots], dtype=np.int64),
    )


def _is_rest(event: Event, before: Slot, after: Slot) -> bool:
    gap = _minutes(before.end, after.start)
    if gap == 0:
        return False
    between = Interval(start=before.end, end=after.start)
    if any(between.overlaps(pause.time) for pause in event.breaks):
        return True
    if before.session == after.session:
        return False
    session = next(s for s in event.sessions if s.id == before.session)
    return gap > session.changeover_min


def lunch_windows(event: Event, can: BoolArray) -> Windows:
    """Return the lunch owed to each participant (rows of ``can``: bool[P, S]).

    On each day on which the program itself leaves no pause of ``lunch_min`` inside
    the hours of lunch, the participant keeps so many consecutive slots free that
    slots and the changeovers after them fill that time. Who is away long enough
    needs no window.
    """
    limits = event.policy.limits
    parts: list[IntArray] = []
    if not limits.lunch_min:
        return Windows()
    for first, last, free in _lunches(event):
        owed = np.flatnonzero(~_longest_free(~can[:, first : last + 1], free))
        around = np.tile(np.array([first, last, free], dtype=np.int64), (len(owed), 1))
        parts.append(np.column_stack([owed, around]))
    table = np.concatenate(parts) if parts else np.zeros((0, 4), dtype=np.int64)
    return Windows(*(np.ascontiguousarray(column) for column in table.T))


def _longest_free(free: BoolArray, num: int) -> BoolArray:
    """bool[P]: a row has ``num`` consecutive True."""
    run = np.zeros(len(free), dtype=np.int64)
    found = np.zeros(len(free), dtype=np.bool_)
    for column in free.T:
        run = np.where(column, run + 1, 0)
        found |= run >= num
    return found


def _lunches(event: Event) -> list[tuple[int, int, int]]:
    """First slot, last slot and number of free slots of each day's window."""
    found = []
    for day in sorted({slot.start.date() for slot in event.slots}):
        slots = [slot for slot in event.slots if slot.start.date() == day]
        window = lunch_hours(event, slots[0])
        if _program_leaves(event, slots, window):
            continue
        touching = [slot for slot in slots if window.overlaps(slot.time)]
        inside = [slot for slot in touching if window.contains(slot.time)]
        free = _slots_to_fill(event, touching)
        if len(inside) < free:
            inside = touching
        free = min(free, len(inside))
        found.append((inside[0].index, inside[-1].index, free))
    return found


def lunch_hours(event: Event, slot: Slot) -> Interval:
    """Return the hours of lunch on the slot's day."""
    limits = event.policy.limits
    day, zone = slot.start.date(), event.zone_info
    start, end = (
        datetime.combine(day, time.fromisoformat(text), zone)
        for text in (limits.lunch_from, limits.lunch_until)
    )
    return Interval(start=start, end=end)


def _program_leaves(event: Event, slots: list[Slot], window: Interval) -> bool:
    """Whether some stretch without slots inside the window is long enough."""
    edges = [window.start]
    for slot in slots:
        if window.overlaps(slot.time):
            edges += [slot.start, slot.end]
    edges.append(window.end)
    return any(
        _minutes(edges[n], edges[n + 1]) >= event.policy.limits.lunch_min
        for n in range(0, len(edges), 2)
    )


def _slots_to_fill(event: Event, slots: list[Slot]) -> int:
    """Slots that last the pause owed, counted with the changeover after each."""
    sessions = {slot.session for slot in slots}
    pitch = min(
        s.slot_min + s.changeover_min for s in event.sessions if s.id in sessions
    )
    return -(-event.policy.limits.lunch_min // pitch)


def _minutes(start: datetime, end: datetime) -> int:
    return round((utc(end) - utc(start)).total_seconds() / 60)
