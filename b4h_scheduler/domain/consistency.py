"""What must agree between the parts of an event, in words."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.wishes import Side


def inconsistencies(event: Event) -> list[str]:
    """Return one sentence per contradiction; none for a sound event."""
    checks = (_repeated_ids, _times, _places, _people, _wishes)
    return [sentence for check in checks for sentence in check(event)]


def _repeated_ids(event: Event) -> Iterator[str]:
    kinds: dict[str, Iterable[str]] = {
        "session": (session.id for session in event.sessions),
        "zone": (zone.id for zone in event.zones),
        "table": (place.id for place in _all_places(event)),
        "arrival point": (point.id for point in event.arrival_points),
        "organization": (organization.id for organization in event.organizations),
        "delegate": (delegate.id for delegate in event.delegates),
        "companion": (companion.id for companion in event.companions),
    }
    for kind, ids in kinds.items():
        counts = Counter(ids)
        for value in (value for value, count in counts.items() if count > 1):
            yield f"{kind} {value!r} is defined twice"


def _times(event: Event) -> Iterator[str]:
    for session in event.sessions:
        if str(getattr(session.start.tzinfo, "key", "")) != event.time_zone:
            yield f"session {session.id!r} is not in time zone {event.time_zone}"
    ordered = sorted(event.sessions, key=lambda session: utc(session.start))
    for first, second in pairwise(ordered):
        if utc(first.end) > utc(second.start):
            yield f"sessions {first.id!r} and {second.id!r} overlap"
    for slot in event.slots:
        for pause in event.breaks:
            if slot.time.overlaps(pause.time):
                yield f"slot {slot.id!r} overlaps the break {pause.name!r}"


def _all_places(event: Event) -> tuple[Table | HomePlace, ...]:
    return (*event.tables, *event.home_places)


def _places(event: Event) -> Iterator[str]:
    zones = {zone.id for zone in event.zones}
    organizations = set(event.organization_of)
    for place in _all_places(event):
        if place.zone not in zones:
            yield f"table {place.id!r}: unknown zone {place.zone!r}"
    for walk in event.walking:
        for zone in walk.zones:
            if zone not in zones:
                yield f"walking time: unknown zone {zone!r}"
    for home in event.home_places:
        for organization in home.organizations:
            if organization not in organizations:
                yield f"home place {home.id!r}: unknown organization {organization!r}"


def _people(event: Event) -> Iterator[str]:
    points = {point.id for point in event.arrival_points}
    sessions = {session.id for session in event.sessions}
    for delegate in event.delegates:
        who = f"delegate {delegate.id!r}"
        organization = event.organization_of.get(delegate.organization)
        if organization is None:
            yield f"{who}: unknown organization {delegate.organization!r}"
        elif delegate.unit is not None and delegate.unit not in {
            unit.id for unit in organization.units
        }:
            yield f"{who}: unknown unit {delegate.unit!r}"
        for point in (delegate.trip.arrival_point, delegate.trip.departure_point):
            if point is not None and point not in points:
                yield f"{who}: unknown arrival point {point!r}"
        for session in (delegate.sessions or frozenset()) - sessions:
            yield f"{who}: unknown session {session!r}"


def _side(event: Event, side: Side, who: str) -> Iterator[str]:
    organization = event.organization_of.get(side.organization)
    if organization is None:
        yield f"{who}: unknown organization {side.organization!r}"
        return
    if side.unit is not None and side.unit not in {u.id for u in organization.units}:
        yield f"{who}: unknown unit {side.unit!r}"
    if side.delegate is not None:
        delegate = event.delegate_of.get(side.delegate)
        if delegate is None or delegate.organization != side.organization:
            yield f"{who}: {side.delegate!r} is no delegate of {side.organization!r}"


def _wishes(event: Event) -> Iterator[str]:
    # Wishes share their sides: 240,000 checks become 6,000.
    sound: set[int] = set()
    for number, wish in enumerate((*event.wishes, *event.promised), start=1):
        who = wish.source or f"wish {number}"
        for side in (wish.wisher, wish.wished):
            if id(side) not in sound:
                found = list(_side(event, side, who))
                yield from found
                if not found:
                    sound.add(id(side))
        if (
            wish.wisher.organization == wish.wished.organization
            and wish.wisher.unit == wish.wished.unit
        ):
            yield f"{who}: {wish.wisher.organization!r} wishes to meet itself"
    for veto in event.vetoes:
        for side in veto.sides:
            yield from _side(event, side, "veto")
