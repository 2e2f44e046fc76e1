"""Plan an event: compile, solve, decode."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import TYPE_CHECKING

from b4h_scheduler.plan import Plan, RunRecord
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import decode
from b4h_scheduler.planning.errors import InfeasibleEventError, NothingFoundError
from solver.result import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.compiled import Compiled
    from solver.problem import Problem
    from solver.result import Assignment, Progress, Result

    class Solver(Protocol):
        """What `solve` and `solve_in_child` of the kernel have in common."""

        def __call__(
            self,
            problem: Problem,
            *,
            time_limit_s: float | None,
            work_limit: int | None,
            seed: int,
            workers: int,
            on_progress: Callable[[Progress], None] | None,
            on_better: Callable[[Assignment], None] | None,
            should_stop: Callable[[], bool] | None,
        ) -> Result:
            """Return the best plan and what is proven about it."""


VERSIONS_OF = ("b4h-scheduler", "ortools", "numpy", "scipy", "numba")
"""Distributions that a plan can depend on."""


def plan(
    event: Event,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    input_hash: str = "",
) -> Plan:
    """Return the best plan found for an event, with what is proven about it.

    Solves in this process; `plan_in_child` can be canceled at any moment.

    Parameters
    ----------
    time_limit_s, work_limit, seed, workers
        See `solver.solve.solve`.
    on_progress : callable, optional
        Called with `solver.result.Progress` events.
    should_stop : callable, optional
        Asked between pieces of work; True ends with the best plan so far.
    input_hash : str
        Kept in the run record.

    Raises
    ------
    InfeasibleEventError
        Meetings that must be held contradict each other or the limits.
    NothingFoundError
        No valid plan in the time or work given.
    """
    from solver.solve import solve  # noqa: PLC0415  (compiles and loads solvers)

    return _run(
        solve,
        compile_event(event),
        time_limit_s=time_limit_s,
        work_limit=work_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        on_better=None,
        should_stop=should_stop,
        input_hash=input_hash,
    )


def _run(  # noqa: PLR0913
    solver: Solver,
    compiled: Compiled,
    *,
    time_limit_s: float | None,
    work_limit: int | None,
    seed: int,
    workers: int,
    on_progress: Callable[[Progress], None] | None,
    on_better: Callable[[Assignment], None] | None,
    should_stop: Callable[[], bool] | None,
    input_hash: str,
) -> Plan:
    created, started = datetime.now(UTC), monotonic()
    result = solver(
        compiled.problem,
        time_limit_s=time_limit_s,
        work_limit=work_limit,
        seed=seed,
        workers=workers,
        on_progress=on_progress,
        on_better=on_better,
        should_stop=should_stop,
    )
    _require_plan(result)
    record = RunRecord(
        input_hash=input_hash,
        seed=seed,
        workers=workers,
        time_limit_s=time_limit_s,
        work_limit=work_limit,
        created=created.astimezone(compiled.event.zone_info),
        seconds=monotonic() - started,
        seconds_per_step=dict(result.seconds_per_step),
        versions=versions(),
        status=str(result.status),
    )
    return decode(compiled, result, record)


def versions() -> dict[str, str]:
    """Return the versions of everything a plan can depend on."""
    found = {"python": platform.python_version()}
    return found | {name: version(name) for name in VERSIONS_OF}


def _require_plan(result: Result) -> None:
    if result.assignment is not None:
        return
    if result.status is Status.INFEASIBLE:
        raise InfeasibleEventError(result.message or "no valid plan exists")
    raise NothingFoundError(result.message or "no valid plan was found", result)
