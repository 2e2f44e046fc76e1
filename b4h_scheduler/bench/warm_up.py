"""Load compiled code before seconds are counted."""

from __future__ import annotations

from typing import get_args

from b4h_scheduler.generate.problems import Profile, generate_problem
from solver.solving import solve


def warm_up(workers: int) -> None:
    """Solve a tiny problem of each profile.

    The kernel's machine code is compiled once after an installation and then read
    from a cache; whole runs are measured with that reading, steps without it.
    """
    for profile in get_args(Profile):
        problem = generate_problem(30, 90, 8, 6, profile=profile, seed=1)
        solve(problem, time_limit_s=0.5, workers=workers)
