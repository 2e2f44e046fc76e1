"""What changed in an agenda, meeting by meeting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.mail.agenda import Agenda, AgendaMeeting


class Mark(StrEnum):
    """How a meeting stands to what the delegate was told."""

    SAME = "same"
    NEW = "new"
    MOVED = "moved"
    """Another time, and maybe another table."""
    PLACE = "place"
    """Another table at the same time."""
    ONLINE = "online"
    """At the same time, and no more at a table."""
    SEATED = "seated"
    """At the same time, at a table instead of online."""
    PEOPLE = "people"
    """Somebody else comes, at the same time and table."""
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Marked:
    """A meeting, how it changed, and what it was."""

    meeting: AgendaMeeting
    mark: Mark
    before: AgendaMeeting | None = None


def marked(before: Agenda | None, agenda: Agenda) -> tuple[Marked, ...]:
    """Return the meetings that are and were, in order of time.

    Without an agenda before nothing is marked.
    """
    if before is None:
        return tuple(Marked(meeting, Mark.SAME) for meeting in agenda.meetings)
    told = {meeting.id: meeting for meeting in before.meetings}
    now = {meeting.id for meeting in agenda.meetings}
    found = [_marked(told.get(meeting.id), meeting) for meeting in agenda.meetings]
    found += [
        Marked(meeting, Mark.CANCELED, meeting)
        for meeting in before.meetings
        if meeting.id not in now
    ]
    return tuple(sorted(found, key=lambda each: (each.meeting.start, each.meeting.id)))


def counts(changes: tuple[Marked, ...]) -> Counter[Mark]:
    """Return how many meetings changed how."""
    return Counter(each.mark for each in changes if each.mark is not Mark.SAME)


def touched_times(changes: tuple[Marked, ...]) -> list[datetime]:
    """Return when the meetings that changed begin, and began."""
    times = []
    for each in changes:
        if each.mark is not Mark.SAME:
            times.append(each.meeting.start)
            if each.before is not None:
                times.append(each.before.start)
    return times


def _marked(before: AgendaMeeting | None, meeting: AgendaMeeting) -> Marked:
    if before is None:
        return Marked(meeting, Mark.NEW)
    if (before.start, before.end) != (meeting.start, meeting.end):
        return Marked(meeting, Mark.MOVED, before)
    if (before.table, before.zone) != (meeting.table, meeting.zone):
        return Marked(meeting, _place_mark(before, meeting), before)
    if (before.partner, before.people) != (meeting.partner, meeting.people):
        return Marked(meeting, Mark.PEOPLE, before)
    return Marked(meeting, Mark.SAME, before)


def _place_mark(before: AgendaMeeting, meeting: AgendaMeeting) -> Mark:
    if not meeting.has_place:
        return Mark.ONLINE
    return Mark.PLACE if before.has_place else Mark.SEATED
