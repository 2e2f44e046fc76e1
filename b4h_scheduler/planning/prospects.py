"""With whom of many people somebody at the help desk could agree to meet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.wishes import Ineligible
from b4h_scheduler.planning.agreement import agreement, engaged
from b4h_scheduler.planning.draft import Draft
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.planning.options import Way
    from b4h_scheduler.plans import Meeting, Plan

NOT_HERE = mark("cannot be booked here")
"""Of declines and vetoes alike: it does not say which, nor whose."""
BARRED: dict[Ineligible, str] = {
    Ineligible.DECLINED: NOT_HERE,
    Ineligible.VETO: NOT_HERE,
    Ineligible.SAME_PEOPLE: mark("the same people would sit on both sides"),
    Ineligible.NOBODY_ATTENDS: mark("one of the two does not come"),
    Ineligible.NO_COMMON_TIME: mark("the two are never there at the same time"),
    Ineligible.NO_COMMON_LANGUAGE: mark(
        "no common language, and no interpreter who can help"
    ),
    Ineligible.NO_PLACE: mark("there is no place that both may use"),
}
"""Why two people cannot meet, in words that the two may hear."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether somebody could be met.

    Attributes
    ----------
    reason : str
        Why not; empty: it depends on tables and limits alone.
    meeting : Meeting or None
        The two sides meet already.
    num_slots : int
        Slots from now on in which both are there and have no meeting.
    missed : Meeting or None
        They should have met and did not.
    """

    reason: str = ""
    meeting: Meeting | None = None
    num_slots: int = 0
    missed: Meeting | None = None


def prospects(
    basis: Basis,
    plan: Plan,
    first: DelegateId,
    others: Iterable[DelegateId],
    moment: datetime,
    missed: Collection[tuple[str, datetime]] = (),
) -> dict[DelegateId, Prospect]:
    """Return for each of the others whether ``first`` could meet them.

    Parameters
    ----------
    plan
        That stands.
    moment
        Slots that have begun then are not counted.
    missed
        Meetings that did not take place: id and start in UTC.

    Raises
    ------
    PlanningError
        The event has no place to meet.
    """
    event = basis.event
    found: dict[DelegateId, Prospect] = {}
    asked = {}
    for other in others:
        reason = why_not_two(event, first, other)
        if reason:
            found[other] = Prospect(reason)
        else:
            asked[other] = agreement(event, plan, first, other, missed)
    draft = Draft(replace(basis, gathered=tuple(a.gathered for a in asked.values())))
    ways = dict(zip(draft.in_problem, draft.ways, strict=True))
    busy = engaged(event, basis.agendas, plan)
    coming = slots_from(event, moment)
    for index, (other, each) in enumerate(asked.items()):
        num, reason = 0, ""
        if index in ways:
            num = _num_free(basis, ways[index], busy, coming)
        elif each.meeting is None:
            reason = BARRED[draft.left_out[index]]
        if not num and not reason:
            reason = mark("no common free time from now on")
        found[other] = Prospect(reason, each.meeting, num, each.missed)
    return found


def why_not_two(event: Event, first: DelegateId, second: DelegateId) -> str:
    """Return why two people are no pair at all; empty: they are."""
    known = event.delegate_of
    if first not in known or second not in known:
        return mark("one of the two does not take part any more")
    if known[first].organization == known[second].organization:
        return Sentence("{name} is of the same organization", name=known[second].name)
    return ""


def slots_from(event: Event, moment: datetime) -> int:
    """Return the slots that have not begun, as bits (`slot_masks`)."""
    return sum(1 << s.index for s in event.slots if utc(s.start) > utc(moment))


def _num_free(basis: Basis, ways: list[Way], busy: dict[int, int], coming: int) -> int:
    """Count the slots in which some way is open to people who have no meeting."""
    found = 0
    for way in ways:
        free = coming
        for person in way.people:
            free &= basis.agendas.all[person].mask & ~busy.get(person, 0)
        if way.slots is not None:
            free &= way.slots
        found |= free
    return found.bit_count()
