"""Tables of one slot, for a meeting that looks for one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from solver.problem import NO_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Assignment


class Alike(NamedTuple):
    """What all rules on tables look at: tables alike in it are equally good."""

    is_allowed: bool
    is_open: bool
    is_taken: bool
    kept_free_of: bytes
    zone: int


class Seats:
    """Tables of one slot.

    Parameters
    ----------
    leaving : int
        A candidate whose own table counts as free.
    """

    def __init__(
        self, problem: Problem, plan: Assignment, slot: int, *, leaving: int
    ) -> None:
        self.problem, self.plan, self.slot = problem, plan, slot
        self.leaving = leaving
        sitting = (plan.slot == slot) & (plan.table >= 0)
        sitting[leaving] = False
        self.taken = np.zeros(problem.num_tables, dtype=np.bool_)
        self.taken[plan.table[sitting]] = True
        self._counts: dict[int, IntArray] = {}
        self._has_walks = bool(problem.tables.too_far.any())
        self._spare = problem.tables.sets[problem.tables.spare > 0]

    def alike(self, option: int, tables: Iterable[int]) -> dict[Alike, list[int]]:
        """Group tables that no rule tells apart."""
        is_allowed = self._members(int(self.problem.options.table_set[option]))
        found: dict[Alike, list[int]] = {}
        for table in tables:
            key = Alike(is_allowed[table], *self._alike[table])
            found.setdefault(key, []).append(table)
        return found

    @cached_property
    def _alike(self) -> list[tuple[bool, bool, bytes, int]]:
        """The rest of `Alike` of each table: the same for all options."""
        arrays = self.problem.tables
        zones = arrays.zone if self._has_walks else np.zeros_like(arrays.zone)
        return list(
            zip(
                arrays.open[:, self.slot].tolist(),
                self.taken.tolist(),
                [kept_free.tobytes() for kept_free in self._spare.T],
                zones.tolist(),
                strict=True,
            )
        )

    def _members(self, kind: int) -> list[bool]:
        """Return for each table whether it is in a set; `NO_TABLE`: none is."""
        tables = self.problem.tables
        if kind == NO_TABLE:
            return [False] * len(tables)
        members: list[bool] = tables.sets[kind].tolist()
        return members

    def to_try(self, option: int) -> list[int]:
        """Return the tables to try for an option, the best first, one of each kind.

        Best is where the meeting was, then where its people sit just before or after,
        then at home. Where no table is free, any allowed one, so that the validator
        says why.
        """
        kind = int(self.problem.options.table_set[option])
        if kind == NO_TABLE:
            return [NO_TABLE]
        allowed = np.flatnonzero(self.problem.tables.sets[kind]).tolist()
        own, near = int(self.plan.table[self.leaving]), self._near(option).tolist()
        is_home = self._members(int(self.problem.options.home_set[option]))
        ranked = sorted(
            allowed,
            key=lambda table: (table != own, -near[table], not is_home[table], table),
        )
        groups = self.alike(option, ranked)
        usable = [key for key in groups if key.is_open and not key.is_taken]
        chosen = usable or list(groups)[:1]
        return [groups[key][0] for key in chosen]

    def _near(self, option: int) -> IntArray:
        """int64[T]: of the option's people, who sits there in a neighboring slot."""
        if option not in self._counts:
            self._counts[option] = self._count(option)
        return self._counts[option]

    def _count(self, option: int) -> IntArray:
        people = self.problem.options.participants[option]
        plan, options = self.plan, self.problem.options
        is_near = (np.abs(plan.slot - self.slot) == 1) & (plan.table >= 0)
        is_near[self.leaving] = False
        count = np.zeros(self.problem.num_tables, dtype=np.int64)
        near = np.flatnonzero(is_near)
        who = options.participants.take(plan.option[near])
        meets = np.unique(who.rows[np.isin(who.items, people)])
        np.add.at(count, plan.table[near[meets]], 1)
        return count
