"""What a calendar entry says about a meeting."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.outputs.countries import country_name
from b4h_scheduler.outputs.plain_text import one_line, printable, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, OrganizationId
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.plans import Meeting

NO_LINK = "the organizer tells you the link."
_MOST_MESSAGE = 1000
_MOST_SUMMARY = 300


class Words:
    """Summary, place and description of entries, in English.

    Says only what a delegate may see: organizations, names and roles of those who
    attend, and the messages that the two sides wrote to each other.
    """

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._met_before: dict[tuple[object, ...], str] = {}
        self._titles: dict[tuple[object, ...], str] = {}

    def summary(self, appointment: Appointment) -> str:
        """Return the title of a delegate's meeting."""
        partner = appointment.partner
        key = partner.organization, partner.unit
        found = self._titles.get(key)
        if found is None:
            told = f"Meeting with {self._lookup.side_name(partner)}"
            found = self._titles[key] = shortened(told, _MOST_SUMMARY)
        return found

    def companion_summary(self, meeting: Meeting) -> str:
        """Return the title of a companion's meeting."""
        first, second = (self._lookup.side_name(side) for side in meeting.sides)
        return shortened(f"{first} meets {second}", _MOST_SUMMARY)

    def place(self, meeting: Meeting, *, is_online: bool) -> str:
        """Return where a person sits: table, zone and venue, or online."""
        if meeting.table is None or is_online:
            return "Online"
        return self._place.get(meeting.table) or self._lookup.where(meeting.table)

    @cached_property
    def _place(self) -> dict[str, str]:
        lookup = self._lookup
        venue = one_line(lookup.event.venue)
        places = {}
        for table, place in lookup.event.place_of.items():
            parts = [lookup.place_name[table], _position(place)]
            parts += [lookup.zone_name(table), venue]
            places[str(table)] = ", ".join(part for part in parts if part)
        return places

    def description(
        self, appointment: Appointment, *, is_online: bool, has_call: bool = True
    ) -> str:
        """Return who is met, who attends and what the sides wrote.

        Parameters
        ----------
        has_call
            False: `call` is said elsewhere.
        """
        meeting, own = appointment.meeting, appointment.own_delegates
        met = self._met(appointment.partner, appointment.partner_delegates)
        has_more = len(own) > 1 or bool(meeting.companions) or has_call
        if not has_more and not self._lookup.written_between:
            return met  # a release writes 20,000 of them
        lines = [met]
        if len(own) > 1:
            lines.append(f"From your side: {self._people(own)}")
        if meeting.companions:
            lines.append(f"Joined by: {self._lookup.companion_names(meeting)}")
        if has_call:
            lines += self._where(meeting, is_online=is_online)
        theirs, ours = self._lookup.messages(appointment)
        lines += [f"\nThey wrote: {shortened(text, _MOST_MESSAGE)}" for text in theirs]
        lines += [f"\nYou wrote: {shortened(text, _MOST_MESSAGE)}" for text in ours]
        return "\n".join(lines)

    def _met(self, partner: Side, people: tuple[DelegateId, ...]) -> str:
        """Return whom a meeting is with: the same in all meetings with them."""
        key = partner.organization, partner.unit, people
        found = self._met_before.get(key)
        if found is None:
            found = f"{self._about(partner)}\nWith: {self._people(people)}"
            if partner.unit is not None:
                found = f"{self._lookup.side_name(partner)}\n{found}"
            self._met_before[key] = found
        return found

    def companion_description(self, meeting: Meeting) -> str:
        """Return who meets; messages stay between the sides."""
        lines = []
        for side, delegates in zip(meeting.sides, meeting.delegates, strict=True):
            lines.append(self._about(side))
            lines.append(f"With: {self._people(delegates)}")
        return "\n".join(lines + self._where(meeting, is_online=False))

    def _where(self, meeting: Meeting, *, is_online: bool) -> list[str]:
        """Return what people online, and those who meet them, must know."""
        told = self.call(meeting, is_online=is_online)
        if told and (meeting.table is None or is_online):
            return [f"{told}: {NO_LINK}"]
        return [f"{told}."] if told else []

    def call(self, meeting: Meeting, *, is_online: bool) -> str:
        """Return what to say before the link of a call; empty: there is no call."""
        if meeting.table is None:
            return "Online meeting"
        if is_online:
            place = self._lookup.place_name[meeting.table]
            return f"You join online, the others sit at {place}"
        if self._lookup.has_video(meeting):
            return "Video call: somebody joins online"
        return ""

    def _about(self, side: Side) -> str:
        known = self._organization.get(side.organization)
        return known or self._lookup.side_name(side)

    @cached_property
    def _organization(self) -> dict[OrganizationId, str]:
        """Name, kind and where from: "BioNova (company, Alsace, France)"."""
        known = {}
        for organization in self._lookup.event.organizations:
            kind = "" if organization.kind is Kind.OTHER else organization.kind
            parts = [kind, one_line(organization.region)]
            parts.append(country_name(organization.country))
            about = ", ".join(part for part in parts if part)
            name = self._lookup.organization_name[organization.id]
            known[organization.id] = f"{name} ({about})" if about else name
        return known

    @cached_property
    def _person(self) -> dict[DelegateId, str]:
        """Name, role, online: "Anna Blume (head of research, online)"."""
        known = {}
        for delegate in self._lookup.event.delegates:
            parts = [one_line(delegate.role), "online" if delegate.is_online else ""]
            about = ", ".join(part for part in parts if part)
            name = self._lookup.delegate_name[delegate.id]
            known[delegate.id] = f"{name} ({about})" if about else name
        return known

    def _people(self, delegates: Iterable[DelegateId]) -> str:
        names = self._lookup.delegate_name
        return ", ".join(self._person.get(d) or names[d] for d in delegates)

    @cached_property
    def about_event(self) -> str:
        """Whom to ask, and whether the plan may still change."""
        plan = self._lookup.plan
        state = f"Plan revision {plan.revision}."
        if plan.revision == 0:
            state = "Draft of the plan: it may still change."
        return state + asking(self._lookup.event)


def asking(event: Event) -> str:
    """Return whom to ask, on a line of its own; empty if nobody is named."""
    contact = ", ".join(
        part for part in (event.organizer, event.organizer_email) if part
    )
    return f"\nQuestions: {printable(contact)}" if contact else ""


def _position(place: Table | HomePlace) -> str:
    return one_line(place.position)


def category(meeting: Meeting) -> str:
    """Return what kind of entry a meeting is."""
    return "Online meeting" if meeting.table is None else "Meeting"
