"""The usual way to correct a plan, as a peer: freeze what is possible, fill the rest.

Meetings that have become impossible are dropped; all others stay where they are; then
as much as possible is added without moving anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from solver.levels import Level
from solver.problem import Baseline, Pins
from solver.result import Assignment
from solver.rules import Rule
from solver.solving import solve
from solver.validate import validate

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.ragged import IntArray
    from solver.result import Result

_NOT_YET = frozenset({Rule.MANDATORY, Rule.PIN, Rule.TABLE_OPEN, Rule.TABLE_ALLOWED})
"""Rules that need what is not frozen: other meetings, other tables."""


def freeze_and_fill(
    problem: Problem, *, time_limit_s: float, seed: int, workers: int
) -> Result:
    """Return the plan that keeps every possible meeting of the baseline as it is.

    Where somebody cannot keep all (a limit follows from the own slots), the least
    valuable meeting goes until the rest is valid.

    Raises
    ------
    ValueError
        There is no baseline.
    """
    base = problem.baseline
    if base is None:
        raise ValueError("nothing was released")
    kept = _possible(problem, base)
    lost = problem.is_table_lost[kept]
    frozen = Pins(
        option=base.option[kept],
        slot=base.slot[kept],
        table=np.where(lost, -1, base.table[kept]),
    )
    own = np.isin(problem.pins.option, frozen.option)
    pins = Pins(
        np.concatenate([problem.pins.option[~own], frozen.option]),
        np.concatenate([problem.pins.slot[~own], frozen.slot]),
        np.concatenate([problem.pins.table[~own], frozen.table]),
    )
    levels = tuple(one for one in problem.levels if one is not Level.CHANGES)
    return solve(
        replace(problem, pins=pins, levels=levels),
        time_limit_s=time_limit_s,
        seed=seed,
        workers=workers,
    )


def _possible(problem: Problem, base: Baseline) -> IntArray:
    """Entries of the baseline that can be kept together."""
    kept = np.ones(len(base), dtype=np.bool_)
    value = problem.candidates.value[base.candidate]
    pinned = np.isin(base.option, problem.pins.option)
    while True:
        plan = _assignment(problem, base, np.flatnonzero(kept))
        broken = [one for one in validate(problem, plan) if one.rule not in _NOT_YET]
        if not broken:
            return np.flatnonzero(kept)
        people = {one.participant for one in broken if one.participant >= 0}
        inside = problem.options.participants.take(base.option)
        concerned = np.isin(inside.items, list(people))
        mine = np.zeros(len(base), dtype=np.bool_)
        mine[inside.rows[concerned]] = True
        may_go = np.flatnonzero(kept & mine & ~pinned)
        if not len(may_go):
            may_go = np.flatnonzero(kept & ~pinned)
        kept[may_go[value[may_go].argmin()]] = False


def _assignment(problem: Problem, base: Baseline, kept: IntArray) -> Assignment:
    plan = Assignment.empty(problem.num_candidates)
    plan.option[base.candidate[kept]] = base.option[kept]
    plan.slot[base.candidate[kept]] = base.slot[kept]
    plan.table[base.candidate[kept]] = base.table[kept]
    return plan
