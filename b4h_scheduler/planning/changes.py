"""What differs between a released plan and its successor, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from b4h_scheduler.domain.base import is_same_moment
from b4h_scheduler.plans import Change
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.plans import Meeting, Plan

    Kind = Literal["added", "dropped", "moved", "table", "people"]


def changes(
    event: Event,
    released: Plan,
    meetings: Iterable[Meeting],
    forced: Mapping[MeetingId, str],
) -> tuple[Change, ...]:
    """Return all changes in order of time (of the new time where there is one).

    Parameters
    ----------
    forced : mapping
        Why released meetings had become impossible as they were.
    """
    before = {meeting.id: meeting for meeting in released.meetings}
    after = {meeting.id: meeting for meeting in meetings}
    found = [
        change
        for key in before | after
        if before.get(key) is not after.get(key)
        for change in [_change(event, before.get(key), after.get(key), forced)]
        if change is not None
    ]
    found.sort(key=_place_in_list)
    return tuple(found)


def _change(
    event: Event,
    before: Meeting | None,
    after: Meeting | None,
    forced: Mapping[MeetingId, str],
) -> Change | None:
    meeting = after or before
    kind = _kind(before, after)
    if kind is None or meeting is None:
        return None
    reason = forced.get(meeting.id, "")
    if kind == "people" and not reason:
        reason = _who_left(event, before, after)
    return Change(
        meeting=meeting.id,
        kind=kind,
        is_forced=bool(reason),
        before=before,
        after=after,
        delegates=_concerned(before, after),
        reason=reason,
    )


def _kind(before: Meeting | None, after: Meeting | None) -> Kind | None:
    """The greatest difference: time before people before table."""
    if before is None:
        return "added"
    if after is None:
        return "dropped"
    if not is_same_moment(before.start, after.start):
        return "moved"
    if set(_everybody(before)) != set(_everybody(after)):
        return "people"
    if before.companions != after.companions:
        return "people"
    return "table" if before.table != after.table else None


def _everybody(meeting: Meeting) -> tuple[DelegateId, ...]:
    return meeting.delegates[0] + meeting.delegates[1]


def _concerned(before: Meeting | None, after: Meeting | None) -> tuple[DelegateId, ...]:
    people: dict[DelegateId, None] = {}
    for meeting in (before, after):
        if meeting is not None:
            people.update(dict.fromkeys(_everybody(meeting)))
    return tuple(people)


def _who_left(event: Event, before: Meeting | None, after: Meeting | None) -> str:
    """Why colleagues do not attend any more; empty if somebody only joined."""
    if before is None or after is None:
        return ""
    gone = [d for d in _everybody(before) if d not in _everybody(after)]
    names = [
        event.delegate_of[d].name if d in event.delegate_of else str(d) for d in gone
    ]
    if not names:
        return ""
    return Sentence("{names} cannot attend any more", names=", ".join(names))


def _place_in_list(change: Change) -> tuple[float, str]:
    meeting = change.after or change.before
    start = 0.0 if meeting is None else meeting.start.timestamp()
    return start, change.meeting
