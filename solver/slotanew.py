"""Plan a few slots anew, exactly.

Large neighborhood search with an exact sub-solver (Shaw 1998): all meetings outside
the chosen slots stay; candidates that are not held may come in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from solver.mixed import improve_mixed
from solver.slotmodel import Neighborhood, combined, slot_model
from solver.slotplans import upper_values

if TYPE_CHECKING:
    from solver.budget import Budget
    from solver.levels import Level
    from solver.problem import Problem
    from solver.result import Assignment
    from solver.tablerows import TableRows

FIRST_SLOTS = 6
QUICK_S, SLOW_S, PIECE_S = 1.0, 5.0, 10.0
UNITS_PER_PIECE = 50
"""Units of work that one integer program is charged for."""


def draw(
    plan: Assignment,
    size: int,
    num_slots: int,
    num: int,
    random: np.random.Generator,
) -> list[Neighborhood]:
    """Return up to ``num`` sets of slots, apart while there are enough.

    Anyone not held may come in.
    """
    everyone = np.ones(len(plan.option), dtype=np.bool_)
    order = random.permutation(num_slots)
    drawn = []
    for n in range(num):
        if (n + 1) * size > num_slots:
            order = random.permutation(num_slots)
        at = n * size if (n + 1) * size <= num_slots else 0
        slots = np.zeros(num_slots, dtype=np.bool_)
        slots[order[at : at + size]] = True
        drawn.append(Neighborhood.of_slots(slots, plan, everyone))
        if size == num_slots:
            break
    return drawn


def planned_anew(
    problem: Problem,
    rows: TableRows,
    level: Level,
    plan: Assignment,
    near: Neighborhood,
    budget: Budget,
) -> Assignment | None:
    """Return the best plan of a neighborhood; None if nothing was found."""
    achieved = upper_values(problem, plan, level)
    model = slot_model(problem, rows, level, achieved, near)
    answer = improve_mixed(model, model.values_of(plan), budget)
    if answer.chosen is None:
        return None
    return combined(near, model, answer.chosen)


def next_size(size: int, seconds: float, most: int, *, least: int) -> int:
    """Return how many slots to plan next, after so many took so long."""
    if seconds < QUICK_S:
        return min(size + 1, most)
    return max(least, size - 1) if seconds > SLOW_S else size
