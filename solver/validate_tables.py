"""Rules on tables: one function for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.problem import NO_TABLE
from solver.rules import Rule
from solver.validate_meetings import Meetings, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solver.ragged import IntArray


def table_allowed(plan: Meetings) -> Iterator[Violation]:
    """A meeting sits at a table of its option's set, or at none if it needs none."""
    problem = plan.problem
    table_set = problem.options.table_set[plan.option]
    needs, has = table_set != NO_TABLE, plan.table >= 0
    fits = needs == has
    both = np.flatnonzero(needs & has)
    fits[both] = problem.tables.sets[table_set[both], plan.table[both]]
    for m in np.flatnonzero(~fits):
        c, t, s = int(plan.candidate[m]), int(plan.table[m]), int(plan.slot[m])
        message = f"candidate {c} sits at table {t}, its table set is {table_set[m]}"
        yield Violation(Rule.TABLE_ALLOWED, message, slot=s, table=t, candidate=c)


def table_open(plan: Meetings) -> Iterator[Violation]:
    """A table is used only in slots in which it is open."""
    seated = np.flatnonzero(plan.table >= 0)
    is_open = plan.problem.tables.open[plan.table[seated], plan.slot[seated]]
    for m in seated[~is_open]:
        c, t, s = int(plan.candidate[m]), int(plan.table[m]), int(plan.slot[m])
        message = f"candidate {c} sits at table {t}, which is closed in slot {s}"
        yield Violation(Rule.TABLE_OPEN, message, slot=s, table=t, candidate=c)


def meetings_at(plan: Meetings) -> IntArray:
    """int64[T, S]: meetings at each table in each slot."""
    shape = (plan.problem.num_tables, plan.problem.num_slots)
    seated = plan.table >= 0
    key = plan.table[seated] * shape[1] + plan.slot[seated]
    return np.bincount(key, minlength=shape[0] * shape[1]).reshape(shape)


def table_clash(plan: Meetings) -> Iterator[Violation]:
    """A table has at most one meeting in a slot."""
    count = meetings_at(plan)
    for t, s in np.argwhere(count > 1):
        message = f"table {t} has {count[t, s]} meetings in slot {s}"
        yield Violation(Rule.TABLE_CLASH, message, slot=int(s), table=int(t))


def tables_kept_free(plan: Meetings) -> Iterator[Violation]:
    """In each slot a set's spare number of open tables stays unused."""
    tables = plan.problem.tables
    is_free = tables.open & (meetings_at(plan) == 0)
    for k in np.flatnonzero(tables.spare > 0):
        members = np.flatnonzero(tables.sets[k])
        free = is_free[members].sum(axis=0)
        owed = np.minimum(tables.spare[k], tables.open[members].sum(axis=0))
        for s in np.flatnonzero(free < owed):
            message = (
                f"{free[s]} open tables of set {k} are unused in slot {s}, "
                f"{owed[s]} expected"
            )
            yield Violation(Rule.TABLES_KEPT_FREE, message, slot=int(s))


def zone_distance(plan: Meetings) -> Iterator[Violation]:
    """No one has adjacent meetings in zones that are too far apart."""
    problem = plan.problem
    tables = problem.tables
    if not tables.too_far.any():
        return
    first = np.flatnonzero(problem.slots.adjacent)
    here, there = plan.seat[:, first], plan.seat[:, first + 1]
    both = (here >= 0) & (there >= 0)
    is_far = both & tables.too_far[tables.zone[here], tables.zone[there]]
    for place, p in np.argwhere(is_far.T).tolist():
        s, one, other = int(first[place]), int(here[p, place]), int(there[p, place])
        message = (
            f"participant {p} goes from table {one} in slot {s} to table {other} in "
            "the next: their zones are too far apart"
        )
        yield Violation(Rule.ZONE_DISTANCE, message, participant=p, slot=s, table=one)
