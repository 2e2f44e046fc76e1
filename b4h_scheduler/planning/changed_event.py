"""The same event with other tables, slots, or arrivals: what what-if solves again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from b4h_scheduler.domain.consistency import inconsistencies
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.domain.ids import TableId
from b4h_scheduler.domain.places import Table
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.sentence import Sentence, listed, mark

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from b4h_scheduler.domain.ids import DelegateId, SlotId, ZoneId
    from b4h_scheduler.domain.people import Trip

OVERRIDE_REASON = "what if"


def changed(event: Event, **updates: Any) -> Event:
    """Return the event with some fields replaced.

    Raises
    ------
    PlanningError
        The parts do not fit together any more.
    """
    fields = {name: getattr(event, name) for name in Event.model_fields}
    found = Event.model_construct(**(fields | updates))
    wrong = inconsistencies(found)
    if wrong:
        told = listed(wrong[:3])
        raise PlanningError(Sentence("no such event can be: {faults}", faults=told))
    return found


def with_tables(event: Event, num_tables: int) -> Event:
    """Return the event with so many common tables.

    The last ones of the list go; new ones stand in the zone that has the most, have
    nothing special and are always open.
    """
    if num_tables < len(event.tables):
        return changed(event, tables=event.tables[:num_tables])
    return with_extra_tables(event, num_tables - len(event.tables))


def with_extra_tables(
    event: Event, num_tables: int, slots: Collection[SlotId] | None = None
) -> Event:
    """Return the event with more common tables, open only in some slots (None: all)."""
    closed = (
        ()
        if slots is None
        else tuple(slot.time for slot in event.slots if slot.id not in slots)
    )
    places = event.place_of
    ids = (f"extra-{number}" for number in range(1, num_tables + len(places) + 1))
    free = [TableId(one) for one in ids if one not in places]
    zone = _zone(event)
    new = (Table(id=one, zone=zone, closed=closed) for one in free[:num_tables])
    return changed(event, tables=(*event.tables, *new))


def _zone(event: Event) -> ZoneId:
    """The zone with the most common tables, else the first."""
    counts = Counter(table.zone for table in event.tables)
    if counts:
        return counts.most_common(1)[0][0]
    if not event.zones:
        message = mark("the event has no zone that a table could stand in")
        raise PlanningError(message)
    return event.zones[0].id


def with_slots(event: Event, num_slots: int) -> Event:
    """Return the event with so many slots: sessions end earlier, or the last one later.

    From the last session slots are taken until one is left, then from the one before.
    """
    missing = len(event.slots) - num_slots
    sessions = list(event.sessions)
    order = sorted(range(len(sessions)), key=lambda n: sessions[n].start, reverse=True)
    if num_slots < len(sessions):
        message = Sentence(
            "{slots} slots are fewer than the {sessions} sessions: each keeps at least "
            "one",
            slots=num_slots,
            sessions=len(sessions),
        )
        raise PlanningError(message)
    for place in order:
        session = sessions[place]
        taken = min(missing, session.num_slots - 1)
        left = session.num_slots - taken
        sessions[place] = session.model_copy(update={"num_slots": left})
        missing -= taken
        if missing <= 0:
            break
    return changed(event, sessions=tuple(sessions))


def with_arrival(event: Event, delegate_id: DelegateId, arrival: datetime) -> Event:
    """Return the event with a delegate who arrives at another time.

    The scheduled arrival if an arrival point is known (its arithmetic follows);
    otherwise the moment from which the delegate is there.
    """
    delegates = list(event.delegates)
    place = next(n for n, each in enumerate(delegates) if each.id == delegate_id)
    delegate = delegates[place]
    if delegate.is_online:
        message = Sentence(
            "{name} attends online: arrivals mean nothing", name=delegate.name
        )
        raise PlanningError(message)
    trip = _later_trip(delegate.trip, arrival)
    delegates[place] = delegate.model_copy(update={"trip": trip})
    return changed(event, delegates=tuple(delegates))


def _later_trip(trip: Trip, arrival: datetime) -> Trip:
    content = {name: getattr(trip, name) for name in type(trip).model_fields}
    if trip.arrival_point is None:
        content |= {"present_from": arrival, "override_reason": OVERRIDE_REASON}
    else:
        content |= {"arrival": arrival, "present_from": None}
    try:
        return type(trip)(**content)
    except ValidationError as error:
        faults = listed(fault_words(each) for each in error.errors())
        message = Sentence("no such trip can be: {faults}", faults=faults)
        raise PlanningError(message) from error
