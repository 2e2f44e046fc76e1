"""Change a released plan around the locks: what a run of a released event does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later
from b4h_scheduler.planning.around import of_locks
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.demanding import demanding
from b4h_scheduler.planning.errors import InfeasibleEventError
from b4h_scheduler.planning.locks import pair_name, with_locks
from b4h_scheduler.planning.run import run_compiled, solver_at
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import CandidateId
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.run import Search
    from b4h_scheduler.plans import Plan


def replan_around(
    event: Event,
    released: Plan,
    locks: Sequence[Lock],
    moment: datetime,
    search: Search,
    *,
    price_per_change: int | None = None,
    most_changes: int | None = None,
    demanded: CandidateId | None = None,
) -> Plan:
    """Return the released plan with the fewest changes that the event asks for.

    What has begun at the moment, and what starts within the notice period, stands by
    itself: locks of such meetings ask for nothing more.

    Parameters
    ----------
    price_per_change : int, optional
        Change more where it gains more wish value than so many points for each point
        of changes.
    most_changes : int, optional
        Change more for wishes, up to so many points of changes.
    demanded : CandidateId, optional
        A meeting that the plan is to hold.

    Raises
    ------
    InfeasibleEventError
        The locks contradict each other, the limits, or what has begun.
    NothingFoundError, PlanningError
        See `b4h_scheduler.planning.run.plan`.
    """
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
    compiled = with_locks(compiled, asked)
    if demanded is not None:
        compiled = demanding(compiled, demanded)
    try:
        found = run_compiled(
            solver_at(price_per_change, most_changes), compiled, search
        )
    except InfeasibleEventError as error:
        raise of_locks(error, asked, demanded) from error
    told = [
        Sentence(
            "the lock of {pair} asks for nothing: the meeting has begun or begins "
            "within the notice period",
            pair=pair_name(event, lock.sides),
        )
        for lock in past
    ]
    return found.model_copy(
        update={
            "revision": released.revision + 1,
            "warnings": (*found.warnings, *told),
        }
    )
