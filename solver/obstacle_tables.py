"""Which rules on tables forbid one more meeting in a slot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.rules import Rule
from solver.seat_model import ANY, read_seats
from solver.seat_slots import assign, nested, tables_to_keep

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
        for s in range(self.problem.num_slots):
            members = tables.sets[kinds] & tables.open[:, s]
            is_short = ~(members & self.usable[:, s]).any(axis=1)
            if is_short.any():
                code[kinds[is_short], s] = self._why(kinds, s)[is_short]
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

    def _why(self, kinds: IntArray, slot: int) -> IntArray:
        """int64[kinds]: codes in one slot."""
        tables = self.problem.tables
        is_open, free = tables.open[:, slot], self.free[:, slot]
        if self.is_fixed:
            has_free = (tables.sets & free).any(axis=1)
            has_room = (tables.sets & self.usable[:, slot]).any(axis=1)
        else:
            owner = np.full(len(is_open), -1, dtype=np.int64)
            used = self._at[:, slot] >= 0
            meeting = self._at[used, slot]
            may_move = self.seats.pinned[meeting] == ANY
            owner[used] = np.where(may_move, self.seats.kind[meeting], -1)
            has_free = self._reaches(free, owner, is_open)
            kept, is_exact = self._keep(slot)
            truly_free = free & (kept < 0)
            owner = np.where(kept >= 0, kept, owner)
            has_room = self._reaches(truly_free, owner, is_open)
            if not is_exact:
                for k in kinds[has_free[kinds]]:
                    has_room[k] = self._fits(int(k), slot)
        code = np.where(has_free, _KEPT, _CLASH)
        code[has_room] = 0
        code[~(tables.sets & is_open).any(axis=1)] = _OPEN
        code[~tables.sets.any(axis=1)] = _ALLOWED
        return code[kinds]

    def _keep(self, slot: int) -> tuple[IntArray, bool]:
        """Choose the free tables that stay free.

        Returns
        -------
        int64[T]
            The set that a table is kept for, or -1.
        bool
            Whether other choices would not make room: true of nested sets, of which
            the inner ones choose first.
        """
        tables = self.problem.tables
        members = tables.sets & tables.open[:, slot]
        owed = np.minimum(tables.spare, members.sum(axis=1))
        sets = np.flatnonzero(owed)
        sizes = members[sets].sum(axis=1)
        kept = np.full(members.shape[1], -1, dtype=np.int64)
        for k in sets[np.argsort(sizes, kind="stable")]:
            missing = int(owed[k]) - np.count_nonzero(members[k] & (kept >= 0))
            here = np.flatnonzero(members[k] & self.free[:, slot] & (kept < 0))
            kept[here[: max(0, missing)]] = k
        return kept, nested(members[sets])

    def _reaches(
        self, free: BoolArray, owner: IntArray, is_open: BoolArray
    ) -> BoolArray:
        """bool[K]: sets with a free table, or with one whose owner can have another."""
        sets = self.problem.tables.sets
        has_one = np.asarray((sets & free).any(axis=1))
        owners = np.unique(owner[is_open & (owner >= 0)])
        belongs = (owner == owners[:, np.newaxis]) & is_open
        # leads[k, i]: a table of set k belongs to a meeting of set owners[i].
        leads = sets.astype(np.float32) @ belongs.T.astype(np.float32) > 0
        while True:
            more = has_one | (leads & has_one[owners]).any(axis=1)
            if np.array_equal(more, has_one):
                return has_one
            has_one = np.asarray(more)

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
