"""An event: everything that is planned together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from b4h_scheduler.domain.base import Entity, Name, utc
from b4h_scheduler.domain.people import Companion, Delegate, Organization
from b4h_scheduler.domain.places import (
    ArrivalPoint,
    HomePlace,
    Table,
    WalkingTime,
    Zone,
)
from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.domain.times import Break, Session, Slot
from b4h_scheduler.domain.wishes import Veto, Wish
from b4h_scheduler.sentence import Sentence, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.ids import DelegateId, OrganizationId, TableId


class Event(Entity):
    """One matchmaking event with everybody and every wish."""

    name: Name
    time_zone: str
    """IANA name."""
    venue: str = ""
    organizer: str = ""
    organizer_email: str = ""
    funding: str = ""
    """Who pays for it, as funders want it said; below pages, prints and mails."""
    languages: tuple[str, ...] = ("en",)
    sessions: tuple[Session, ...] = Field(min_length=1)
    breaks: tuple[Break, ...] = ()
    zones: tuple[Zone, ...] = ()
    walking: tuple[WalkingTime, ...] = ()
    tables: tuple[Table, ...] = ()
    home_places: tuple[HomePlace, ...] = ()
    arrival_points: tuple[ArrivalPoint, ...] = ()
    organizations: tuple[Organization, ...] = ()
    delegates: tuple[Delegate, ...] = ()
    companions: tuple[Companion, ...] = ()
    wishes: tuple[Wish, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    promised: tuple[Wish, ...] = ()
    """Meetings the organizer promised; each is a wish too."""
    policy: Policy = Policy()

    @field_validator("time_zone")
    @classmethod
    def _exists(cls, key: str) -> str:
        try:
            ZoneInfo(key)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = Sentence(
                "unknown time zone {key!r}; use an IANA name, Europe/Berlin", key=key
            )
            raise ValueError(message) from None
        return key

    @model_validator(mode="after")
    def _is_consistent(self) -> Event:
        from b4h_scheduler.domain.consistency import inconsistencies  # noqa: PLC0415

        found = inconsistencies(self)
        if found:
            raise ValueError(listed(found[:20]))
        return self

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The event's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """All slots in order of time."""
        slots: list[Slot] = []
        for session in sorted(self.sessions, key=lambda s: utc(s.start)):
            slots.extend(session.slots(len(slots)))
        return tuple(slots)

    @cached_property
    def slot_seconds(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each slot in seconds of UTC, for comparing many."""
        return tuple(
            (round(slot.start.timestamp()), round(slot.end.timestamp()))
            for slot in self.slots
        )

    @cached_property
    def organization_of(self) -> dict[OrganizationId, Organization]:
        """Organizations by id."""
        return {organization.id: organization for organization in self.organizations}

    @cached_property
    def delegate_of(self) -> dict[DelegateId, Delegate]:
        """Delegates by id."""
        return {delegate.id: delegate for delegate in self.delegates}

    @cached_property
    def place_of(self) -> dict[TableId, Table | HomePlace]:
        """Tables and home places by id."""
        places: Iterable[Table | HomePlace] = (*self.tables, *self.home_places)
        return {place.id: place for place in places}

    @cached_property
    def delegates_by_organization(self) -> dict[OrganizationId, tuple[Delegate, ...]]:
        """Delegates of each organization, in file order."""
        members: dict[OrganizationId, list[Delegate]] = {}
        for delegate in self.delegates:
            members.setdefault(delegate.organization, []).append(delegate)
        return {key: tuple(value) for key, value in members.items()}
