"""Which released meetings a late change puts in danger, by the trip's arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.presence import present

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.outputs.lookup import Appointment, Lookup


@dataclass(frozen=True, slots=True)
class Endangered:
    """A meeting to come in which the delegate would not be there.

    Attributes
    ----------
    colleagues : tuple of str
        Names of those who attend for the same side and stay.
    """

    appointment: Appointment
    colleagues: tuple[str, ...]


def in_danger(
    lookup: Lookup, changed: Delegate, moment: datetime
) -> tuple[Endangered, ...]:
    """Return the meetings to come that a delegate would miss, in order of time.

    Parameters
    ----------
    lookup : Lookup
        Of the released plan.
    changed : Delegate
        As the delegate would be.
    moment
        Meetings that have begun then are facts.
    """
    event = lookup.event
    there = present(event, changed)
    slots = {utc(slot.start): slot.index for slot in event.slots}
    found = []
    for appointment in lookup.agendas.get(changed.id, ()):
        start = utc(appointment.meeting.start)
        if start <= utc(moment):
            continue
        index = slots.get(start)
        if index is None or there[index]:
            continue
        names = tuple(
            lookup.delegate_name[other]
            for other in appointment.own_delegates
            if other != changed.id
        )
        found.append(Endangered(appointment, names))
    return tuple(found)


def as_changed(delegate: Delegate, changes: dict[str, object]) -> Delegate:
    """Return the delegate with fields changed.

    Raises
    ------
    ValueError
        There can be no such delegate; the message says why.
    """
    content = {name: getattr(delegate, name) for name in type(delegate).model_fields}
    return type(delegate).model_validate(content | changes)
