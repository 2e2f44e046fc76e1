"""All that a draft means for one delegate or organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint

from b4h_scheduler.domain.ids import DelegateId, OrganizationId
from b4h_scheduler.domain.presence import present, present_from, present_until
from b4h_scheduler.domain.wishes import Side
from b4h_scheduler.languages import clock
from b4h_scheduler.store.errors import NotFoundError
from web.draft_views import read_draft
from web.languages.local import weekday_and_time
from web.languages.texts import gettext
from web.pictures import presence_strip
from web.plan.places import place_of
from web.plan.price_view import prices_of
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.planning.figures import Satisfaction
    from b4h_scheduler.plans import Meeting, Unmet, VoucherStatus
    from web.draft_views import DraftView

about = Blueprint("about", __name__)


@dataclass(frozen=True, slots=True)
class WishLine:
    """A wish that one made, and what became of it."""

    to: str
    to_key: str
    priority: int
    answer: str
    met: str
    """When and where; empty: not met."""


@dataclass(frozen=True, slots=True)
class MissedLine:
    """A meeting that is not held, and why."""

    other: str
    other_key: str
    priority: int
    value: int
    wished_by: str
    reasons: tuple[str, ...]
    candidate: str
    is_eligible: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A delegate's agenda and stay."""

    name: str
    key: str
    stay: str
    strip: Markup
    figures: Satisfaction
    appointments: tuple[tuple[str, str, str], ...]
    """Time, table, partner."""
    free: tuple[tuple[str, str], ...]
    """By session: name and times."""
    voucher: VoucherStatus | None


@about.get("/events/<int:event_id>/drafts/<int:draft_id>/delegates/<key>")
def delegate(event_id: int, draft_id: int, key: str) -> ResponseReturnValue:
    """Show everything about a delegate."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        who = view.event.delegate_of.get(DelegateId(key))
        if who is None:
            raise NotFoundError("there is no such delegate at this event (any more)")
        side = Side(organization=who.organization, unit=who.unit, delegate=who.id)
        return page(
            reading,
            event_id,
            "plan/about.html",
            draft=view.row,
            title=view.lookup.delegate_name[who.id],
            organization=view.event.organization_of[who.organization],
            people=(_person(view, who),),
            wishes=_wishes(view, side),
            missed=_missed(view, side),
            prices=prices_of(reading, event_id, draft_id),
            then=f"delegate {key}",
        )


@about.get("/events/<int:event_id>/drafts/<int:draft_id>/organizations/<key>")
def organization(event_id: int, draft_id: int, key: str) -> ResponseReturnValue:
    """Show everything about an organization."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        which = view.event.organization_of.get(OrganizationId(key))
        if which is None:
            raise NotFoundError(
                "there is no such organization at this event (any more)"
            )
        side = Side(organization=which.id)
        people = view.event.delegates_by_organization.get(which.id, ())
        return page(
            reading,
            event_id,
            "plan/about.html",
            draft=view.row,
            title=view.lookup.organization_name[which.id],
            organization=which,
            people=tuple(_person(view, each) for each in people),
            wishes=_wishes(view, side),
            missed=_missed(view, side),
            prices=prices_of(reading, event_id, draft_id),
            then=f"organization {key}",
        )


def _speaks_for(side: Side, wanted: Side) -> bool:
    """Whether a side of a meeting or wish is the wanted one, or speaks for it."""
    return (
        side.organization == wanted.organization
        and (wanted.unit is None or side.unit in {None, wanted.unit})
        and (wanted.delegate is None or side.delegate in {None, wanted.delegate})
    )


def _wishes(view: DraftView, who: Side) -> tuple[WishLine, ...]:
    lookup = view.lookup
    own = [wish for wish in view.event.wishes if _speaks_for(wish.wisher, who)]
    own.sort(key=lambda wish: wish.priority)
    held = [
        meeting
        for meeting in lookup.meetings
        if any(_speaks_for(side, who) for side in meeting.sides)
    ]
    return tuple(
        WishLine(
            to=lookup.side_name(wish.wished),
            to_key=wish.wished.organization,
            priority=wish.priority,
            answer=str(wish.answer),
            met=next(
                (
                    _when(lookup, meeting)
                    for meeting in held
                    if any(_speaks_for(wish.wished, side) for side in meeting.sides)
                ),
                "",
            ),
        )
        for wish in own
    )


