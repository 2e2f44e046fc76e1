"""Compile or load machine code before anyone looks at the clock."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from solver.model import Model

if TYPE_CHECKING:
    from solver.problem import Problem


def tiny_problem() -> Problem:
    """One who waits a slot between two meetings: every kind of step has work to do."""
    model = Model(num_slots=3)
    waits, early, late = (model.add_participant(can=can) for can in (None, [0], [2]))
    model.add_table(closed=[2])
    model.add_table(closed=[0])
    model.add_candidate([waits, early])
    model.add_candidate([waits, late])
    return model.build()


@cache
def warm_up() -> None:
    """Solve a tiny problem, once a process.

    The first run after an installation compiles for some seconds; a time limit is for
    the search.
    """
    from solver.solving import solve  # noqa: PLC0415  (it is the caller)

    solve(tiny_problem(), work_limit=2)
