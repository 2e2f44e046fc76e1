"""What must agree between the parts of an event, in words."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.sentence import Sentence, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.places import HomePlace, Table
    from b4h_scheduler.domain.wishes import Side, Wish


def inconsistencies(event: Event) -> list[str]:
    """Return one sentence per contradiction; none for a sound event."""
    checks = (_repeated_ids, _times, _places, _people, _wishes)
    return [sentence for check in checks for sentence in check(event)]


def _repeated_ids(event: Event) -> Iterator[str]:
    kinds: dict[str, Iterable[str]] = {
        mark("session"): (session.id for session in event.sessions),
        mark("zone"): (zone.id for zone in event.zones),
        mark("table"): (place.id for place in _all_places(event)),
        mark("arrival point"): (point.id for point in event.arrival_points),
        mark("organization"): (organization.id for organization in event.organizations),
        mark("delegate"): (delegate.id for delegate in event.delegates),
        mark("companion"): (companion.id for companion in event.companions),
    }
    for kind, ids in kinds.items():
        counts = Counter(ids)
        for value in (value for value, count in counts.items() if count > 1):
            yield Sentence("{kind} {key!r} is defined twice", kind=kind, key=value)


def _times(event: Event) -> Iterator[str]:
    for session in event.sessions:
        if str(getattr(session.start.tzinfo, "key", "")) != event.time_zone:
            yield Sentence(
                "session {key!r} is not in time zone {name}",
                key=session.id,
                name=event.time_zone,
            )
    ordered = sorted(event.sessions, key=lambda session: utc(session.start))
    for first, second in pairwise(ordered):
        if utc(first.end) > utc(second.start):
            yield Sentence(
                "sessions {key!r} and {other!r} overlap", key=first.id, other=second.id
            )
    for slot in event.slots:
        for pause in event.breaks:
            if slot.time.overlaps(pause.time):
                yield Sentence(
                    "slot {key!r} overlaps the break {other!r}",
                    key=slot.id,
                    other=pause.name,
                )


def _all_places(event: Event) -> tuple[Table | HomePlace, ...]:
    return (*event.tables, *event.home_places)


def _places(event: Event) -> Iterator[str]:
    zones = {zone.id for zone in event.zones}
    organizations = set(event.organization_of)
    for place in _all_places(event):
        if place.zone not in zones:
            yield Sentence(
                "table {key!r}: unknown zone {other!r}", key=place.id, other=place.zone
            )
    for walk in event.walking:
        for zone in walk.zones:
            if zone not in zones:
                yield Sentence("walking time: unknown zone {key!r}", key=zone)
    for home in event.home_places:
        for organization in home.organizations:
            if organization not in organizations:
                yield Sentence(
                    "home place {key!r}: unknown organization {other!r}",
                    key=home.id,
                    other=organization,
                )


def _people(event: Event) -> Iterator[str]:
    points = {point.id for point in event.arrival_points}
    sessions = {session.id for session in event.sessions}
    for delegate in event.delegates:
        who = Sentence("delegate {key!r}", key=delegate.id)
        organization = event.organization_of.get(delegate.organization)
        if organization is None:
            yield Sentence(
                "{where}: unknown organization {key!r}",
                where=who,
                key=delegate.organization,
            )
        elif delegate.unit is not None and delegate.unit not in {
            unit.id for unit in organization.units
        }:
            yield Sentence(
                "{where}: unknown unit {key!r}", where=who, key=delegate.unit
            )
        for point in (delegate.trip.arrival_point, delegate.trip.departure_point):
            if point is not None and point not in points:
                yield Sentence(
                    "{where}: unknown arrival point {key!r}", where=who, key=point
                )
        for session in (delegate.sessions or frozenset()) - sessions:
            yield Sentence("{where}: unknown session {key!r}", where=who, key=session)


def _side(event: Event, side: Side, who: Callable[[], str]) -> Iterator[str]:
    """Yield what is wrong with a side of what ``who`` says."""
    organization = event.organization_of.get(side.organization)
    if organization is None:
        yield Sentence(
            "{where}: unknown organization {key!r}", where=who(), key=side.organization
        )
        return
    if side.unit is not None and side.unit not in {u.id for u in organization.units}:
        yield Sentence("{where}: unknown unit {key!r}", where=who(), key=side.unit)
    if side.delegate is not None:
        delegate = event.delegate_of.get(side.delegate)
        if delegate is None or delegate.organization != side.organization:
            yield Sentence(
                "{where}: {key!r} is no delegate of {other!r}",
                where=who(),
                key=side.delegate,
                other=side.organization,
            )


def _wishes(event: Event) -> Iterator[str]:
    # Wishes share their sides: 240,000 checks become 6,000.
    sound: set[int] = set()
    for number, wish in enumerate((*event.wishes, *event.promised), start=1):
        wisher, wished = wish.wisher, wish.wished
        for side in (wisher, wished):
            if id(side) not in sound:
                found = list(_side(event, side, partial(_where, wish, number)))
                yield from found
                if not found:
                    sound.add(id(side))
        if wisher.organization == wished.organization and wisher.unit == wished.unit:
            yield Sentence(
                "{where}: {key!r} wishes to meet itself",
                where=_where(wish, number),
                key=wisher.organization,
            )
    for veto in event.vetoes:
        for side in veto.sides:
            yield from _side(event, side, lambda: mark("veto"))


def _where(wish: Wish, number: int) -> str:
    """Return where a wish stands: said of few, and asked of 15,000."""
    return wish.source or Sentence("wish {number}", number=number)
