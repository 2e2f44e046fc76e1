"""What two plans tell in the same words, in calendars and in mail.

A release writes what each of thousands of entries says, and few are told otherwise
than in the release before. What an entry says depends on the meeting, on those who
meet and on where they do; where nothing of it differs, the words are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.domain.people import Companion, Delegate, Organization
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting

    Key = TypeVar("Key", bound=tuple[object, ...])
    Told = TypeVar("Told")


class Alike(NamedTuple):
    """What a plan tells as the plan before did.

    Attributes
    ----------
    people : frozenset of DelegateId
        Whose meetings are all among these, in both plans.
    """

    meetings: frozenset[MeetingId]
    people: frozenset[DelegateId]


NOTHING = Alike(frozenset(), frozenset())


def told_alike(before: Lookup, after: Lookup) -> Alike:
    """Return what a plan tells as the plan before does.

    Another value, another trip of somebody who attends and the like may keep a meeting
    out, though its words are the same; never the other way round.
    """
    old, new = before.event, after.event
    if not _has_same_places(old, new):
        return NOTHING
    organizations = _differing(old.organizations, new.organizations)
    people = _differing(old.delegates, new.delegates)
    companions = _differing(old.companions, new.companions)
    pairs = _otherwise_written(before, after)
    known = {meeting.id: meeting for meeting in before.plan.meetings}

    def is_alike(meeting: Meeting) -> bool:
        was = known.get(meeting.id)
        if was is None or not is_same_meeting(was, meeting):
            return False
        first, second = meeting.sides
        one, other = first.organization, second.organization
        return (
            one not in organizations
            and other not in organizations
            and people.isdisjoint(meeting.delegates[0])
            and people.isdisjoint(meeting.delegates[1])
            and companions.isdisjoint(meeting.companions)
            and not (pairs and frozenset((one, other)) in pairs)
        )

    alike = frozenset(m.id for m in after.plan.meetings if is_alike(m))
    concerned = {
        delegate
        for meeting in (*before.plan.meetings, *after.plan.meetings)
        if meeting.id not in alike
        for team in meeting.delegates
        for delegate in team
    }
    stayed = {delegate.id for delegate in old.delegates}
    return Alike(
        alike,
        frozenset(
            delegate.id
            for delegate in new.delegates
            if delegate.id in stayed
            and delegate.id not in people
            and delegate.id not in concerned
        ),
    )


def kept_alike(told: dict[Key, Told], alike: Collection[object]) -> dict[Key, Told]:
    """Return what was told of these, the first of each key; most are copied at once."""
    kept = told.copy()
    for key in [key for key in told if key[0] not in alike]:
        del kept[key]
    return kept


def _has_same_places(old: Event, new: Event) -> bool:
    return (
        old.venue == new.venue
        and old.zones == new.zones
        and old.place_of == new.place_of
    )


def _differing(
    before: Iterable[Organization | Delegate | Companion],
    after: Iterable[Organization | Delegate | Companion],
) -> set[str]:
    """Return the ids of those who are not as they were, who came and who went."""
    old = {str(each.id): each for each in before}
    new = {str(each.id): each for each in after}
    return {
        key
        for key in old.keys() | new.keys()
        if old.get(key) is not new.get(key) and old.get(key) != new.get(key)
    }


def _otherwise_written(before: Lookup, after: Lookup) -> set[frozenset[str]]:
    """Return the pairs of organizations that wrote each other something else."""
    if before.event.wishes == after.event.wishes:
        return set()
    old, new = before.written_between, after.written_between
    return {
        frozenset(organization for organization, _ in ends)
        for ends in old.keys() | new.keys()
        if old.get(ends) != new.get(ends)
    }


def is_same_meeting(was: Meeting, now: Meeting) -> bool:
    """Whether two plans have the same meeting, down to how its hours are written."""
    if was is now:
        return True
    return (
        was == now
        and _is_written_alike(was.start, now.start)
        and _is_written_alike(was.end, now.end)
    )


def _is_written_alike(one: datetime, other: datetime) -> bool:
    """Whether moments that are equal for Python are the same text, too."""
    return one.tzinfo is other.tzinfo and one.fold == other.fold
