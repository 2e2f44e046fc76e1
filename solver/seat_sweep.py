"""Seat slot after slot: each an assignment problem, given the slots around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE
from solver.seat_greedy import assign_greedily
from solver.seat_model import ANY
from solver.seat_slots import Shortage, assign, find_shortage, tables_to_keep
from solver.seat_weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from solver.ragged import BoolArray, IntArray
    from solver.seat_model import Seats


MOST_CELLS = 4_000_000
"""Meetings x tables of a slot up to which the assignment problem is solved exactly."""


class Sweep:
    """A seating that improves slot by slot.

    Attributes
    ----------
    table : int64[M]
        -1: not seated (yet).
    shortages : list of Shortage
        Slots in which not all meetings find a table; those left out stay out.
    """

    def __init__(self, seats: Seats) -> None:
        self.seats = seats
        self.table = np.full(len(seats), -1, dtype=np.int64)
        self.shortages: list[Shortage] = []
        self._present = [seats.in_slot[s] for s in range(seats.problem.num_slots)]
        self._kept: dict[int, BoolArray] = {}

    def run(self, slots: Iterable[int]) -> bool:
        """Reseat slots one after the other; True if any meeting changed its table."""
        changed = False
        for slot in slots:
            changed |= self.reseat(slot)
        return changed

    def reseat(self, slot: int) -> bool:
        """Seat a slot at least cost, the others as they are."""
        meetings = self._present[slot]
        if len(meetings) == 0:
            return False
        before = self.table[meetings]
        is_seated = bool((before >= 0).all())
        allowed, kept = self.seats.allowed(meetings), self.kept(slot)
        if allowed.size > MOST_CELLS:
            if is_seated:
                return False
            found = assign_greedily(self._wanted(meetings), allowed, kept)
        else:
            cost = self._cost(meetings)
            found = assign(cost, allowed, kept)
            rows = np.arange(len(meetings))
            if found is not None and is_seated:
                saved = cost[rows, before].sum() - cost[rows, found].sum()
                if saved <= 0:
                    return False
        if found is None:
            self._leave_out(slot)
            return self.reseat(slot)
        self.table[meetings] = found
        return True

    def kept(self, slot: int) -> BoolArray:
        """Tables to keep free: see `tables_to_keep`."""
        if slot not in self._kept:
            meetings = self._present[slot]
            self._kept[slot] = tables_to_keep(self.seats, slot, meetings)
        return self._kept[slot]

    def _leave_out(self, slot: int) -> None:
        meetings = self._present[slot]
        shortage = find_shortage(self.seats, slot, meetings, self.kept(slot))
        self.shortages.append(shortage)
        self._present[slot] = np.setdiff1d(meetings, shortage.unseated)
        self.table[shortage.unseated] = -1

    def _wanted(self, meetings: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
        """Tables worth having, the most important first: (index, table) each."""
        seats = self.seats
        released = np.flatnonzero(seats.released[meetings] != ANY)
        yield released, seats.released[meetings[released]]
        near = seats.links_of.take(meetings)
        neighbor = seats.first[near.items] + seats.second[near.items]
        at = self.table[neighbor - meetings[near.rows]]
        homed = seats.home[meetings[near.rows]]
        is_home = (homed == NO_TABLE) | seats.problem.tables.sets[homed, at]
        for wish in (is_home, ~is_home):
            row = np.flatnonzero(wish & (at >= 0))
            yield near.rows[row], at[row]

    def _cost(self, meetings: IntArray) -> np.ndarray:
        """float64[n, T]: what each table costs each meeting, given its neighbors."""
        seats, tables = self.seats, self.seats.problem.tables
        near = seats.links_of.take(meetings)
        row, link = near.rows, near.items
        own = meetings[row]
        neighbor = seats.first[link] + seats.second[link] - own
        at = self.table[neighbor]
        seated = np.flatnonzero(at >= 0)
        row, at, link = row[seated], at[seated], link[seated]
        unit = weights(seats, len(meetings), len(row))
        zone = seats.zone_of[at]
        by_zone = np.zeros((len(meetings), len(tables.distance)))
        np.add.at(by_zone, row, unit.move * tables.distance[zone].astype(np.float64))
        is_near = ~seats.is_adjacent[link, np.newaxis] | ~tables.too_far[zone]
        np.add.at(by_zone, row, unit.too_far * (~is_near).astype(np.float64))
        cost = by_zone[:, seats.zone_of]
        # Whoever stays at the table does not walk inside its zone.
        np.subtract.at(cost, (row, at), unit.move * tables.distance[zone, zone])
        homed = np.flatnonzero(seats.home[meetings] != NO_TABLE)
        cost[homed] += unit.home * ~tables.sets[seats.home[meetings[homed]]]
        released = np.flatnonzero(seats.released[meetings] != ANY)
        cost[released] += unit.change
        cost[released, seats.released[meetings[released]]] -= unit.change
        return cost
