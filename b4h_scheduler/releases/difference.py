"""What differs between two revisions, for each delegate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.plans import Meeting, Plan


class Kind(StrEnum):
    """How a delegate's meeting differs; the first that fits."""

    NEW = "new"
    CANCELED = "canceled"
    MOVED = "moved"
    """To another time, perhaps to another table too."""
    TABLE = mark("other table")
    PEOPLE = mark("other people")
    """Somebody else attends."""


@dataclass(frozen=True, slots=True)
class Step:
    """A meeting that differs for one delegate.

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
    old, new = _by_delegate(before), _by_delegate(after)
    found = {}
    for who in sorted(old.keys() | new.keys()):
        steps = list(_steps(old.get(who, {}), new.get(who, {})))
        if steps:
            steps.sort(key=lambda s: (utc(s.meeting.start), s.meeting.id))
            found[who] = tuple(steps)
    return found


def plan_difference(
    before: Plan | None, after: Plan
) -> dict[DelegateId, tuple[Step, ...]]:
    """Return the difference of two plans; None: nothing was released before."""
    return difference(() if before is None else before.meetings, after.meetings)


def _by_delegate(meetings: Iterable[Meeting]) -> dict[DelegateId, dict[str, Meeting]]:
    found: dict[DelegateId, dict[str, Meeting]] = {}
    for meeting in meetings:
        for team in meeting.delegates:
            for who in team:
                found.setdefault(who, {})[meeting.id] = meeting
    return found


def _steps(old: dict[str, Meeting], new: dict[str, Meeting]) -> Iterable[Step]:
    for key in old | new:
        before, after = old.get(key), new.get(key)
        kind = _kind(before, after)
        if kind is not None:
            yield Step(kind, before, after)


def _kind(before: Meeting | None, after: Meeting | None) -> Kind | None:
    if before is None:
        return Kind.NEW
    if after is None:
        return Kind.CANCELED
    if (utc(before.start), utc(before.end)) != (utc(after.start), utc(after.end)):
        return Kind.MOVED
    if before.table != after.table:
        return Kind.TABLE
    people = [(m.delegates, m.companions) for m in (before, after)]
    return Kind.PEOPLE if people[0] != people[1] else None
