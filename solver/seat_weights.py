"""What a seating costs: table changes, homes left, and moves, in one integer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.problem import NO_TABLE
from solver.seat_model import ANY

if TYPE_CHECKING:
    from solver.ragged import IntArray
    from solver.seat_model import Seats


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost of one unit of each aim; a unit of one outweighs all of those below it."""

    move: int
    home: int
    change: int
    too_far: int


def weights(seats: Seats, most_meetings: int, most_links: int) -> Weights:
    """Weights among seatings that differ in so many meetings and links.

    Zones too far apart come first; then the levels changes and moves in the problem's
    order; the use of homes right above moves.
    """
    levels, tables = seats.problem.levels, seats.problem.tables
    order = ["move", "home", "change"]
    if (
        Level.CHANGES in levels
        and Level.MOVES in levels
        and levels.index(Level.MOVES) < levels.index(Level.CHANGES)
    ):
        order = ["change", "move", "home"]
    most = {
        "move": most_links * int(tables.distance.max(initial=0)),
        "home": most_meetings if (seats.home != NO_TABLE).any() else 0,
        "change": most_meetings if (seats.released != ANY).any() else 0,
    }
    unit = 1
    found = {}
    for aim in order:
        found[aim] = unit
        unit *= 1 + most[aim]
    return Weights(**found, too_far=unit)


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of a whole seating; compare with ``key``."""

    too_far: int
    change: int
    home: int
    move: int
    is_move_first: bool

    @property
    def key(self) -> tuple[int, ...]:
        """The order of `weights`, most important first."""
        if self.is_move_first:
            return (self.too_far, self.home, self.move, self.change)
        return (self.too_far, self.change, self.home, self.move)


def cost_of(seats: Seats, table: IntArray) -> Cost:
    """Count what a seating (int64[M], -1: not seated) costs."""
    problem = seats.problem
    seated = table >= 0
    homed = np.flatnonzero(seated & (seats.home != NO_TABLE))
    at_home = problem.tables.sets[seats.home[homed], table[homed]]
    one, other = table[seats.first], table[seats.second]
    both = (one >= 0) & (other >= 0)
    zones = seats.zone_of[one[both]], seats.zone_of[other[both]]
    walks = one[both] != other[both]
    is_far = problem.tables.too_far[zones] & seats.is_adjacent[both]
    released = (seats.released != ANY) & seated
    unit = weights(seats, len(seats), len(seats.first))
    return Cost(
        int(is_far.sum()),
        int((table[released] != seats.released[released]).sum()),
        int((~at_home).sum()),
        int(problem.tables.distance[zones][walks].sum()),
        unit.change < unit.move,
    )
