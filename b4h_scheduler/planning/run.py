"""Plan an event: compile, solve, decode."""

from __future__ import annotations

import logging
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from time import monotonic
from typing import TYPE_CHECKING

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import decode
from b4h_scheduler.planning.errors import InfeasibleEventError, NothingFoundError
from b4h_scheduler.planning.kernel_words import kernel_words
from b4h_scheduler.plans import Plan, RunRecord
from b4h_scheduler.sentence import Sentence, listed, mark
from solver.result import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.compiled import Compiled
    from solver.problem import Problem
    from solver.result import Assignment, Progress, Result

    OnProgress = Callable[[Progress], None]
    ShouldStop = Callable[[], bool]

    class Solver(Protocol):
        """What `solver.solve` and `solver.solve_in_child` have in common."""

        def __call__(
            self,
            problem: Problem,
            *,
            time_limit_s: float | None,
            work_limit: int | None,
            seed: int,
            workers: int,
            on_progress: OnProgress | None,
            on_better: Callable[[Assignment], None] | None,
            should_stop: ShouldStop | None,
        ) -> Result:
            """Return the best plan and what is proven about it."""


LOG = logging.getLogger(__name__)
VERSIONS_OF = ("b4h-scheduler", "ortools", "numpy", "scipy", "numba")
"""Distributions that a plan can depend on."""


@dataclass(frozen=True, slots=True)
class Search:
    """How to search, and whom to tell; see `plan`."""

    time_limit_s: float | None = None
    work_limit: int | None = None
    seed: int = 0
    workers: int = 2
    on_progress: OnProgress | None = None
    should_stop: ShouldStop | None = None
    input_hash: str = ""


def plan(
    event: Event,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    input_hash: str = "",
) -> Plan:
    """Return the best plan found for an event, with what is proven about it.

    Solves in this process; `plan_in_child` can be stopped at any moment.

    Parameters
    ----------
    time_limit_s, work_limit, seed, workers
        See `solver.solving.solve`.
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
    PlanningError
        There is no place to meet.
    """
    from solver import solve  # noqa: PLC0415  (compiles and loads solvers)

    search = Search(
        time_limit_s, work_limit, seed, workers, on_progress, should_stop, input_hash
    )
    return run_compiled(solve, compile_event(event), search)


def plan_in_child(
    event: Event,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    input_hash: str = "",
) -> Plan:
    """Plan as `plan` does, in a child process that can be stopped at any moment.

    ``should_stop``, or Ctrl-C in this process, ends with the best plan so far.

    Raises
    ------
    InfeasibleEventError, NothingFoundError, PlanningError
        As `plan`.
    solver.child.ChildDiedError
        The child was killed (out of memory) before it found a plan.
    """
    from solver import solve_in_child  # noqa: PLC0415

    search = Search(
        time_limit_s, work_limit, seed, workers, on_progress, should_stop, input_hash
    )
    return run_compiled(solve_in_child, compile_event(event), search)


def replan(  # noqa: PLR0913  (each one is documented and independent)
    event: Event,
    released: Plan,
    *,
    now: datetime,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    input_hash: str = "",
    price_per_change: int | None = None,
    most_changes: int | None = None,
) -> Plan:
    """Change a released plan as little as the changed event permits.

    What has begun at ``now`` stays as it was; meetings within the notice period
    change only where they are impossible. The plan says what changed for whom
    (``Plan.changes``); its revision is the next one.

    Parameters
    ----------
    released : Plan
        With candidates of this event; see `plan` for the other parameters.
    now : datetime
        Aware.
    price_per_change : int, optional
        Wish value that one point of changes is worth: where given, wishes less the
        price of changes are one level. Without it, fewest changes come first.
    most_changes : int, optional
        Points of changes that the plan may have: where given, the most wishes for
        them, at a price of 1 if none is given.

    Raises
    ------
    InfeasibleEventError, NothingFoundError, PlanningError
        As `plan`.
    """
    search = Search(
        time_limit_s, work_limit, seed, workers, on_progress, should_stop, input_hash
    )
    compiled = compile_event(event, released=released, now=now)
    found = run_compiled(solver_at(price_per_change, most_changes), compiled, search)
    return found.model_copy(update={"revision": released.revision + 1})


def solver_at(price_per_change: int | None, most_changes: int | None) -> Solver:
    """Return the solver for re-planning: at a price, or within a limit, or neither."""
    from solver import solve_at_price, solve_in_child  # noqa: PLC0415

    if price_per_change is None and most_changes is None:
        return solve_in_child
    price = price_per_change or 1
    by = partial(solve_at_price, price=price, most_changes=most_changes)
    return partial(solve_in_child, by=by)


def versions() -> dict[str, str]:
    """Return the versions of everything a plan can depend on."""
    found = {"python": platform.python_version()}
    return found | {name: version(name) for name in VERSIONS_OF}


def run_compiled(solver: Solver, compiled: Compiled, search: Search) -> Plan:
    """Solve a compiled event and return the plan.

    Raises
    ------
    InfeasibleEventError, NothingFoundError
        As `plan`.
    """
    created, started = datetime.now(UTC), monotonic()
    result = solver(
        compiled.problem,
        time_limit_s=search.time_limit_s,
        work_limit=search.work_limit,
        seed=search.seed,
        workers=search.workers,
        on_progress=search.on_progress,
        on_better=None,
        should_stop=search.should_stop,
    )
    if result.status is Status.INFEASIBLE:
        raise _infeasible(compiled, result)
    require_plan(result)
    record = RunRecord(
        input_hash=search.input_hash,
        seed=search.seed,
        workers=search.workers,
        time_limit_s=search.time_limit_s,
        work_limit=search.work_limit,
        created=created.astimezone(compiled.event.zone_info),
        seconds=monotonic() - started,
        seconds_per_step=dict(result.seconds_per_step),
        versions=versions(),
        status=str(result.status),
    )
    return decode(compiled, result, record)


def require_plan(result: Result) -> Assignment:
    """Return the plan of a result.

    Raises
    ------
    InfeasibleEventError, NothingFoundError
        It has none.
    """
    if result.assignment is not None:
        return result.assignment
    if result.status is Status.INFEASIBLE:
        raise InfeasibleEventError(_told(result, mark("no valid plan exists")))
    raise NothingFoundError(_told(result, mark("no valid plan was found")), result)


def _told(result: Result, otherwise: str) -> str:
    """Return what the kernel says, if it is for people."""
    if result.message:
        LOG.info("the kernel says: %s", result.message)
    return kernel_words(result.message) or otherwise


def _infeasible(compiled: Compiled, result: Result) -> InfeasibleEventError:
    from b4h_scheduler.planning.conflicts import conflict_words  # noqa: PLC0415

    demands = conflict_words(compiled)
    if not demands:
        return InfeasibleEventError(_told(result, mark("no valid plan exists")))
    message = Sentence(
        "these cannot all be, and without any one of them the others could: {demands}",
        demands=listed(demands),
    )
    return InfeasibleEventError(message, demands)
