"""Which rules on tables forbid one more meeting in a slot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.rules import Rule
from solver.seat_model import ANY, read_seats
from solver.seat_slots import assign, tables_to_keep

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment

TABLE_RULES = (
    None,
    Rule.TABLE_ALLOWED,
    Rule.TABLE_OPEN,
    Rule.TABLE_CLASH,
    Rule.TABLES_KEPT_FREE,
)
"""A code is a place here; 0: there is a table."""
_ALLOWED, _OPEN, _CLASH, _KEPT = 1, 2, 3, 4


class Tables:
    """Room for one more meeting in a plan whose slots may be seated anew.

    Parameters
    ----------
    plan : Assignment
        Valid; its meetings keep their slots and, where they are pinned, their tables.
        Where zones are too far apart for some, all meetings keep their tables.
    """

    def __init__(self, problem: Problem, plan: Assignment) -> None:
        self.problem = problem
        self.is_fixed = bool(problem.tables.too_far.any())
        self.seats = read_seats(problem, plan)
        tables = problem.tables
        self._at = np.full((problem.num_tables, problem.num_slots), -1, dtype=np.int64)
        seated = np.arange(len(self.seats))
        self._at[plan.table[self.seats.candidate], self.seats.slot] = seated
        is_used = self._at >= 0
        self.free = tables.open & ~is_used
        sets = tables.sets.astype(np.int64)
        open_count = sets @ tables.open.astype(np.int64)
        owed = np.minimum(open_count, tables.spare[:, np.newaxis])
        spent = sets @ self.free.astype(np.int64) <= owed
        binds = (owed > 0) & spent
        # A free table is of use unless a set would keep too few with it.
        self.usable = self.free & ~((sets.T @ binds.astype(np.int64)) > 0)

    def blocked(self, kinds: IntArray) -> IntArray:
        """int64[K, S]: codes of `TABLE_RULES` for the table sets ``kinds``; else 0."""
        tables = self.problem.tables
        code = np.zeros((len(tables.sets), self.problem.num_slots), dtype=np.int64)
        for k in kinds:
            members = tables.sets[k]
            is_short = ~self.usable[members].any(axis=0)
            for s in np.flatnonzero(is_short):
                code[k, s] = self._why(int(k), int(s))
        return code

    def zones(self, code: IntArray) -> BoolArray:
        """bool[K, S, Z]: zones of the tables that would do but for the rule told.

        Usable ones where there is no code; else open ones (`Rule.TABLE_CLASH`), free
        ones (`Rule.TABLES_KEPT_FREE`), or all of the set.
        """
        tables = self.problem.tables
        in_zone = tables.zone[:, np.newaxis] == np.arange(len(tables.distance))
        found = np.zeros((*code.shape, len(tables.distance)), dtype=np.bool_)
        whole = np.ones_like(self.free)
        for value, pool in (
            (0, self.usable),
            (_ALLOWED, whole),
            (_OPEN, whole),
            (_CLASH, tables.open),
            (_KEPT, self.free),
        ):
            for z in range(in_zone.shape[1]):
                here = (pool & in_zone[:, z, np.newaxis]).astype(np.float32)
                some = tables.sets.astype(np.float32) @ here > 0
                found[:, :, z] |= some & (code == value)
        found[code == _ALLOWED] = True
        return found

    def _why(self, kind: int, slot: int) -> int:
        members = self.problem.tables.sets[kind]
        if not members.any():
            return _ALLOWED
        if not (members & self.problem.tables.open[:, slot]).any():
            return _OPEN
        if self.is_fixed:
            has_free = (members & self.free[:, slot]).any()
            return _KEPT if has_free else _CLASH
        within = self._within_reach(kind, slot)
        if (within & self.usable[:, slot]).any():
            return 0
        if not (within & self.free[:, slot]).any():
            return _CLASH
        # Free tables, all of which some set keeps: room only if others give way.
        return 0 if self._fits(kind, slot) else _KEPT

    def _within_reach(self, kind: int, slot: int) -> BoolArray:
        """Tables that a meeting can have, or make its owner leave, and so on."""
        tables = self.problem.tables
        within: BoolArray = tables.sets[kind] & tables.open[:, slot]
        done = {kind}
        while True:
            owners = self._at[within, slot]
            owners = owners[owners >= 0]
            owners = owners[self.seats.pinned[owners] == ANY]
            new = set(self.seats.kind[owners].tolist()) - done
            if not new:
                return within
            done |= new
            more = tables.sets[list(new)].any(axis=0)
            within = np.asarray(within | (more & tables.open[:, slot]))

    def _fits(self, kind: int, slot: int) -> bool:
        seats = self.seats
        one_more = replace(
            seats,
            candidate=np.append(seats.candidate, 0),
            slot=np.append(seats.slot, slot),
            kind=np.append(seats.kind, kind),
            pinned=np.append(seats.pinned, ANY),
        )
        meetings = np.append(seats.in_slot[slot], len(seats))
        allowed = one_more.allowed(meetings)
        kept = tables_to_keep(one_more, slot, meetings)
        return assign(np.zeros(allowed.shape), allowed, kept) is not None
