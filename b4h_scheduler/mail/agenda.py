"""A delegate's agenda as mail tells it, and as the outbox remembers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, Any, NamedTuple

from b4h_scheduler.outputs.told_alike import NOTHING, kept_alike
from b4h_scheduler.store.json_text import JsonText

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import DelegateId, MeetingId
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.outputs.told_alike import Alike
    from b4h_scheduler.plans import Meeting

    _Where = tuple[str, datetime, datetime, str, str]


class AgendaMeeting(NamedTuple):
    """One meeting of one delegate; a tuple, as a release makes 20,000 of them.

    Attributes
    ----------
    id : str
        Stable over revisions.
    table, zone : str
        As people call them; both empty: online.
    partner : str
        Organization that is met.
    people : str
        Who of it attends.
    """

    id: str
    start: datetime
    end: datetime
    table: str
    zone: str
    partner: str
    people: str

    @property
    def has_place(self) -> bool:
        """Whether it is at a table."""
        return bool(self.table or self.zone)

    def to_json(self) -> dict[str, Any]:
        """Return what the outbox keeps."""
        return {
            "id": self.id,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "table": self.table,
            "zone": self.zone,
            "partner": self.partner,
            "people": self.people,
        }

    def to_text(self) -> str:
        """Return the same as text: a release writes 20,000 of them."""
        return (
            f'{{"id": {quoted(self.id)}, "start": "{self.start.isoformat()}", '
            f'"end": "{self.end.isoformat()}", "table": {quoted(self.table)}, '
            f'"zone": {quoted(self.zone)}, "partner": {quoted(self.partner)}, '
            f'"people": {quoted(self.people)}}}'
        )

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> AgendaMeeting:
        """Return what the outbox kept."""
        return cls(
            content["id"],
            datetime.fromisoformat(content["start"]),
            datetime.fromisoformat(content["end"]),
            content["table"],
            content["zone"],
            content["partner"],
            content["people"],
        )


@dataclass(frozen=True)
class Agenda:
    """Meetings in order of time."""

    meetings: tuple[AgendaMeeting, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return what the outbox keeps."""
        return {"meetings": [meeting.to_json() for meeting in self.meetings]}

    @cached_property
    def text(self) -> JsonText:
        """The same as the text that a column of JSON stores."""
        meetings = ", ".join([meeting.to_text() for meeting in self.meetings])
        return JsonText(f'{{"meetings": [{meetings}]}}')

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Agenda:
        """Return what the outbox kept."""
        return cls(tuple(map(AgendaMeeting.from_json, content["meetings"])))


class Agendas:
    """Says what mail tells of a plan's meetings; colleagues share what is equal.

    Parameters
    ----------
    lookup : Lookup
    before : Agendas, optional
        Of another plan, which tells some meetings alike.
    alike : Alike
        Those meetings, and who has no others.
    """

    def __init__(
        self,
        lookup: Lookup,
        before: Agendas | None = None,
        alike: Alike = NOTHING,
    ) -> None:
        self._lookup = lookup
        self.made: dict[tuple[MeetingId, int, bool], AgendaMeeting] = (
            {} if before is None else kept_alike(before.made, alike.meetings)
        )
        known: dict[DelegateId, Agenda] = {} if before is None else before.known
        self.known: dict[DelegateId, Agenda] = {
            who: known[who] for who in alike.people if who in known
        }
        self._where: dict[tuple[MeetingId, bool], _Where] = {}
        self._whom: dict[tuple[object, ...], tuple[str, str]] = {}

    def of(self, delegate: DelegateId) -> Agenda:
        """Return a delegate's agenda."""
        found = self.known.get(delegate)
        if found is not None:
            return found
        is_online, made = delegate in self._lookup.online, self.made
        found = self.known[delegate] = Agenda(
            tuple(
                [
                    made.get((each.meeting.id, each.side, is_online))
                    or self._meeting(each, is_online=is_online)
                    for each in self._lookup.agendas[delegate]
                ]
            )
        )
        return found

    def all(self) -> dict[str, Agenda]:
        """Return the agendas of all delegates of the event, by key."""
        return {str(d.id): self.of(d.id) for d in self._lookup.event.delegates}

    def _meeting(self, appointment: Appointment, *, is_online: bool) -> AgendaMeeting:
        lookup, meeting = self._lookup, appointment.meeting
        where = self._where.get((meeting.id, is_online))
        if where is None:
            where = _where(lookup, meeting, is_online=is_online)
            self._where[meeting.id, is_online] = where
        partner, people = appointment.partner, appointment.partner_delegates
        key = partner.organization, partner.unit, people
        whom = self._whom.get(key)
        if whom is None:
            whom = lookup.side_name(partner), lookup.names(people)
            self._whom[key] = whom
        found = AgendaMeeting(*where, *whom)
        self.made[meeting.id, appointment.side, is_online] = found
        return found


def agenda_of(lookup: Lookup, delegate: DelegateId) -> Agenda:
    """Return a delegate's agenda of a plan."""
    return Agendas(lookup).of(delegate)


def agendas_of(lookup: Lookup) -> dict[str, Agenda]:
    """Return the agendas of all delegates of the event, by key."""
    return Agendas(lookup).all()


def _where(lookup: Lookup, meeting: Meeting, *, is_online: bool) -> _Where:
    """Return what both sides of a meeting are told alike."""
    table = None if is_online else meeting.table
    return (
        str(meeting.id),
        meeting.start.astimezone(UTC),
        meeting.end.astimezone(UTC),
        "" if table is None else lookup.place_name[table],
        "" if table is None else lookup.zone_name(table),
    )
