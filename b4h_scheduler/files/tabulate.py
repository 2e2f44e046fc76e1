"""An event as the lists its files hold: the reverse of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.people import Attends, Kind
from b4h_scheduler.domain.places import HomePlace
from b4h_scheduler.domain.times import AmbiguousTimeError, local_moment
from b4h_scheduler.domain.wishes import Answer, Side
from b4h_scheduler.files import identifiers
from b4h_scheduler.files.directory import Directory
from b4h_scheduler.files.text_cells import lookup_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate, Organization
    from b4h_scheduler.domain.places import Table
    from b4h_scheduler.domain.wishes import Wish

Entry = dict[str, str | int | None]
"""One row by column key; None and "" are empty."""


def tabulate(event: Event) -> dict[str, list[Entry]]:
    """Return all lists of an event by name, empty ones too.

    Reading them gives an equal event, but that ``source`` of wishes names the new
    files and times have whole minutes.
    """
    return _Tabulator(event).lists()


class _Tabulator:
    def __init__(self, event: Event) -> None:
        self.event = event
        self.directory = Directory(event.organizations, event.delegates)
        self.has_own_ids = _has_own_organization_ids(event)
        self.has_own_delegate_ids = _has_own_delegate_ids(event)
        self.is_apart = _must_stand_apart(event)
        """Organizations need a list of their own."""
        self._known: dict[Side, tuple[str, bool]] = {}

    def lists(self) -> dict[str, list[Entry]]:
        event = self.event
        return {
            "sessions": [
                {
                    "id": each.id,
                    "name": each.name,
                    "date": each.start.astimezone(event.zone_info).date().isoformat(),
                    "start": self._clock(each.start),
                    "slots": each.num_slots,
                    "slot_min": each.slot_min,
                    "changeover_min": each.changeover_min,
                }
                for each in event.sessions
            ],
            "breaks": [
                {
                    "name": each.name,
                    "date": each.time.start.astimezone(event.zone_info)
                    .date()
                    .isoformat(),
                    "start": self._clock(each.time.start),
                    "end": self._end(each.time),
                }
                for each in event.breaks
            ],
            "zones": [{"id": each.id, "name": each.name} for each in event.zones],
            "walking": [
                {"from": each.zones[0], "to": each.zones[1], "minutes": each.minutes}
                for each in event.walking
            ],
            "arrival_points": [
                each.model_dump(mode="json") for each in event.arrival_points
            ],
            "organizations": (
                [self._organization(each) for each in event.organizations]
                if self.is_apart
                else []
            ),
            "units": self._units(),
            "participants": [self._delegate(each) for each in event.delegates],
            "tables": [
                *(self._place(each) for each in event.tables),
                *(self._place(each) for each in event.home_places),
            ],
            "companions": [
                {
                    "id": each.id,
                    "name": each.name,
                    "email": each.email,
                    "languages": _joined(each.languages),
                    "available": self._stretches(each.available),
                    "busy": self._stretches(each.busy),
                }
                for each in event.companions
            ],
            "wishes": [self._wish(wish) for wish in event.wishes],
            "vetoes": [
                {**self._sides(*veto.sides), "reason": veto.reason}
                for veto in event.vetoes
            ],
            "promised": [self._wish(wish) for wish in event.promised],
        }

    def _organization(self, each: Organization) -> Entry:
        return {
            "organization": each.name,
            "organization_id": each.id if self.has_own_ids else None,
            "number": each.number,
            "legal_name": each.legal_name,
            "country": each.country,
            "region": each.region,
            "kind": "" if each.kind is Kind.COMPANY else each.kind.value,
            "sme": _yes_no(each.is_sme),
            "sectors": "; ".join(each.sectors),
            "offers": each.offers,
            "seeks": each.seeks,
            "needs": _joined(each.needs),
            "attends": "" if each.attends is Attends.TOGETHER else each.attends.value,
        }

    def _delegate(self, each: Delegate) -> Entry:
        organization = self.event.organization_of[each.organization]
        entry = self._organization(organization)
        if self.is_apart:
            entry = {"organization": organization.name}
            if self.has_own_ids:
                entry["organization_id"] = organization.id
        unit = next((u for u in organization.units if u.id == each.unit), None)
        trip, voucher = each.trip, each.voucher
        return {
            **entry,
            "unit": unit.name if unit else None,
            "unit_id": unit.id
            if unit and self._has_own_unit_id(organization)
            else None,
            "id": each.id if self.has_own_delegate_ids else None,
            "name": each.name,
            "email": each.email,
            "phone": each.phone,
            "role": each.role,
            "language": each.language,
            "speaks": _joined(each.speaks),
            "online": _yes_no(each.is_online or None),
            "voucher": voucher.number if voucher else None,
            "voucher_partner": voucher.partner if voucher else None,
            "voucher_amount": _euros(voucher.amount_cents) if voucher else None,
            "voucher_least": voucher.least if voucher else None,
            "voucher_counts": voucher.counts if voucher else None,
            "arrival_point": trip.arrival_point,
            "arrival": self._moment(trip.arrival),
            "departure_point": trip.departure_point,
            "departure": self._moment(trip.departure),
            "present_from": self._moment(trip.present_from),
            "present_until": self._moment(trip.present_until),
            "override_reason": trip.override_reason,
            "busy": self._stretches(each.busy),
            "sessions": None if each.sessions is None else _joined(each.sessions),
            "most": each.most,
            "least": each.least,
        }

    def _units(self) -> list[Entry]:
        """Return units for which no delegate stands."""
        used = {(each.organization, each.unit) for each in self.event.delegates}
        return [
            {
                "organization": self._reference(Side(organization=each.id)),
                "name": unit.name,
                "id": unit.id if self._has_own_unit_id(each) else None,
            }
            for each in self.event.organizations
            for unit in each.units
            if (each.id, unit.id) not in used
        ]

    def _has_own_unit_id(self, organization: Organization) -> bool:
        base = (
            organization.id
            if self.has_own_ids
            else identifiers.organization_id(organization.number, organization.name)
        )
        return any(
            unit.id != identifiers.unit_id(base, unit.name)
            for unit in organization.units
        )

    def _place(self, each: Table | HomePlace) -> Entry:
        entry: Entry = {
            "id": each.id,
            "zone": each.zone,
            "position": each.position,
            "seats": each.seats,
            "features": _joined(each.features),
        }
        if isinstance(each, HomePlace):
            sides = (Side(organization=owner) for owner in each.organizations)
            entry |= {
                "home_of": "; ".join(map(self._reference, sides)),
                "capacity": each.capacity,
                "use": each.use.value,
                "open_to_others": _yes_no(each.is_open_to_others),
            }
        entry["closed"] = self._stretches(each.closed)
        return entry

    def _wish(self, wish: Wish) -> Entry:
        is_open = wish.answer is Answer.OPEN
        return {
            **self._sides(wish.wisher, wish.wished),
            "priority": wish.priority,
            "message": wish.message,
            "answer": "" if is_open else wish.answer.value,
            "answer_text": wish.reply,
        }

    def _sides(self, first: Side, second: Side) -> Entry:
        entry: Entry = {"from": None, "to": None}
        for key, side in (("from", first), ("to", second)):
            # Wishes share their sides.
            text, is_side = self._known.get(side) or self._known.setdefault(
                side, self._referred(side)
            )
            entry[key] = text
            if not is_side:
                entry[f"{key}_unit"] = side.unit
                entry[f"{key}_delegate"] = side.delegate
        return entry

    def _referred(self, side: Side) -> tuple[str, bool]:
        """Return the text for a side, and whether it means just that."""
        text = self._reference(side)
        return text, self.directory.look_up(text) == side

    def _reference(self, side: Side) -> str:
        """Return the most readable text that means the side, else its organization."""
        organization = self.event.organization_of[side.organization]
        texts = [organization.name, organization.number, organization.id]
        if side.unit is not None:
            texts += [u.name for u in organization.units if u.id == side.unit]
            texts.append(side.unit)
        if side.delegate is not None:
            delegate = self.event.delegate_of[side.delegate]
            texts = [delegate.email, delegate.name, delegate.id, *texts]
        whole = Side(organization=side.organization)
        for meant in (side, whole):
            for text in texts:
                if text and ";" not in text and self.directory.look_up(text) == meant:
                    return text
        return organization.id

    def _moment(self, moment: datetime | None) -> str | None:
        """Return the time on the event's wall clock; with offset if it is twice."""
        if moment is None:
            return None
        local = moment.astimezone(self.event.zone_info)
        try:
            at = local.time().replace(fold=0)
            local_moment(local.date(), at, self.event.zone_info)
        except AmbiguousTimeError:
            return local.isoformat(" ", "minutes")
        return f"{local:%Y-%m-%d %H:%M}"

    def _clock(self, moment: datetime) -> str:
        """Return the time alone, where its date stands beside it."""
        text = self._moment(moment) or ""
        day, _, clock = text.partition(" ")
        is_plain = len(clock) == len("09:40")
        return clock if day and is_plain else text

    def _stretches(self, stretches: Iterable[Interval]) -> str:
        return "; ".join(self._stretch(each) for each in stretches)

    def _stretch(self, each: Interval) -> str:
        return f"{self._moment(each.start)} - {self._end(each)}"

    def _end(self, each: Interval) -> str | None:
        """Return the end; without its date if that is the start's."""
        start, end = self._moment(each.start), self._moment(each.end)
        if start is None or end is None or "+" in start[16:] + end[16:]:
            return end
        return end[11:] if start[:10] == end[:10] else end


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(sorted(texts))


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 - a cell's value
    return "" if value is None else "yes" if value else "no"


def _euros(cents: int | None) -> str | None:
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def _has_own_organization_ids(event: Event) -> bool:
    """Whether ids differ from those that names and numbers give when read."""
    names = [lookup_key(each.name) for each in event.organizations]
    if len(set(names)) < len(names):
        return True
    taken: set[str] = set()
    return any(
        each.id
        != identifiers.distinct(
            identifiers.organization_id(each.number, each.name), taken
        )
        for each in event.organizations
    )


def _has_own_delegate_ids(event: Event) -> bool:
    taken: set[str] = set()
    return any(
        each.id
        != identifiers.distinct(
            identifiers.delegate_id(each.email, each.organization, each.name), taken
        )
        for each in event.delegates
    )


def _must_stand_apart(event: Event) -> bool:
    """Whether participants alone would lose organizations or their order."""
    seen = dict.fromkeys(each.organization for each in event.delegates)
    return list(seen) != [each.id for each in event.organizations]
