"""The difference of two revisions in words, as a delegate would be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.releases.difference import Kind
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting
    from b4h_scheduler.releases.difference import Step

KIND_WORDS = {
    Kind.NEW: mark("new"),
    Kind.CANCELED: mark("canceled"),
    Kind.MOVED: mark("moved"),
    Kind.TABLE: mark("other table"),
    Kind.ONLINE: mark("online now"),
    Kind.ON_SITE: mark("at a table now"),
    Kind.PEOPLE: mark("other people attend"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What differs about one meeting of one delegate."""

    kind: str
    partner: str
    before: str
    """When and where it was; empty: there was none."""
    after: str


@dataclass(frozen=True, slots=True)
class Person:
    """A delegate with what differs."""

    name: str
    organization: str
    lines: tuple[Line, ...]


def people(
    lookup: Lookup,
    difference: dict[DelegateId, tuple[Step, ...]],
    most: int | None = None,
) -> list[Person]:
    """Return the delegates concerned with what differs for each, sorted by name.

    Parameters
    ----------
    most
        No more than the first so many.
    """
    ordered = sorted(
        (lookup.delegate_name[who].casefold(), _organization(lookup, who, steps), who)
        for who, steps in difference.items()
    )
    return [_person(lookup, who, difference[who]) for _, _, who in ordered[:most]]


def place_and_time(lookup: Lookup, meeting: Meeting | None) -> str:
    """Return when and where a meeting is."""
    if meeting is None:
        return ""
    return Sentence(
        "{moment}, {place}",
        moment=f"{lookup.local(meeting.start):%a %H:%M}",
        place=mark("online")
        if meeting.table is None
        else lookup.place_name[meeting.table],
    )


def _organization(lookup: Lookup, who: DelegateId, steps: tuple[Step, ...]) -> str:
    meeting = steps[-1].meeting
    own = meeting.sides[_own(meeting, who)]
    return lookup.organization_name[own.organization]


def _own(meeting: Meeting, who: DelegateId) -> int:
    return 0 if who in meeting.delegates[0] else 1


def _person(lookup: Lookup, who: DelegateId, steps: tuple[Step, ...]) -> Person:
    lines = tuple(
        Line(
            KIND_WORDS[step.kind],
            lookup.side_name(step.meeting.sides[1 - _own(step.meeting, who)]),
            place_and_time(lookup, step.before),
            place_and_time(lookup, step.after),
        )
        for step in steps
    )
    name = lookup.delegate_name[who]
    return Person(name, _organization(lookup, who, steps), lines)
