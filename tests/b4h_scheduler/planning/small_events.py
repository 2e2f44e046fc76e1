"""Small events for tests, written in few words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.base import Interval
from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.people import Companion, Delegate, Organization
from b4h_scheduler.domain.places import Table, Zone
from b4h_scheduler.domain.times import Session
from b4h_scheduler.domain.wishes import Side, Wish

if TYPE_CHECKING:
    from collections.abc import Iterable

BERLIN = ZoneInfo("Europe/Berlin")
DAY = "2037-11-26"


def at(clock: str, day: str = DAY) -> datetime:
    """Return a moment of the event's day in Stuttgart."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BERLIN)


def between(start: str, end: str, day: str = DAY) -> Interval:
    """Return a stretch of the event's day."""
    return Interval(start=at(start, day), end=at(end, day))


def session(
    start: str = "09:00",
    num_slots: int = 6,
    *,
    id: str = "am",  # noqa: A002
    slot_min: int = 20,
    changeover_min: int = 0,
    day: str = DAY,
) -> Session:
    """Return a session; six slots of 20 minutes from nine if nothing is said."""
    return Session(
        id=id,
        name=id,
        start=at(start, day),
        slot_min=slot_min,
        changeover_min=changeover_min,
        num_slots=num_slots,
    )


def organization(id: str, **fields: Any) -> Organization:  # noqa: A002
    """Return an organization named after its id."""
    return Organization(id=id, name=id.capitalize(), **fields)


def delegate(id: str, org: str = "", **fields: Any) -> Delegate:  # noqa: A002
    """Return a delegate; without an organization named, of the one with its id."""
    return Delegate(id=id, name=id.capitalize(), organization=org or id, **fields)


def companion(id: str, *languages: str, **fields: Any) -> Companion:  # noqa: A002
    """Return an interpreter."""
    return Companion(
        id=id, name=id.capitalize(), languages=frozenset(languages), **fields
    )


def side(text: str) -> Side:
    """Read "acme", "acme/lab" (a unit) or "acme:ann" (a delegate)."""
    text, _, person = text.partition(":")
    org, _, unit = text.partition("/")
    return Side(organization=org, unit=unit or None, delegate=person or None)


def wish(wisher: str, wished: str, priority: int = 2, **fields: Any) -> Wish:
    """Return a wish; sides as in `side`."""
    return Wish(wisher=side(wisher), wished=side(wished), priority=priority, **fields)


def tables(num: int, zone: str = "hall", **fields: Any) -> tuple[Table, ...]:
    """Return tables t1, t2, ... of one zone."""
    return tuple(Table(id=f"{zone}-{n + 1}", zone=zone, **fields) for n in range(num))


def event(
    people: Iterable[str] = (), wishes: Iterable[Wish] = (), **fields: Any
) -> Event:
    """Return an event; ``people`` are organizations of one delegate of that name."""
    people = list(people)
    fields.setdefault("sessions", (session(),))
    fields.setdefault("zones", (Zone(id="hall", name="Hall"),))
    fields.setdefault("tables", tables(3))
    fields["organizations"] = (
        *map(organization, people),
        *fields.pop("organizations", ()),
    )
    fields["delegates"] = (*map(delegate, people), *fields.pop("delegates", ()))
    return Event(name="Test", time_zone="Europe/Berlin", wishes=tuple(wishes), **fields)
