"""Compile or load machine code before anyone looks at the clock."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from solver.budget import Budget
from solver.levels import Level
from solver.model import Model
from solver.polish import polish
from solver.result import Assignment
from solver.slotlp import slot_bound
from solver.tablerows import table_rows

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
    """Solve a tiny problem, once a process; walk and relax, which it does not need.

    The first run after an installation compiles for some seconds; a time limit is for
    the search.
    """
    from solver.solving import solve  # noqa: PLC0415  (it is the caller)

    problem = tiny_problem()
    solve(problem, work_limit=2)
    rows = table_rows(problem)
    nothing = Assignment.empty(problem.num_candidates)
    work = Budget(work_limit=1)
    polish(problem, rows, nothing, problem.levels, work)
    slot_bound(problem, rows, Level.VALUE, {}, Budget(work_limit=1))
