"""Values of all levels of a plan, for the steps (the validator has its own)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level

if TYPE_CHECKING:
    from solver.problem import Baseline, Problem
    from solver.ragged import BoolArray, IntArray
    from solver.result import Assignment


def level_values(problem: Problem, plan: Assignment) -> dict[Level, int]:
    """Return the value of every level of the problem, in its order."""
    values: dict[Level, int] = {}
    agenda = None
    for level in problem.levels:
        if level in _FROM_AGENDA:
            agenda = agenda if agenda is not None else agendas(problem, plan)
            values[level] = _FROM_AGENDA[level](problem, agenda)
        elif level is Level.MOVES:
            agenda = agenda if agenda is not None else agendas(problem, plan)
            values[level] = _moves(problem, plan, agenda)
        else:
            values[level] = _FROM_HELD[level](problem, plan)
    return values


def agendas(problem: Problem, plan: Assignment) -> IntArray:
    """int64[P, S]: the candidate that each participant meets in, or -1."""
    agenda = np.full((problem.num_participants, problem.num_slots), -1, dtype=np.int64)
    held = np.flatnonzero(plan.held)
    people = problem.options.participants.take(plan.option[held])
    agenda[people.items, plan.slot[held][people.rows]] = held[people.rows]
    return agenda


def _promised(problem: Problem, plan: Assignment) -> int:
    return int(np.count_nonzero(problem.candidates.promised & ~plan.held))


def _targets(problem: Problem, plan: Assignment) -> int:
    targets = problem.targets
    is_held = np.zeros(problem.num_options, dtype=np.int64)
    is_held[plan.option[plan.held]] = 1
    members = targets.options
    count = np.bincount(
        members.rows, weights=is_held[members.items], minlength=len(targets)
    ).astype(np.int64)
    return int((targets.weight * np.maximum(0, targets.amount - count)).sum())


def _least(problem: Problem, agenda: IntArray) -> int:
    people = problem.participants
    busy = agenda >= 0
    missing = np.maximum(0, people.least - busy.sum(axis=1))
    for row in range(problem.num_rows):
        in_row = busy[:, problem.slots.row == row].sum(axis=1)
        missing = missing + np.maximum(0, people.least_row[:, row] - in_row)
    return int((people.least_weight * missing).sum())


def _value(problem: Problem, plan: Assignment) -> int:
    held = plan.held
    plain = int(problem.candidates.value[held].sum())
    if not problem.num_groups or not len(problem.bonus):
        return plain
    groups = problem.options.groups
    is_held = np.zeros(problem.num_options, dtype=np.bool_)
    is_held[plan.option[held]] = True
    count = np.bincount(
        groups.items[is_held[groups.rows]], minlength=problem.num_groups
    )
    total = np.concatenate([[0], np.cumsum(problem.bonus)])
    return plain + int(total[np.minimum(count, len(problem.bonus))].sum())


def _waiting(problem: Problem, agenda: IntArray) -> int:
    return int(_waiting_slots(problem, agenda).sum())


def _waiting_slots(problem: Problem, agenda: IntArray) -> BoolArray:
    """bool[P, S]: idle, unused, with meetings before and after in the row."""
    waits = np.zeros(agenda.shape, dtype=np.bool_)
    for row in range(problem.num_rows):
        at = problem.slots.row == row
        busy = agenda[:, at] >= 0
        before = np.logical_or.accumulate(busy, axis=1)
        after = np.logical_or.accumulate(busy[:, ::-1], axis=1)[:, ::-1]
        waits[:, at] = before & after & ~busy & problem.participants.idle[:, at]
    return waits


def _breaks(problem: Problem, agenda: IntArray) -> int:
    waits = _waiting_slots(problem, agenda)
    total = 0
    for row in range(problem.num_rows):
        at = np.flatnonzero(problem.slots.row == row)
        is_open = np.zeros(len(agenda), dtype=np.bool_)
        for slot in at:
            busy = agenda[:, slot] >= 0
            total += int((waits[:, slot] & ~is_open).sum())
            is_open = (is_open | waits[:, slot]) & ~busy
    return total


def _risk(problem: Problem, plan: Assignment) -> int:
    """Sum of value x the greatest chance of lateness among those in the meeting."""
    held = np.flatnonzero(plan.held)
    if not len(held):
        return 0
    people = problem.options.participants.take(plan.option[held])
    late = problem.participants.late[people.items, plan.slot[held][people.rows]]
    worst = np.maximum.reduceat(late, people.start[:-1])
    return int((problem.candidates.value[held] * worst).sum())


def _moves(problem: Problem, plan: Assignment, agenda: IntArray) -> int:
    tables = problem.tables
    sits_at = np.append(plan.table, -1)  # agendas say -1 where there is no meeting
    total = 0
    for row in range(problem.num_rows):
        last = np.full(len(agenda), -1, dtype=np.int64)
        for slot in np.flatnonzero(problem.slots.row == row):
            meets = agenda[:, slot] >= 0
            now = sits_at[agenda[:, slot]]
            changed = meets & (now >= 0) & (last >= 0) & (now != last)
            zones = tables.zone[last[changed]], tables.zone[now[changed]]
            total += int(tables.distance[zones].sum())
            last = np.where(meets, now, last)
    return total


def _changes(problem: Problem, plan: Assignment) -> int:
    baseline = problem.baseline
    return 0 if baseline is None else changes(problem, baseline, plan)


def changes(problem: Problem, base: Baseline, plan: Assignment) -> int:
    """Weighted differences between a plan and a baseline.

    A meeting that has no table yet keeps the one it had, if that can be.
    """
    held = plan.held[base.candidate]
    stays = held & (plan.option[base.candidate] == base.option)
    stays &= plan.slot[base.candidate] == base.slot
    now = plan.table[base.candidate]
    table = stays & np.where(now >= 0, now != base.table, problem.is_table_lost)
    known = np.zeros(len(plan.option), dtype=np.bool_)
    known[base.candidate] = True
    known[base.free] = True
    return int(
        base.dropped_cost * np.count_nonzero(~held)
        + base.moved_cost * np.count_nonzero(held & ~stays)
        + base.table_cost * np.count_nonzero(table)
        + base.added_cost * np.count_nonzero(plan.held & ~known)
    )


_FROM_HELD = {
    Level.PROMISED: _promised,
    Level.TARGETS: _targets,
    Level.VALUE: _value,
    Level.RISK: _risk,
    Level.CHANGES: _changes,
}
_FROM_AGENDA = {
    Level.LEAST: _least,
    Level.WAITING: _waiting,
    Level.BREAKS: _breaks,
}
