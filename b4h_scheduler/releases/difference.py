"""What differs between two revisions, for each delegate."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from b4h_scheduler.domain.base import is_same_moment, utc
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.plans import Meeting, Plan

    _Placed = tuple[datetime, MeetingId, "Step"]
    """A step with its time and meeting, of which nobody has two."""


class Kind(StrEnum):
    """How a delegate's meeting differs; the first that fits."""

    NEW = "new"
    CANCELED = "canceled"
    MOVED = "moved"
    """To another time, perhaps to another table too."""
    TABLE = mark("other table")
    ONLINE = mark("online now")
    """At the same time, without the table it was at."""
    ON_SITE = mark("at a table now")
    """At the same time, and not online any more."""
    PEOPLE = mark("other people")
    """Somebody else attends."""


class Step(NamedTuple):
    """A meeting that differs for one delegate; of a first plan there are 20,000.

    Attributes
    ----------
    before, after : Meeting or None
        Not there for this delegate: None.
    """

    kind: Kind
    before: Meeting | None
    after: Meeting | None

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is now; a canceled one as it was."""
        found = self.after or self.before
        if found is None:
            raise TypeError("a step has a meeting before or after it")
        return found


def difference(
    before: Iterable[Meeting], after: Iterable[Meeting]
) -> dict[DelegateId, tuple[Step, ...]]:
    """Return what differs for whom, in order of time; who is not named has nothing.

    A delegate who does not attend any more has the meeting canceled, though it may
    still be held by colleagues; one who attends now has a new one.
    """
    old, new = ({m.id: m for m in meetings} for meetings in (before, after))
    found: dict[DelegateId, list[_Placed]] = {}
    for key in old | new:
        was, now = old.get(key), new.get(key)
        if (
            was is not now and _kind(was, now) is not None
        ):  # else it is the same for everybody
            _add_steps(found, was, now)
    return {
        who: tuple([step for _, _, step in sorted(found[who])]) for who in sorted(found)
    }


def plan_difference(
    before: Plan | None, after: Plan
) -> dict[DelegateId, tuple[Step, ...]]:
    """Return the difference of two plans; None: nothing was released before."""
    return difference(() if before is None else before.meetings, after.meetings)


def _add_steps(
    into: dict[DelegateId, list[_Placed]],
    before: Meeting | None,
    after: Meeting | None,
) -> None:
    """Add what a meeting that differs is for each of those who attend or attended."""
    then, now = _attending(before), _attending(after)
    for who in dict.fromkeys((*then, *now)):
        mine = before if who in then else None, after if who in now else None
        kind = _kind(*mine)
        if kind is not None:
            step = Step(kind, *mine)
            told = step.meeting
            into.setdefault(who, []).append((utc(told.start), told.id, step))


def _attending(meeting: Meeting | None) -> tuple[DelegateId, ...]:
    if meeting is None:
        return ()
    first, second = meeting.delegates
    return first + second


def _kind(before: Meeting | None, after: Meeting | None) -> Kind | None:
    if before is None:
        return Kind.NEW
    if after is None:
        return Kind.CANCELED
    times = (before.start, after.start), (before.end, after.end)
    if not all(is_same_moment(*pair) for pair in times):
        return Kind.MOVED
    if before.table != after.table:
        return _other_place(before, after)
    if before.delegates != after.delegates or before.companions != after.companions:
        return Kind.PEOPLE
    return None


def _other_place(before: Meeting, after: Meeting) -> Kind:
    if after.table is None:
        return Kind.ONLINE
    return Kind.ON_SITE if before.table is None else Kind.TABLE
