"""The best seating of a small timetable, by CP-SAT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE
from solver.seat_model import ANY
from solver.seat_weights import cost_of, weights

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from solver.ragged import IntArray
    from solver.seat_model import Seats

    Terms = list[tuple[int, cp_model.IntVar]]

DETERMINISTIC_TIME = 1.0
"""What one search may take, in units of CP-SAT: a few seconds."""
MOST_CELLS = 600
"""Meetings x tables up to which the exact search is tried."""


def is_small(seats: Seats) -> bool:
    """Whether an exact search is worth its time."""
    return 0 < len(seats) * seats.problem.num_tables <= MOST_CELLS


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the search knows.

    Attributes
    ----------
    table : int64[M] or None
        -1: not seated. None: no seating was found.
    bound : int
        No seating costs less, in units of the objective.
    is_proven : bool
        ``table`` costs ``bound``; or, without a table, none exists.
    method : str
        Name and version of the solver.
    """

    table: IntArray | None
    bound: int
    is_proven: bool
    method: str


class ExactSeating:
    """A model of every seating of a timetable in which no rule is broken.

    Parameters
    ----------
    may_leave_out : bool
        Whether meetings may stay without a table, at a price above everything.
    """

    def __init__(self, seats: Seats, *, may_leave_out: bool = False) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415

        self.seats = seats
        self.model = cp_model.CpModel()
        allowed = seats.allowed(np.arange(len(seats)))
        self.x: dict[tuple[int, int], cp_model.IntVar] = {
            (int(m), int(t)): self.model.new_bool_var("")
            for m, t in np.argwhere(allowed)
        }
        self.tables_of = [np.flatnonzero(row).tolist() for row in allowed]
        self.left_out: list[cp_model.IntVar] = []
        for m, tables in enumerate(self.tables_of):
            ways = [self.x[m, t] for t in tables]
            if may_leave_out:
                self.left_out.append(self.model.new_bool_var(""))
                ways.append(self.left_out[m])
            self.model.add_exactly_one(ways)
        self._one_at_a_table()
        self._near_enough()

    def _one_at_a_table(self) -> None:
        tables = self.seats.problem.tables
        for s, meetings in enumerate(self.seats.in_slot):
            used = {
                t: [self.x[m, t] for m in meetings.tolist() if (m, t) in self.x]
                for t in np.flatnonzero(tables.open[:, s]).tolist()
            }
            for here in used.values():
                self.model.add_at_most_one(here)
            for k in np.flatnonzero(tables.spare).tolist():
                inside = [t for t in used if tables.sets[k, t]]
                usable = len(inside) - min(len(inside), int(tables.spare[k]))
                self.model.add(sum(x for t in inside for x in used[t]) <= usable)

    def _in_zone(self, m: int) -> dict[int, list[cp_model.IntVar]]:
        """Return for each zone what puts a meeting there."""
        zones: dict[int, list[cp_model.IntVar]] = {}
        for t in self.tables_of[m]:
            zones.setdefault(int(self.seats.zone_of[t]), []).append(self.x[m, t])
        return zones

    def _near_enough(self) -> None:
        too_far = self.seats.problem.tables.too_far
        for link in np.flatnonzero(self.seats.is_adjacent).tolist():
            ends = int(self.seats.first[link]), int(self.seats.second[link])
            for z, here in self._in_zone(ends[0]).items():
                for y, there in self._in_zone(ends[1]).items():
                    if too_far[z, y]:
                        self.model.add(sum(here) + sum(there) <= 1)

    def moves(self) -> Terms:
        """Return the level moves (exact where it is minimized)."""
        terms: Terms = []
        for link in range(len(self.seats.first)):
            terms.extend(self._walk(link))
        return terms

    def _walk(self, link: int) -> Terms:
        distance = self.seats.problem.tables.distance
        one, other = int(self.seats.first[link]), int(self.seats.second[link])
        terms: Terms = []
        for t in set(self.tables_of[one]) & set(self.tables_of[other]):
            zone = int(self.seats.zone_of[t])
            stays = self.model.new_bool_var("")
            self.model.add_implication(stays, self.x[one, t])
            self.model.add_implication(stays, self.x[other, t])
            terms.append((-int(distance[zone, zone]), stays))
        for z, here in self._in_zone(one).items():
            for y, there in self._in_zone(other).items():
                goes = self.model.new_bool_var("")
                self.model.add(goes >= sum(here) + sum(there) - 1)
                terms.append((int(distance[z, y]), goes))
        return terms

    def changes(self) -> Terms:
        """Tables other than released."""
        released = self.seats.released
        return [(1, x) for (m, t), x in self.x.items() if released[m] not in (ANY, t)]

    def homes_left(self) -> Terms:
        """Meetings away from the home they have."""
        sets, home = self.seats.problem.tables.sets, self.seats.home
        return [
            (1, x)
            for (m, t), x in self.x.items()
            if home[m] != NO_TABLE and not sets[home[m], t]
        ]

    def everything(self) -> Terms:
        """All aims in the order of `solver.seat_weights.weights`."""
        unit = weights(self.seats, len(self.seats), len(self.seats.first))
        value = self.seats.problem.candidates.value[self.seats.candidate]
        must = self.seats.problem.mandatory[self.seats.candidate]
        price = 1 + value + must * (1 + int(value.sum()) + len(value))
        terms = [
            (int(one) * unit.too_far, out)
            for one, out in zip(price, self.left_out, strict=False)
        ]
        for one, aim in (
            (unit.move, self.moves()),
            (unit.home, self.homes_left()),
            (unit.change, self.changes()),
        ):
            terms.extend((one * count, x) for count, x in aim)
        return terms

    def limit(self, terms: Terms, most: int) -> None:
        """Allow no more than ``most`` of a sum of terms."""
        self.model.add(sum(count * x for count, x in terms) <= most)

    def minimize(self, terms: Terms, hint: IntArray, *, seed: int = 0) -> Found:
        """Search for the least sum; reads no clock."""
        from importlib.metadata import version  # noqa: PLC0415

        from ortools.sat.python import cp_model  # noqa: PLC0415

        for (m, t), x in self.x.items():
            self.model.add_hint(x, bool(hint[m] == t))
        self.model.minimize(sum(count * x for count, x in terms))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = DETERMINISTIC_TIME
        status = solver.solve(self.model)
        method = f"CP-SAT {version('ortools')}"
        if status == cp_model.INFEASIBLE:
            return Found(None, 0, is_proven=True, method=method)
        bound = int(np.ceil(solver.best_objective_bound - 1e-6))
        if status == cp_model.UNKNOWN:
            return Found(None, bound, is_proven=False, method=method)
        table = np.full(len(self.seats), -1, dtype=np.int64)
        for (m, t), x in self.x.items():
            if solver.boolean_value(x):
                table[m] = t
        return Found(table, bound, status == cp_model.OPTIMAL, method)


def improve_exactly(
    seats: Seats, table: IntArray, *, seed: int
) -> tuple[IntArray, str]:
    """Return the best seating if the search proves it, else the better one, and how.

    Under a work limit the search costs nothing: it is short, and reads no clock.
    """
    model = ExactSeating(seats)
    found = model.minimize(model.everything(), table, seed=seed)
    if (
        found.table is None
        or cost_of(seats, found.table).key > cost_of(seats, table).key
    ):
        return table, "exchanges"
    return found.table, found.method if found.is_proven else "exchanges"
