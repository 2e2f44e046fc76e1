"""Two people at the help desk agree to meet: what that adds to an event.

It is a promised meeting, so that no rule about answers and none of the levels above
promises takes it away again. Declines and vetoes stand above it as above any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.wishes import Answer, Side, Wish
from b4h_scheduler.planning.basis import Basis
from b4h_scheduler.planning.candidates import gather
from b4h_scheduler.planning.regathered import regathered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.planning.agendas import Agendas
    from b4h_scheduler.planning.candidates import Gathered
    from b4h_scheduler.plans import Meeting, Plan

AT_THE_DESK = "help desk"
"""The source of such wishes."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two people who would meet.

    Attributes
    ----------
    gathered : Gathered
        The candidate, with whatever wishes there were.
    meeting : Meeting or None
        Of the plan, if the two sides meet already.
    missed : Meeting or None
        Of the plan, if they should have met and did not: it may be held again.
    """

    wish: Wish
    gathered: Gathered
    meeting: Meeting | None
    missed: Meeting | None


def agreed(event: Event, wish: Wish) -> Event:
    """Return the event with the agreement in it."""
    return event.model_copy(update={"promised": (*event.promised, wish)})


def not_agreed(event: Event, wish: Wish) -> Event:
    """Return the event without an agreement (once, if it stands there twice)."""
    rest = list(event.promised)
    if wish in rest:
        rest.remove(wish)
    return event.model_copy(update={"promised": tuple(rest)})


def basis_with(basis: Basis, wish: Wish) -> Basis:
    """Return the basis of the event with an agreement in it."""
    return _adapted(basis, agreed(basis.event, wish))


def basis_without(basis: Basis, wish: Wish) -> Basis:
    """Return the basis of the event without an agreement."""
    return _adapted(basis, not_agreed(basis.event, wish))


def _adapted(basis: Basis, event: Event) -> Basis:
    """Return the basis of an event that differs in one promise."""
    gathered = regathered(basis.event, basis.gathered, event)
    return Basis(event, basis.agendas, gathered)


def agreement(
    event: Event,
    plan: Plan,
    first: DelegateId,
    second: DelegateId,
    missed: Collection[tuple[str, datetime]] = (),
) -> Agreement:
    """Return what it is that two people of different organizations agree.

    Parameters
    ----------
    missed
        Meetings that did not take place: id and start in UTC.
    """
    wish = agreement_of(event, first, second)
    between = _between(event, wish)
    gathered = next(
        each for each in gather(agreed(between, wish)) if _is_meant(each, wish)
    )
    standing = _standing(between, plan, gathered, wish)
    lost = [each for each in standing if (each.id, utc(each.start)) in missed]
    kept = [each for each in standing if each not in lost]
    return Agreement(wish, gathered, next(iter(kept), None), next(iter(lost), None))


def agreement_of(event: Event, first: DelegateId, second: DelegateId) -> Wish:
    """Return the wish of one person for another that stands for their agreement."""
    return Wish(
        wisher=_side(event, first),
        wished=_side(event, second),
        answer=Answer.ACCEPTED,
        source=AT_THE_DESK,
    )


def engaged(event: Event, agendas: Agendas, plan: Plan) -> dict[int, int]:
    """Return in which slots (as bits, `slot_masks`) each agenda has a meeting.

    By time, whatever became of the meeting: until somebody decides it stands.
    """
    found: dict[int, int] = {}
    for meeting in plan.meetings:
        slots = slots_at(event, meeting)
        people = {
            agendas.by_delegate[each].index
            for team in meeting.delegates
            for each in team
            if each in agendas.by_delegate
        }
        for agenda in people:
            found[agenda] = found.get(agenda, 0) | slots
    return found


def slots_at(event: Event, meeting: Meeting) -> int:
    """Return the slots that overlap with a meeting, as bits."""
    start, end = round(meeting.start.timestamp()), round(meeting.end.timestamp())
    return sum(
        1 << index
        for index, (first, last) in enumerate(event.slot_seconds)
        if first < end and start < last
    )


def _side(event: Event, who: DelegateId) -> Side:
    delegate = event.delegate_of[who]
    return Side(
        organization=delegate.organization, unit=delegate.unit, delegate=delegate.id
    )


def _between(event: Event, wish: Wish) -> Event:
    """Return the event with what the two organizations want of each other alone."""
    pair = {wish.wisher.organization, wish.wished.organization}

    def kept(wishes: Iterable[Wish]) -> tuple[Wish, ...]:
        return tuple(
            each
            for each in wishes
            if each.wisher.organization in pair and each.wished.organization in pair
        )

    wanted = {"wishes": kept(event.wishes), "promised": kept(event.promised)}
    return event.model_copy(update=wanted)


def _is_meant(gathered: Gathered, wish: Wish) -> bool:
    """Whether a candidate is that of the agreement."""
    if not gathered.is_promised:
        return False
    ends = {side.organization: side for side in (wish.wisher, wish.wished)}
    return all(
        side.unit == ends[side.organization].unit
        and side.delegate in (None, ends[side.organization].delegate)
        for side in gathered.sides
    )


def _standing(
    between: Event, plan: Plan, gathered: Gathered, wish: Wish
) -> list[Meeting]:
    """Return meetings of the two sides, and those that the agreement would take over.

    A wish that names nobody counts for whoever is named: a meeting of people who attend
    separately that came from such a wish would be another one afterwards.
    """
    after = {each.id for each in gather(agreed(between, wish))}
    taken = {each.id for each in gather(between)} - after
    wanted = {gathered.id} | taken
    return [each for each in plan.meetings if each.candidate in wanted]
