"""A plan as arrays of people and slots: busy, waiting, table changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from b4h_scheduler.domain.base import utc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Meeting, Plan
    from solver.ragged import BoolArray, IntArray

NO_MEETING, ONLINE = -2, -1


@dataclass(frozen=True, slots=True, eq=False)
class AgendaArrays:
    """Who sits where and when; ``N`` people or agendas, ``S`` slots of the event.

    Attributes
    ----------
    place : int64[N, S]
        Place of the meeting (index into tables and home places), -1 for an online
        one, -2 without a meeting.
    available : bool[N, S]
        Could meet.
    row : int64[S]
        Day of each slot.
    """

    place: IntArray
    available: BoolArray
    row: IntArray

    @property
    def busy(self) -> BoolArray:
        """bool[N, S]: has a meeting."""
        return np.not_equal(self.place, NO_MEETING)

    def waits(self) -> BoolArray:
        """bool[N, S]: idle though available, between two meetings of a day."""
        waits = np.zeros(self.place.shape, dtype=np.bool_)
        busy = self.busy
        for row in np.unique(self.row):
            at = self.row == row
            before = np.logical_or.accumulate(busy[:, at], axis=1)
            after = np.logical_or.accumulate(busy[:, at][:, ::-1], axis=1)[:, ::-1]
            waits[:, at] = before & after & ~busy[:, at] & self.available[:, at]
        return waits

    def breaks(self) -> IntArray:
        """int64[N]: gaps between two consecutive meetings of a day with a wait."""
        waits, busy = self.waits(), self.busy
        total = np.zeros(len(waits), dtype=np.int64)
        for row in np.unique(self.row):
            is_open = np.zeros(len(waits), dtype=np.bool_)
            for slot in np.flatnonzero(self.row == row):
                total += waits[:, slot] & ~is_open
                is_open = (is_open | waits[:, slot]) & ~busy[:, slot]
        return total

    def table_changes(self) -> IntArray:
        """int64[N]: consecutive meetings of a day at different places."""
        total = np.zeros(len(self.place), dtype=np.int64)
        for row in np.unique(self.row):
            last = np.full(len(self.place), -1, dtype=np.int64)
            for slot in np.flatnonzero(self.row == row):
                now = self.place[:, slot]
                total += (now >= 0) & (last >= 0) & (now != last)
                last = np.where(now == NO_MEETING, last, now)
        return total


def agenda_arrays(
    event: Event,
    plan: Plan,
    available: BoolArray,
    who: Callable[[Meeting], Iterable[int]],
) -> AgendaArrays:
    """Return the arrays of a plan for the rows that ``who`` gives to a meeting."""
    slots = event.slots
    slot_of = SlotsByStart({utc(slot.start): slot.index for slot in slots})
    place_at = {place: number for number, place in enumerate(event.place_of)}
    place = np.full(available.shape, NO_MEETING, dtype=np.int64)
    gone = len(place_at)
    for meeting in plan.meetings:
        slot = slot_of[meeting.start, meeting.start.fold]
        if slot is None:
            continue
        table = ONLINE if meeting.table is None else place_at.get(meeting.table, gone)
        for row in who(meeting):
            place[row, slot] = table
    days = [slot.start.date() for slot in slots]
    order = {day: number for number, day in enumerate(dict.fromkeys(days))}
    return AgendaArrays(place, available, np.array([order[d] for d in days], np.int64))


class SlotsByStart(dict[tuple[datetime, int], int | None]):
    """Slots by their start, on any clock; thousands ask for the same few.

    The fold tells two moments apart that show the same when clocks go back.
    """

    def __init__(self, by_start: dict[datetime, int]) -> None:
        super().__init__()
        self._by_start = by_start

    def __missing__(self, key: tuple[datetime, int]) -> int | None:
        """Look a start up in UTC."""
        slot = self[key] = self._by_start.get(utc(key[0]))
        return slot
