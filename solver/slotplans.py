"""Plans without tables, as the searches over slots compare and join them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.evaluate import level_values
from solver.levels import SELECT_LEVELS, Level
from solver.result import Assignment
from solver.rules import Rule
from solver.validate import validate

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.slotmodel import Neighborhood

_OF_TABLES = frozenset(
    {
        Rule.TABLE_ALLOWED,
        Rule.TABLE_OPEN,
        Rule.TABLE_CLASH,
        Rule.TABLES_KEPT_FREE,
        Rule.ZONE_DISTANCE,
        Rule.PIN,
    }
)


def ranks(problem: Problem, plan: Assignment) -> tuple[int, ...]:
    """Values of the levels of select, in order: the larger, the better."""
    values = level_values(problem, plan)
    return tuple(
        level.sense * value for level, value in values.items() if level in SELECT_LEVELS
    )


def upper_values(problem: Problem, plan: Assignment, level: Level) -> dict[Level, int]:
    """Values of the levels of select above ``level``, in order."""
    values = level_values(problem, plan)
    above = problem.levels[: problem.levels.index(level)]
    return {each: values[each] for each in above if each in SELECT_LEVELS}


def breaks_a_rule(problem: Problem, plan: Assignment) -> bool:
    """Whether a plan without tables breaks a rule that does not speak of tables."""
    return any(fault.rule not in _OF_TABLES for fault in validate(problem, plan))


def better(problem: Problem, plan: Assignment, found: Assignment) -> Assignment:
    """Return the better one; an equal one is taken, to move on plateaus.

    What was found beside another change may no longer go with it (limits, runs
    and windows span slots): then the plan stays.
    """
    is_worse = ranks(problem, found) < ranks(problem, plan)
    return plan if is_worse or breaks_a_rule(problem, found) else found


def merged(plan: Assignment, found: Assignment, near: Neighborhood) -> Assignment:
    """Return ``plan`` with the neighborhood's slots as in ``found``."""
    stays = plan.held & ~near.slots[np.where(plan.held, plan.slot, 0)]
    comes = found.held & near.slots[np.where(found.held, found.slot, 0)] & ~stays
    parts = ((plan.option, found.option), (plan.slot, found.slot))
    option, slot = (
        np.where(comes, new, np.where(stays, old, -1)) for old, new in parts
    )
    return Assignment(option, slot, np.full(len(option), -1, dtype=np.int64))