def _missed(view: DraftView, who: Side) -> tuple[MissedLine, ...]:
    own = {
        frozenset((wish.wisher.organization, wish.wished.organization))
        for wish in view.event.wishes
        if _speaks_for(wish.wisher, who)
    }
    return tuple(
        _line(view.lookup, unmet, who, own)
        for unmet in view.plan.unmet
        if any(_speaks_for(side, who) for side in unmet.candidate.sides)
    )


def _line(
    lookup: Lookup, unmet: Unmet, who: Side, own: set[frozenset[OrganizationId]]
) -> MissedLine:
    """Return a line; ``own``: between which organizations it wished."""
    candidate = unmet.candidate
    first, second = candidate.sides
    other = second if _speaks_for(first, who) else first
    is_own = frozenset((first.organization, second.organization)) in own
    by = "both" if candidate.is_mutual else "own" if is_own else "theirs"
    return MissedLine(
        other=lookup.side_name(other),
        other_key=other.organization,
        priority=candidate.priority,
        value=candidate.value,
        wished_by=by,
        reasons=tuple(reason.text for reason in unmet.reasons),
        candidate=candidate.id,
        is_eligible=candidate.ineligible is None,
    )


def _person(view: DraftView, who: Delegate) -> Person:
    lookup, event = view.lookup, view.event
    there = present(event, who)
    appointments = lookup.agendas[who.id]
    busy = frozenset(each.meeting.slot for each in appointments)
    free = [
        slot
        for slot, is_there in zip(event.slots, there, strict=True)
        if is_there and slot.id not in busy
    ]
    return Person(
        name=lookup.delegate_name[who.id],
        key=who.id,
        stay=_stay(lookup, who),
        strip=presence_strip(event, there, busy),
        figures=next(
            each for each in view.figures.delegates if each.delegate == who.id
        ),
        appointments=tuple(_appointment(lookup, each) for each in appointments),
        free=_by_session(view, free),
        voucher=next((v for v in view.plan.vouchers if v.delegate == who.id), None),
    )


def _appointment(lookup: Lookup, each: Appointment) -> tuple[str, str, str]:
    start = lookup.local(each.meeting.start)
    return (
        weekday_and_time(start),
        _place(lookup, each.meeting),
        lookup.side_name(each.partner),
    )


def _by_session(view: DraftView, slots: list[Slot]) -> tuple[tuple[str, str], ...]:
    found: dict[str, list[str]] = {}
    for slot in slots:
        found.setdefault(slot.session, []).append(clock(slot.start))
    names: dict[str, str] = {
        session.id: session.name for session in view.event.sessions
    }
    return tuple((names[key], ", ".join(times)) for key, times in found.items())


def _stay(lookup: Lookup, who: Delegate) -> str:
    """Return from when until when somebody is there, by the arithmetic of trips."""
    start, until = (
        present_from(lookup.event, who),
        present_until(lookup.event, who),
    )
    words = []
    if start is not None:
        words.append(gettext("from {moment}", moment=_time(lookup, start)))
    if until is not None:
        words.append(gettext("until {moment}", moment=_time(lookup, until)))
    if who.busy:
        words.append(gettext("but for blocked times"))
    return " ".join(words) or gettext("all the time")


def _time(lookup: Lookup, moment: datetime) -> str:
    return weekday_and_time(lookup.local(moment))


def _when(lookup: Lookup, meeting: Meeting) -> str:
    return f"{_time(lookup, meeting.start)}, {_place(lookup, meeting)}"


def _place(lookup: Lookup, meeting: Meeting) -> str:
    return place_of(lookup, meeting)
