"""The values of all levels, computed once more for the validator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.validate_agendas import count_breaks
from solver.validate_meetings import Meetings, read_meetings

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.result import Assignment


def recompute(problem: Problem, assignment: Assignment) -> dict[Level, int]:
    """Return the value of each of the problem's levels, in its order.

    Shares nothing with the steps that made the plan. Meaningful for valid plans.
    """
    plan, _ = read_meetings(problem, assignment)
    values = {
        Level.PROMISED: promised,
        Level.CHANGES: changes,
        Level.TARGETS: targets,
        Level.LEAST: least,
        Level.VALUE: value,
        Level.WAITING: waiting,
        Level.BREAKS: breaks,
        Level.RISK: risk,
        Level.MOVES: moves,
    }
    return {level: values[level](plan) for level in problem.levels}


def promised(plan: Meetings) -> int:
    """Promised candidates that are not held."""
    is_promised = plan.problem.candidates.promised
    return int(is_promised.sum() - is_promised[plan.candidate].sum())


def changes(plan: Meetings) -> int:
    """Weighted differences to the baseline; 0 without one."""
    base = plan.problem.baseline
    if base is None:
        return 0
    meeting_of = np.full(plan.problem.num_candidates, -1, dtype=np.int64)
    meeting_of[plan.candidate] = np.arange(len(plan))
    total = 0
    for c, option, slot, table in zip(
        base.candidate, base.option, base.slot, base.table, strict=True
    ):
        m = meeting_of[c]
        if m < 0:
            total += base.dropped_cost
        elif plan.option[m] != option or plan.slot[m] != slot:
            total += base.moved_cost
        elif plan.table[m] != table:
            total += base.table_cost
    meeting_of[base.candidate] = -1
    meeting_of[base.free] = -1
    return total + base.added_cost * int((meeting_of >= 0).sum())


def targets(plan: Meetings) -> int:
    """Sum over targets of weight x counting meetings missing."""
    is_held = np.zeros(plan.problem.num_options, dtype=np.int64)
    is_held[plan.option] = 1
    wanted = plan.problem.targets
    total = 0
    for amount, weight, options in zip(
        wanted.amount, wanted.weight, wanted.options, strict=True
    ):
        total += int(weight) * max(0, int(amount) - int(is_held[options].sum()))
    return total


def least(plan: Meetings) -> int:
    """Sum over participants of weight x meetings missing, in all and per row."""
    people, row = plan.problem.participants, plan.problem.slots.row
    missing = np.maximum(0, people.least - plan.load.sum(axis=1))
    for r in range(plan.problem.num_rows):
        missing += np.maximum(
            0, people.least_row[:, r] - plan.load[:, row == r].sum(axis=1)
        )
    return int(people.least_weight @ missing)


def value(plan: Meetings) -> int:
    """Values of held candidates and bonuses of groups."""
    problem = plan.problem
    total = int(problem.candidates.value[plan.candidate].sum())
    in_group = problem.options.groups.take(plan.option).items
    for count in np.bincount(in_group, minlength=problem.num_groups):
        total += int(problem.bonus[:count].sum())
    return total


def waiting(plan: Meetings) -> int:
    """Idle slots between the first and the last meeting of a row."""
    problem = plan.problem
    total = 0
    for r in range(problem.num_rows):
        in_row = np.flatnonzero(problem.slots.row == r)
        busy = plan.busy[:, in_row]
        count = busy.cumsum(axis=1)
        is_between = (count > 0) & (count < count[:, -1:]) & ~busy
        total += int((is_between & problem.participants.idle[:, in_row]).sum())
    return total


def breaks(plan: Meetings) -> int:
    """Breaks of all participants."""
    return int(count_breaks(plan).sum())


def risk(plan: Meetings) -> int:
    """Sum over meetings of value x the greatest chance of anyone to be late."""
    worst = np.zeros(len(plan), dtype=np.int64)
    late = plan.problem.participants.late[plan.attendee, plan.attended_slot]
    np.maximum.at(worst, plan.meeting, late)
    return int(plan.problem.candidates.value[plan.candidate] @ worst)


def moves(plan: Meetings) -> int:
    """Distance walked between the tables of consecutive meetings of a row.

    Where one of two consecutive meetings has no table, nobody walks.
    """
    problem = plan.problem
    order = np.lexsort((plan.attended_slot, plan.attendee))
    who, when = plan.attendee[order], plan.attended_slot[order]
    table = plan.table[plan.meeting[order]]
    row = problem.slots.row[when]
    follows = (who[1:] == who[:-1]) & (row[1:] == row[:-1])
    walks = follows & (table[1:] >= 0) & (table[:-1] >= 0) & (table[1:] != table[:-1])
    zone, distance = problem.tables.zone, problem.tables.distance
    steps = distance[zone[table[:-1][walks]], zone[table[1:][walks]]]
    return int(steps.sum())
