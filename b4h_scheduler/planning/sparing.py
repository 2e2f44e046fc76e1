"""Improve a draft: what stands moves only where that gains."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later
from b4h_scheduler.planning.around import of_locks
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.errors import InfeasibleEventError
from b4h_scheduler.planning.laid_out import LONG_BEFORE_MIN
from b4h_scheduler.planning.latecomers import adding_freely
from b4h_scheduler.planning.locks import with_locks
from b4h_scheduler.planning.run import run_compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.policy import Policy
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.run import Search
    from b4h_scheduler.plans import Plan

MOVES_FOR_A_WISH = 3
"""So many meetings may move for one more meeting that is worth most."""


def improve_sparingly(
    event: Event, locks: Sequence[Lock], search: Search, *, draft: Plan
) -> Plan:
    """Return the draft with what the event has room for, and as few moves as possible.

    A level above wishes (what was promised, vouchers, nobody empty) may move what it
    needs; for a meeting worth most at most `MOVES_FOR_A_WISH` others move. Another
    meeting by itself is no change.

    Parameters
    ----------
    locks, search
        See `b4h_scheduler.planning.around.plan_around`.
    draft : Plan
        Released to nobody yet, so no change of it is told.

    Raises
    ------
    InfeasibleEventError, NothingFoundError, PlanningError
        See `b4h_scheduler.planning.run.plan`.
    """
    from solver import solve_in_child  # noqa: PLC0415  (compiles and loads solvers)
    from solver.sparing import solve_sparingly  # noqa: PLC0415

    starts = (
        *(slot.start for slot in event.slots),
        *(meeting.start for meeting in draft.meetings),
    )
    first = min(map(utc, starts))
    compiled = compile_event(
        adding_freely(event), released=draft, now=later(first, -LONG_BEFORE_MIN)
    )
    anew = replace(compiled, event=event, released=None, fixed=None)
    by = partial(solve_sparingly, price=price_of_change(event.policy))
    try:
        return run_compiled(
            partial(solve_in_child, by=by), with_locks(anew, locks), search
        )
    except InfeasibleEventError as error:
        raise of_locks(error, locks) from error


def price_of_change(policy: Policy) -> int:
    """Return what a point of changes costs, in points of wish value."""
    costs = policy.change_costs
    moved = min(costs.moved, costs.dropped)
    return max(1, policy.values.priority[0] // (MOVES_FOR_A_WISH * max(1, moved)))
