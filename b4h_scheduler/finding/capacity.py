"""Whether the tables suffice: slots times tables against the meetings to expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.planning.places import num_spare
from b4h_scheduler.sentence import mark

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.times import Slot

SPARE_PERCENT = (10, 20)
"""Tables beyond the expected meetings per slot that organizers plan with."""
USUAL_MEETINGS = 10
"""Of one agenda, where nothing better is known."""
USUAL_AGENDAS = 50
"""Of an event without people yet."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an organizer expects while there are no wishes.

    Attributes
    ----------
    num_agendas, meetings_each : int
        Agendas, and meetings of each.
    """

    num_agendas: int
    meetings_each: int

    def meetings(self, num_slots: int) -> int:
        """Return the meetings of all together; nobody has more than slots."""
        return self.num_agendas * min(self.meetings_each, num_slots) // 2


@dataclass(frozen=True, slots=True)
class Capacity:
    """Places for meetings, and what is needed.

    Attributes
    ----------
    num_slots, num_tables, num_spare, num_home : int
        Slots; tables of the common pool; those kept free per slot for the help desk;
        meetings at once at home places.
    places : int
        Meetings that can be held in all slots together.
    expected : int
        Meetings to expect.
    least_tables, usual_tables : int
        Tables and home places needed per slot with 10 and with 20 % to spare.
    """

    num_slots: int
    num_tables: int
    num_spare: int
    num_home: int
    places: int
    expected: int
    least_tables: int
    usual_tables: int

    @property
    def per_slot(self) -> int:
        """Meetings at once: tables that may be used, and home places."""
        return self.num_tables - self.num_spare + self.num_home

    @property
    def verdict(self) -> str:
        """In a word or two."""
        if self.places < self.expected:
            return mark("too few")
        if self.per_slot < self.least_tables:
            return mark("tight")
        return mark("enough")


def usual(event: Event) -> Expected:
    """Return what to expect of an event while nobody says better."""
    agendas = sum(
        1 if organization.attends is Attends.TOGETHER else len(members)
        for key, members in event.delegates_by_organization.items()
        for organization in [event.organization_of[key]]
    )
    most = len(event.slots) * event.policy.limits.most_percent // 100
    return Expected(agendas or USUAL_AGENDAS, max(1, min(USUAL_MEETINGS, most)))


def capacity(event: Event, meetings: int) -> Capacity:
    """Count places against the meetings to expect."""
    slots, spare = event.slots, num_spare(event)
    places = 0
    for slot in slots:
        tables = sum(_is_open(table, slot) for table in event.tables)
        homes = sum(home.capacity for home in event.home_places if _is_open(home, slot))
        places += max(tables - spare, 0) + homes
    low, high = (
        -(-meetings * (100 + percent) // (100 * len(slots)))
        for percent in SPARE_PERCENT
    )
    return Capacity(
        num_slots=len(slots),
        num_tables=len(event.tables),
        num_spare=spare,
        num_home=sum(home.capacity for home in event.home_places),
        places=places,
        expected=meetings,
        least_tables=low,
        usual_tables=high,
    )


def _is_open(place: Table | HomePlace, slot: Slot) -> bool:
    return not any(slot.time.overlaps(closed) for closed in place.closed)
