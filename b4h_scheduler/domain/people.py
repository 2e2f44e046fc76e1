"""Organizations, units, delegates, companions, trips, vouchers."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from b4h_scheduler.domain.base import Entity, Interval, Name, Text, utc
from b4h_scheduler.domain.ids import (
    ArrivalPointId,
    CompanionId,
    DelegateId,
    OrganizationId,
    SessionId,
    UnitId,
)
from b4h_scheduler.sentence import Sentence, mark

Count = Annotated[int, Field(ge=0, le=1000)]


class Kind(StrEnum):
    """What an organization is."""

    COMPANY = "company"
    CORPORATE = "corporate"
    INVESTOR = "investor"
    UNIVERSITY = "university"
    CLUSTER = "cluster"
    PUBLIC = "public"
    OTHER = "other"


class Attends(StrEnum):
    """Whether the delegates of an organization share one agenda."""

    TOGETHER = "together"
    SEPARATELY = "separately"


class Unit(Entity):
    """A lab or represented member that wishes and is wished for by itself."""

    id: UnitId
    name: Name


class Organization(Entity):
    """A company, cluster, investor or university."""

    id: OrganizationId
    name: Name
    number: str = ""
    legal_name: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, upper case, or empty if unknown."""
    region: str = ""
    kind: Kind = Kind.COMPANY
    is_sme: bool | None = None
    sectors: tuple[str, ...] = ()
    offers: Text = ""
    seeks: Text = ""
    attends: Attends = Attends.TOGETHER
    units: tuple[Unit, ...] = ()
    needs: frozenset[str] = frozenset()
    """Features that every table of its meetings must have (``step-free``)."""


class CountingMeetings(StrEnum):
    """Which meetings count for a voucher."""

    ON_SITE_ABROAD = "on-site-abroad"
    """On site, with a partner from another country (default)."""
    ON_SITE = "on-site"
    ALL = "all"


class Voucher(Entity):
    """Pays the trip of one named delegate."""

    number: Name
    partner: str = ""
    """The issuing regional partner."""
    amount_cents: Annotated[int, Field(ge=0)] | None = None
    least: Count
    """Least number of counting meetings."""
    counts: CountingMeetings | None = None
    """None: the event's rule."""


class Trip(Entity):
    """How a delegate comes and goes; each half may be missing.

    ``present_from`` and ``present_until`` override the arithmetic, with a reason.
    """

    arrival_point: ArrivalPointId | None = None
    arrival: AwareDatetime | None = None
    departure_point: ArrivalPointId | None = None
    departure: AwareDatetime | None = None
    present_from: AwareDatetime | None = None
    present_until: AwareDatetime | None = None
    override_reason: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> Trip:
        if (self.arrival is None) != (self.arrival_point is None):
            raise ValueError(mark("an arrival needs both a point and a time"))
        if (self.departure is None) != (self.departure_point is None):
            raise ValueError(mark("a departure needs both a point and a time"))
        if self.arrival and self.departure and utc(self.arrival) >= utc(self.departure):
            raise ValueError(
                Sentence(
                    "arrival {arrival} is not before departure {departure}",
                    arrival=f"{self.arrival:%Y-%m-%d %H:%M}",
                    departure=f"{self.departure:%Y-%m-%d %H:%M}",
                )
            )
        if (self.present_from or self.present_until) and not self.override_reason:
            raise ValueError(mark("overriding a trip's times needs a reason"))
        return self

    @property
    def is_empty(self) -> bool:
        """Nothing is known."""
        times = (self.arrival, self.departure, self.present_from, self.present_until)
        return all(moment is None for moment in times)


class Delegate(Entity):
    """A person attending for an organization."""

    id: DelegateId
    name: Name
    organization: OrganizationId
    unit: UnitId | None = None
    email: str = ""
    phone: str = ""
    role: str = ""
    language: str = "en"
    """Of mails: ISO 639-1."""
    speaks: frozenset[str] = frozenset()
    """ISO 639-1; empty if unknown."""
    is_online: bool = False
    voucher: Voucher | None = None
    trip: Trip = Trip()
    busy: tuple[Interval, ...] = ()
    sessions: frozenset[SessionId] | None = None
    """Sessions attended; None: all."""
    most: Count | None = None
    least: Count | None = None


class Companion(Entity):
    """An interpreter or coach: an agenda, no wishes; joins meetings that need one."""

    id: CompanionId
    name: Name
    email: str = ""
    languages: frozenset[str]
    """For an interpreter: translates between any two of them (ISO 639-1)."""
    available: tuple[Interval, ...] = ()
    """Empty: the whole event."""
    busy: tuple[Interval, ...] = ()
