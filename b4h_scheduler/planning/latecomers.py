"""Who comes after closing is planned only into what all others leave free."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from b4h_scheduler.planning.around import plan_around
from b4h_scheduler.planning.errors import NothingFoundError
from b4h_scheduler.planning.kernel_words import DIED
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.wishes import Side, Wish
    from b4h_scheduler.planning.locks import Lock
    from b4h_scheduler.planning.run import Search
    from b4h_scheduler.plans import Meeting, Plan


class Planner(Protocol):
    """What `plan_around` and `b4h_scheduler.planning.sparing` have in common."""

    def __call__(self, event: Event, locks: Sequence[Lock], search: Search) -> Plan:
        """Return a plan that keeps all locks that can be kept."""


_FIRST = 0.8
"""Part of the time or work for the plan of all others."""


def plan_latecomers(
    event: Event,
    late: Collection[str],
    locks: Sequence[Lock],
    search: Search,
    *,
    planner: Planner = plan_around,
) -> Plan:
    """Return a plan in which no meeting of others gives way to a latecomer's.

    First everybody else is planned as if nobody had come late; then these meetings
    stand, with time and table, and the latecomers' are added. Where time or work does
    not suffice for that, the first plan is returned, and says so.

    Parameters
    ----------
    late
        Ids of organizations.
    locks, search
        See `b4h_scheduler.planning.around.plan_around`; latecomers' locks count in
        the second plan alone.
    planner
        Makes both plans.

    Raises
    ------
    InfeasibleEventError, NothingFoundError, PlanningError
        See `b4h_scheduler.planning.run.plan`.
    """
    on_time = [lock for lock in locks if not _concerns(lock.sides, late)]
    before = planner(without(event, late), on_time, _part(search, _FIRST))
    stand = [lock_of(meeting, Holds.ALL) for meeting in before.meetings]
    names = ", ".join(o.name for o in event.organizations if o.id in late)
    try:
        found = planner(event, [*locks, *stand], _part(search, 1 - _FIRST))
    except NothingFoundError:
        told = Sentence(
            "came late, and there was no time left to plan for them: {names}",
            names=names,
        )
        return before.model_copy(update={"warnings": (*before.warnings, told)})
    told = Sentence(
        "came late, so planned only into what others leave free: {names} ({held} of "
        "{number} meetings)",
        names=names,
        held=_count(found.meetings, late),
        number=len(found.meetings),
    )
    died = [DIED] if DIED in before.warnings and DIED not in found.warnings else []
    return found.model_copy(update={"warnings": (*died, *found.warnings, told)})


def adding_freely(event: Event) -> Event:
    """Return an event in which another meeting is no change of a released plan.

    On re-planning latecomers then get what is free, and still nothing of others is
    dropped or moved for them: changes come before wishes.
    """
    costs = event.policy.change_costs.model_copy(update={"added": 0})
    policy = event.policy.model_copy(update={"change_costs": costs})
    return event.model_copy(update={"policy": policy})


def without(event: Event, late: Collection[str]) -> Event:
    """Return an event in which nobody wishes for a latecomer, nor it for anybody."""

    def kept(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
        return tuple(
            wish for wish in wishes if not _concerns((wish.wisher, wish.wished), late)
        )

    changes = {"wishes": kept(event.wishes), "promised": kept(event.promised)}
    return event.model_copy(update=changes)


def _concerns(sides: tuple[Side, Side], late: Collection[str]) -> bool:
    return any(side.organization in late for side in sides)


def _count(meetings: Sequence[Meeting], late: Collection[str]) -> int:
    return sum(_concerns(meeting.sides, late) for meeting in meetings)


def _part(search: Search, part: float) -> Search:
    time, work = search.time_limit_s, search.work_limit
    return replace(
        search,
        time_limit_s=None if time is None else time * part,
        work_limit=None if work is None else max(1, round(work * part)),
    )
