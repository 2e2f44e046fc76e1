"""What outputs look up again and again: names, who meets when, who wrote what.

A plan that was re-planned on the day may hold past meetings, pinned, with people and
tables that the event has no more: they are called by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.places import HomePlace
from b4h_scheduler.outputs.belonging import must_belong
from b4h_scheduler.outputs.plain_text import one_line, printable
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import (
        CompanionId,
        DelegateId,
        OrganizationId,
        SlotId,
        TableId,
        UnitId,
    )
    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.domain.wishes import Side, Wish
    from b4h_scheduler.plans import Meeting, Plan

Key = TypeVar("Key", bound=Hashable)
_A_WORD = re.compile(r"[^\W\d_]{3}")


class Appointment(NamedTuple):
    """A meeting as one side of it sees it; a tuple, as a plan has 20,000 of them."""

    meeting: Meeting
    side: int
    """0 or 1: which of ``meeting.sides`` is the own one."""

    @property
    def own(self) -> Side:
        """The side whose appointment it is."""
        return self.meeting.sides[self.side]

    @property
    def partner(self) -> Side:
        """The side that is met."""
        return self.meeting.sides[1 - self.side]

    @property
    def own_delegates(self) -> tuple[DelegateId, ...]:
        """Who attends for the own side."""
        return self.meeting.delegates[self.side]

    @property
    def partner_delegates(self) -> tuple[DelegateId, ...]:
        """Who attends for the side that is met."""
        return self.meeting.delegates[1 - self.side]


class Names(dict[Key, str]):
    """Names by id; who is not known is called by the id."""

    def __missing__(self, key: Key) -> str:
        """Return the id as a name."""
        return one_line(str(key))


class Lookup:
    """Names of an event and meetings of a plan, each worked out once.

    Names are printable and on one line.

    Parameters
    ----------
    event : Event
    plan : Plan
        Of that event.

    Raises
    ------
    MismatchError
        A meeting that is not pinned names a slot, table or person that the event
        does not have.
    """

    def __init__(self, event: Event, plan: Plan) -> None:
        self.event = event
        self.plan = plan
        must_belong(event, plan)

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """In order of time, then table, then id."""
        return tuple(
            sorted(
                self.plan.meetings,
                key=lambda m: (utc(m.start), self.place_rank(m.table), m.id),
            )
        )

    @cached_property
    def slot_of(self) -> dict[SlotId, Slot]:
        """Slots by id."""
        return {slot.id: slot for slot in self.event.slots}

    @cached_property
    def agendas(self) -> dict[DelegateId, tuple[Appointment, ...]]:
        """Appointments of every delegate of the event, in order of time."""
        found: dict[DelegateId, list[Appointment]] = {
            delegate.id: [] for delegate in self.event.delegates
        }
        unknown: list[Appointment] = []
        for meeting in self.meetings:
            for side, delegates in enumerate(meeting.delegates):
                appointment = Appointment(meeting, side)
                for delegate in delegates:
                    found.get(delegate, unknown).append(appointment)
        return {delegate: tuple(items) for delegate, items in found.items()}

    @cached_property
    def companion_agendas(self) -> dict[CompanionId, tuple[Meeting, ...]]:
        """Meetings that every companion of the event joins, in order of time."""
        found: dict[CompanionId, list[Meeting]] = {
            companion.id: [] for companion in self.event.companions
        }
        for meeting in self.meetings:
            for companion in meeting.companions:
                if companion in found:
                    found[companion].append(meeting)
        return {companion: tuple(items) for companion, items in found.items()}

    def local(self, moment: datetime) -> datetime:
        """Return the moment on the event's clocks."""
        return moment.astimezone(self.event.zone_info)

    @cached_property
    def organization_name(self) -> Names[OrganizationId]:
        """Names of organizations."""
        return Names({o.id: one_line(o.name) for o in self.event.organizations})

    @cached_property
    def unit_name(self) -> dict[tuple[OrganizationId, UnitId], str]:
        """Names of units."""
        return {
            (organization.id, unit.id): one_line(unit.name)
            for organization in self.event.organizations
            for unit in organization.units
        }

    @cached_property
    def delegate_name(self) -> Names[DelegateId]:
        """Names of delegates."""
        return Names({d.id: one_line(d.name) for d in self.event.delegates})

    @cached_property
    def companion_name(self) -> Names[CompanionId]:
        """Names of companions."""
        return Names({c.id: one_line(c.name) for c in self.event.companions})

    def side_name(self, side: Side) -> str:
        """Return the organization, with its unit if the side is one."""
        name = self.organization_name[side.organization]
        if side.unit is None:
            return name
        unit = self.unit_name.get((side.organization, side.unit), side.unit)
        return f"{name} · {unit}"

    def names(self, delegates: Sequence[DelegateId]) -> str:
        """Return the delegates' names, separated by commas."""
        if len(delegates) == 1:
            return self.delegate_name[delegates[0]]  # nearly always
        return ", ".join(self.delegate_name[delegate] for delegate in delegates)

    def companion_names(self, meeting: Meeting) -> str:
        """Return who joins the meeting, separated by commas."""
        return ", ".join(self.companion_name[c] for c in meeting.companions)

    @cached_property
    def online(self) -> frozenset[DelegateId]:
        """Delegates who attend online."""
        return frozenset(d.id for d in self.event.delegates if d.is_online)

    def has_video(self, meeting: Meeting) -> bool:
        """Whether somebody joins the meeting online."""
        first, second = meeting.delegates
        return bool(self.online) and not self.online.isdisjoint((*first, *second))

    @cached_property
    def _zone_name(self) -> dict[str, str]:
        return {zone.id: one_line(zone.name) for zone in self.event.zones}

    @cached_property
    def place_name(self) -> Names[TableId]:
        """What a table is called: "Table 12", "Stand H1", or its id if that says it."""
        names: Names[TableId] = Names()
        for table, place in self.event.place_of.items():
            label = one_line(table)
            if _A_WORD.search(label):
                names[table] = label
            elif isinstance(place, HomePlace):
                names[table] = Sentence("Stand {label}", label=label)
            else:
                names[table] = Sentence("Table {label}", label=label)
        return names

    def zone_name(self, table: TableId) -> str:
        """Return the name of a table's zone; empty if the table is there no more."""
        place = self.event.place_of.get(table)
        return "" if place is None else self._zone_name[place.zone]

    def where(self, table: TableId) -> str:
        """Return table and zone."""
        found = self._where.get(table)
        if found is None:
            parts = filter(None, (self.place_name[table], self.zone_name(table)))
            found = self._where[table] = ", ".join(parts)
        return found

    @cached_property
    def _where(self) -> dict[TableId, str]:
        return {}

    @cached_property
    def _place_rank(self) -> dict[TableId, int]:
        return {table: rank for rank, table in enumerate(self.event.place_of)}

    def place_rank(self, table: TableId | None) -> int:
        """Return a table's place in the event's order; unknown, then online last."""
        last = len(self._place_rank)
        return last + 1 if table is None else self._place_rank.get(table, last)

    @cached_property
    def written_between(self) -> dict[frozenset[tuple[str, str]], list[Wish]]:
        """Wishes with a message, by the two ends they join."""
        found: dict[frozenset[tuple[str, str]], list[Wish]] = {}
        for wish in self.event.wishes:
            if not printable(wish.message).strip():
                continue
            found.setdefault(_pair(wish.wisher, wish.wished), []).append(wish)
        return found

    def messages(self, appointment: Appointment) -> tuple[list[str], list[str]]:
        """Return what the partner wrote with its wishes, and what the own side wrote.

        A wish that names a delegate counts where that delegate attends.
        """
        theirs: list[str] = []
        ours: list[str] = []
        if not self.written_between:
            return theirs, ours
        meeting = appointment.meeting
        for wish in self.written_between.get(_pair(*meeting.sides), ()):
            named = {wish.wisher.delegate, wish.wished.delegate} - {None}
            if not named <= {*meeting.delegates[0], *meeting.delegates[1]}:
                continue
            is_own = _end(wish.wisher) == _end(appointment.own)
            into = ours if is_own else theirs
            text = printable(wish.message).strip()
            if text not in into:
                into.append(text)
        return theirs, ours

    @cached_property
    def first_moment(self) -> datetime:
        """Start of the event's first slot."""
        return min((s.start for s in self.event.sessions), key=utc)

    @cached_property
    def last_moment(self) -> datetime:
        """End of the event's last slot."""
        return max((s.end for s in self.event.sessions), key=utc)


def _end(side: Side) -> tuple[str, str]:
    return side.organization, side.unit or ""


def _pair(first: Side, second: Side) -> frozenset[tuple[str, str]]:
    return frozenset((_end(first), _end(second)))
