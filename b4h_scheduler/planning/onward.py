"""Change a released plan around the locks: what a run of a released event does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.errors import InfeasibleEventError
from b4h_scheduler.planning.locks import pair_name, with_locks
from b4h_scheduler.planning.run import run_compiled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plan import Plan
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.run import Search


def replan_around(
    event: Event,
    released: Plan,
    locks: Sequence[Lock],
    moment: datetime,
    search: Search,
) -> Plan:
    """Return the released plan with the fewest changes that the event asks for.

    What has begun at the moment, and what starts within the notice period, stands by
    itself: locks of such meetings ask for nothing more.

    Raises
    ------
    InfeasibleEventError
        The locks contradict each other, the limits, or what has begun.
    NothingFoundError, PlanningError
        See `b4h_scheduler.planning.run.plan`.
    """
    from solver import solve_in_child  # noqa: PLC0415

    notice = utc(later(moment, event.policy.limits.notice_min))
    standing = {m.candidate for m in released.meetings if utc(m.start) < notice}
    asked: list[Lock] = []
    past: list[Lock] = []
    for lock in locks:
        is_past = lock.candidate in standing or (
            lock.holds.has_time and utc(lock.start) < notice
        )
        (past if is_past else asked).append(lock)
    compiled = compile_event(event, released=released, now=moment)
    try:
        found = run_compiled(solve_in_child, with_locks(compiled, asked), search)
    except InfeasibleEventError as error:
        if not asked:
            raise
        message = f"the locks cannot all be kept together, so unlock some ({error})"
        raise InfeasibleEventError(message) from error
    told = [
        f"the lock of {pair_name(event, lock.sides)} asks for nothing: the meeting "
        "has begun or begins within the notice period"
        for lock in past
    ]
    return found.model_copy(
        update={
            "revision": released.revision + 1,
            "warnings": (*found.warnings, *told),
        }
    )
