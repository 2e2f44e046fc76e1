"""What the entries of a plan say, apart from how a calendar file writes it."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from pydantic import AwareDatetime

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.outputs.calendars.words import Words, asking, category
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.outputs.told_alike import NOTHING, kept_alike

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.outputs.told_alike import Alike
    from b4h_scheduler.plans import Meeting

    Key = tuple[DelegateId, MeetingId | Literal[""]]

EVENT_ENTRY: Final = ""
"""Stands for the id of a meeting: the all-day entry of the event."""


class Content(Entity):
    """What one entry says."""

    start: AwareDatetime
    end: AwareDatetime
    is_all_day: bool = False
    """From the day of ``start`` to the day of ``end``, both included."""
    summary: str
    place: str
    description: str
    call: str = ""
    """Said before the link of a call; empty: there is no call."""
    is_online: bool = False
    """The delegate joins the call; the place is the room."""
    category: str

    def hashes(self) -> tuple[str, str]:
        """Return the hash of everything, and the one of time and place alone."""
        content = self.model_dump(mode="json")
        return content_hash(content), place_hash(content)


def content_hash(content: dict[str, Any]) -> str:
    """Return the hash of everything that an entry says, given as JSON."""
    return _hash(_ENCODER.encode(content))


def place_hash(content: dict[str, Any]) -> str:
    """Return the hash of an entry's time and place alone, given as JSON."""
    names = ("start", "end", "place", "is_all_day")
    return _hash(_ENCODER.encode([content[name] for name in names]))


class Written(NamedTuple):
    """What one entry says, as it is stored.

    Attributes
    ----------
    text : str
        A `Content` as JSON, its names in order.
    content_hash, place_hash : str
        Those of the content.
    """

    text: str
    content_hash: str
    place_hash: str


class _Where(NamedTuple):
    """What both sides of a meeting are told alike, as parts of JSON."""

    before: str
    between: str
    place_hash: str


class Contents:
    """Writes what the entries of one plan say; colleagues share what is equal.

    A release writes 20,000 of them: each is put together as text, without a `Content`
    in between. A test compares.

    Parameters
    ----------
    lookup : Lookup
    before : Contents, optional
        Of another plan, which tells some meetings alike.
    alike : Alike
        Those meetings, and who has no others: they are not written anew.
    """

    def __init__(
        self,
        lookup: Lookup,
        before: Contents | None = None,
        alike: Alike = NOTHING,
    ) -> None:
        self._lookup = lookup
        self._words = Words(lookup)
        self.made: dict[tuple[MeetingId, int, bool], Written] = (
            {} if before is None else kept_alike(before.made, alike.meetings)
        )
        self.has_all: bool = False
        self.entries: dict[Key, Written] = {}
        self._people: frozenset[DelegateId] = frozenset()
        """Whose entries are there, but for that of the event."""
        if before is not None and before.has_all:
            self.entries = kept_alike(before.entries, alike.people)
            self._people = alike.people
        self._days: dict[tuple[int, bool], Written] = {}
        self._where: dict[tuple[MeetingId, bool], _Where] = {}
        self._quoted = _Quoted()

    def all(self) -> dict[Key, Written]:
        """Return all entries: of each delegate that of the event, then the meetings."""
        made, found = self.made, self.entries
        for delegate, own in self._lookup.agendas.items():
            found[delegate, EVENT_ENTRY] = self._of_event(delegate)
            if delegate in self._people:
                continue
            is_online = delegate in self._lookup.online
            for each in own:
                key = each.meeting.id
                found[delegate, key] = made.get(
                    (key, each.side, is_online)
                ) or self._written(each, is_online=is_online)
        self.has_all = True
        return found

    def _of_event(self, delegate: DelegateId) -> Written:
        """Return the entry of the event's days."""
        lookup = self._lookup
        key = len(lookup.agendas[delegate]), delegate in lookup.online
        if key not in self._days:
            num, is_online = key
            content = event_content(lookup.event, num, is_online=is_online)
            text = _ENCODER.encode(content.model_dump(mode="json"))
            self._days[key] = Written(text, *content.hashes())
        return self._days[key]

    def _written(self, appointment: Appointment, *, is_online: bool) -> Written:
        meeting, words, as_json = appointment.meeting, self._words, self._quoted
        where = self._where.get((meeting.id, is_online))
        if where is None:
            where = self._where_of(meeting, is_online=is_online)
        description = words.description(
            appointment, is_online=is_online, has_call=False
        )
        text = (
            f'{where.before}, "description": {as_json[description]}, '
            f'{where.between}, "summary": {as_json[words.summary(appointment)]}}}'
        )
        written = Written(text, _hash(text), where.place_hash)
        self.made[meeting.id, appointment.side, is_online] = written
        return written

    def _where_of(self, meeting: Meeting, *, is_online: bool) -> _Where:
        words, as_json = self._words, self._quoted
        start, end = _moment(meeting.start), _moment(meeting.end)
        place = as_json[words.place(meeting, is_online=is_online)]
        joins = "true" if is_online or meeting.table is None else "false"
        where = self._where[meeting.id, is_online] = _Where(
            f'{{"call": {as_json[words.call(meeting, is_online=is_online)]}, '
            f'"category": {as_json[category(meeting)]}',
            f'"end": {end}, "is_all_day": false, "is_online": {joins}, '
            f'"place": {place}, "start": {start}',
            _hash(f"[{start}, {end}, {place}, false]"),
        )
        return where


def event_content(event: Event, num_meetings: int, *, is_online: bool) -> Content:
    """Return the entry of the event's days for somebody with so many meetings."""
    told = f"Your meetings: {num_meetings}."
    if not num_meetings:
        told = "No meeting is planned for you; ask at the desk what is possible."
    return Content(
        start=event.slots[0].start,
        end=event.slots[-1].end,
        is_all_day=True,
        summary=one_line(event.name),
        place="Online" if is_online else one_line(event.venue),
        description=told + asking(event),
        category="Event",
    )


_ENCODER = json.JSONEncoder(sort_keys=True)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Quoted(dict[str, str]):
    """Texts as JSON, each made once: the same ones stand in many entries."""

    def __missing__(self, text: str) -> str:
        """Make one."""
        made = self[text] = quoted(text.strip())
        return made


def _moment(moment: datetime) -> str:
    """Return a moment as JSON, as pydantic writes it."""
    text = moment.isoformat()
    return f'"{text[:-6]}Z"' if text.endswith("+00:00") else f'"{text}"'
