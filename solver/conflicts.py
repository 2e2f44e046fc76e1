"""Why mandatory candidates cannot all be held: the first reason that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.distinct import distinct_counts
from solver.errors import InfeasibleError
from solver.problem import NO_TABLE
from solver.rules import Rule

if TYPE_CHECKING:
    from solver.lagrange import Capacities
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.tablerows import TableRows


def conflict(
    problem: Problem, rows: TableRows, capacity: Capacities
) -> InfeasibleError:
    """Name the mandatory candidates or the participant that ask too much.

    Called when it is proven that no plan is valid.
    """
    return (
        _without_slot(problem)
        or _overfull(problem, capacity)
        or _same_slot(problem)
        or _too_few_tables(problem, rows, capacity)
        or InfeasibleError(
            "the mandatory and pinned candidates cannot be held together",
            (Rule.MANDATORY,),
        )
    )


def _without_slot(problem: Problem) -> InfeasibleError | None:
    has_slot = np.zeros(problem.num_candidates, dtype=np.bool_)
    possible = np.any(problem.option_slots, axis=1)
    has_slot[problem.option_candidate[possible]] = True
    stuck = np.flatnonzero(problem.mandatory & ~has_slot)
    if not len(stuck):
        return None
    return InfeasibleError(
        f"no slot is allowed for mandatory candidates {_few(stuck)}",
        (Rule.MANDATORY, Rule.AVAILABLE, Rule.SLOT_ALLOWED),
    )


def _always_with(problem: Problem) -> tuple[IntArray, IntArray]:
    """Pairs (mandatory candidate, participant that is in all its options)."""
    must = np.flatnonzero(problem.mandatory[problem.option_candidate])
    people = problem.options.participants.take(must)
    candidate = problem.option_candidate[must][people.rows]
    keys, times = distinct_counts(candidate * problem.num_participants + people.items)
    owner = keys // problem.num_participants
    options = np.diff(problem.candidates.option_start)[owner]
    always = times == options
    return owner[always], keys[always] % problem.num_participants


def _overfull(problem: Problem, capacity: Capacities) -> InfeasibleError | None:
    _, person = _always_with(problem)
    asked = np.bincount(person, minlength=problem.num_participants)
    over = np.flatnonzero(asked > capacity.participant)
    if not len(over):
        return None
    return InfeasibleError(
        f"participant {over[0]} has {asked[over[0]]} mandatory candidates and room "
        f"for {capacity.participant[over[0]]} meetings",
        (Rule.MANDATORY, Rule.MOST, Rule.MOST_ROW, Rule.LONGEST_RUN, Rule.WINDOW),
    )


def _same_slot(problem: Problem) -> InfeasibleError | None:
    pins = problem.pins
    people = problem.options.participants.take(pins.option)
    key = people.items * problem.num_slots + pins.slot[people.rows]
    keys, times = distinct_counts(key)
    twice = keys[times > 1]
    if not len(twice):
        return None
    person, slot = divmod(int(twice[0]), problem.num_slots)
    return InfeasibleError(
        f"participant {person} has two pinned meetings in slot {slot}",
        (Rule.PIN, Rule.CLASH),
    )


def _too_few_tables(
    problem: Problem, rows: TableRows, capacity: Capacities
) -> InfeasibleError | None:
    pins = problem.pins
    table_set = problem.options.table_set[pins.option]
    seated = np.flatnonzero(table_set != NO_TABLE)
    counted = rows.of_set.take(table_set[seated])
    used = np.zeros((len(rows), problem.num_slots), dtype=np.int64)
    np.add.at(used, (counted.items, pins.slot[seated][counted.rows]), 1)
    row, slot = np.nonzero(used > capacity.tables_slot)
    if not len(row):
        return None
    return InfeasibleError(
        f"{used[row[0], slot[0]]} pinned meetings in slot {slot[0]} share "
        f"{capacity.tables_slot[row[0], slot[0]]} tables",
        (Rule.PIN, Rule.TABLE_OPEN, Rule.TABLE_CLASH),
    )


def _few(indices: IntArray) -> str:
    shown = ", ".join(str(int(one)) for one in indices[:5])
    return shown if len(indices) <= 5 else f"{shown} and {len(indices) - 5} more"  # noqa: PLR2004
