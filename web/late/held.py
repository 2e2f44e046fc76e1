"""Which meetings took place: said at the desk, counted, and given as a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from b4h_scheduler.domain.base import utc
from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.held import held_key, said_held, say_held
from web.change import change
from web.forms import seen
from web.languages.texts import gettext
from web.released import released_lookup
from web.site import site
from web.staff.people import tended

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.plans import Meeting
    from b4h_scheduler.store.schema_desk import HeldRow
    from b4h_scheduler.store.schema_event import DelegateRow

held = Blueprint("held", __name__)
HEADER = (
    "start", "end", "table", "organization", "delegates", "partner",
    "partner_delegates", "took_place", "said", "said_by",
)  # fmt: skip
_TAKEN = {"yes": True, "no": False, "": None}
_DONE = {
    True: mark("Kept: the meeting took place."),
    False: mark("Kept: the meeting did not take place."),
    None: mark("Taken back: nothing is said of the meeting."),
}


@dataclass(frozen=True, slots=True)
class Begun:
    """A meeting of a delegate that has begun, and what was said of it.

    Attributes
    ----------
    row : HeldRow or None
        None: nothing yet.
    """

    appointment: Appointment
    lookup: Lookup
    row: HeldRow | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many meetings that have begun took place, did not, and are not told of."""

    num_held: int
    num_missed: int
    num_unsaid: int

    @property
    def num_begun(self) -> int:
        """How many have begun."""
        return self.num_held + self.num_missed + self.num_unsaid


def begun_of(reading: Session, row: DelegateRow) -> list[Begun]:
    """Return a delegate's released meetings that have begun, in order of time."""
    lookup = released_lookup(reading, row.event_id)
    if lookup is None:
        return []
    said = said_held(reading, row.event_id)
    return [
        Begun(each, lookup, said.get(held_key(each.meeting)))
        for who, agenda in lookup.agendas.items()
        if who == row.key
        for each in agenda
        if _has_begun(each.meeting)
    ]


def tally(reading: Session, event_id: int, people: Iterable[str]) -> Tally:
    """Count the released meetings of these delegates that have begun."""
    lookup = released_lookup(reading, event_id)
    said = said_held(reading, event_id)
    known = frozenset(people)
    found: Counter[bool | None] = Counter()
    for meeting in () if lookup is None else lookup.meetings:
        attending = {*map(str, meeting.delegates[0]), *map(str, meeting.delegates[1])}
        if _has_begun(meeting) and attending & known:
            row = said.get(held_key(meeting))
            found[None if row is None else row.took_place] += 1
    return Tally(found[True], found[False], found[None])


@held.post("/events/<int:event_id>/desk/<key>/held")
def say(event_id: int, key: str) -> ResponseReturnValue:
    """Keep that a meeting took place, or did not, or take that back."""
    with site().database.read() as reading:
        tended(reading, event_id, key)
    took_place = _TAKEN.get(request.form.get("held", ""))

    def work(writing: Session) -> None:
        lookup = released_lookup(writing, event_id)
        meeting = _meeting(lookup, key, request.form.get("meeting", ""))
        say_held(
            writing,
            event_id,
            meeting[0],
            revision=meeting[1],
            took_place=took_place,
            seen=seen(),
        )

    return change(
        work,
        done=gettext(_DONE[took_place]),
        to=url_for("late_desk.show", event_id=event_id, key=key),
    )


@held.get("/events/<int:event_id>/held.csv")
def csv(event_id: int) -> ResponseReturnValue:
    """Give every meeting that has begun, and what the desk said of it."""
    with site().database.read() as reading:
        event_row(reading, event_id)
        content = csv_bytes(HEADER, _rows(reading, event_id))
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=held.csv"
    return response


def _meeting(lookup: Lookup | None, key: str, meeting: str) -> tuple[Meeting, int]:
    """Return a meeting of a delegate in the released plan, and that plan's number."""
    if lookup is not None:
        for each in lookup.meetings:
            if each.id == meeting and key in {*each.delegates[0], *each.delegates[1]}:
                return each, lookup.plan.revision
    raise RefusedError(
        "the released plan has no such meeting of this person: look at it anew"
    )


def _rows(reading: Session, event_id: int) -> Iterator[tuple[str | None, ...]]:
    """Yield the meetings of the latest plan, then those that only earlier ones have."""
    said = said_held(reading, event_id)
    lookup = released_lookup(reading, event_id)
    if lookup is None:
        return
    for meeting in lookup.meetings:
        if _has_begun(meeting):
            yield _told(lookup, meeting, said.pop(held_key(meeting), None))
    for key, row in said.items():
        if row.took_place is None:
            continue
        earlier = released_lookup(reading, event_id, row.revision) or lookup
        for meeting in earlier.meetings:
            if held_key(meeting) == key:
                yield _told(earlier, meeting, row)


def _told(
    lookup: Lookup, meeting: Meeting, row: HeldRow | None
) -> tuple[str | None, ...]:
    first, second = meeting.sides
    said: tuple[str, str, str] = ("", "", "")
    if row is not None and row.took_place is not None:
        answer = "yes" if row.took_place else "no"
        said = (answer, lookup.local(row.said).isoformat(), row.said_by)
    return (
        lookup.local(meeting.start).isoformat(),
        lookup.local(meeting.end).isoformat(),
        meeting.table,
        lookup.side_name(first),
        lookup.names(meeting.delegates[0]),
        lookup.side_name(second),
        lookup.names(meeting.delegates[1]),
        *said,
    )


def _has_begun(meeting: Meeting) -> bool:
    return utc(meeting.start) <= now()
