"""Zones, tables, home places, arrival points."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from b4h_scheduler.domain.base import Entity, Interval, Minutes, Name
from b4h_scheduler.domain.ids import (
    ArrivalPointId,
    OrganizationId,
    TableId,
    ZoneId,
)


class Zone(Entity):
    """A room or hall."""

    id: ZoneId
    name: Name


class WalkingTime(Entity):
    """Minutes on foot between two zones (both ways)."""

    zones: tuple[ZoneId, ZoneId]
    minutes: Minutes


class Table(Entity):
    """One meeting place of the common pool."""

    id: TableId
    zone: ZoneId
    position: str = ""
    seats: Annotated[int, Field(ge=2, le=50)] = 4
    features: frozenset[str] = frozenset()
    """Such as ``screen``, ``step-free``, ``calls``."""
    closed: tuple[Interval, ...] = ()


class HomeUse(StrEnum):
    """How the organizations of a home place use it."""

    ALWAYS = "always"
    PREFERRED = "preferred"


class HomePlace(Entity):
    """A booth or table of one or several organizations, outside the common pool."""

    id: TableId
    zone: ZoneId
    organizations: tuple[OrganizationId, ...] = Field(min_length=1)
    capacity: Annotated[int, Field(ge=1, le=50)] = 1
    """Meetings at once."""
    use: HomeUse = HomeUse.PREFERRED
    is_open_to_others: bool = False
    """Others may meet here when it is idle."""
    position: str = ""
    seats: Annotated[int, Field(ge=2, le=50)] = 4
    features: frozenset[str] = frozenset()
    closed: tuple[Interval, ...] = ()


class TravelMode(StrEnum):
    """How people come."""

    PLANE = "plane"
    TRAIN = "train"
    OTHER = "other"


EXIT_MIN = {TravelMode.PLANE: 30, TravelMode.TRAIN: 5, TravelMode.OTHER: 0}
BUFFER_MIN = {TravelMode.PLANE: 20, TravelMode.TRAIN: 10, TravelMode.OTHER: 0}
BE_THERE_MIN = {TravelMode.PLANE: 90, TravelMode.TRAIN: 15, TravelMode.OTHER: 0}
CHECK_IN_MIN = 15
"""At the event's desk."""


class ArrivalPoint(Entity):
    """An airport or station, with the minutes that the arithmetic of trips needs.

    ``None`` takes the default of the mode.
    """

    id: ArrivalPointId
    name: Name
    mode: TravelMode
    transfer_min: Minutes
    """On the way between here and the venue."""
    exit_min: Minutes | None = None
    buffer_min: Minutes | None = None
    be_there_min: Minutes | None = None
    check_in_min: Minutes = CHECK_IN_MIN
    late_min: Minutes | None = None
    """Late by this many minutes or more in one case of ten."""

    def minutes_after_arrival(self) -> int:
        """Scheduled arrival + this = present: exit, transfer, check-in, buffer."""
        leaving = EXIT_MIN[self.mode] if self.exit_min is None else self.exit_min
        return leaving + self.transfer_min + self.check_in_min + self.buffer

    def minutes_before_departure(self) -> int:
        """Departure - this = gone: be there, transfer, buffer."""
        ahead = self.be_there_min
        ahead = BE_THERE_MIN[self.mode] if ahead is None else ahead
        return ahead + self.transfer_min + self.buffer

    @property
    def buffer(self) -> int:
        """Minutes of delay that the arithmetic allows for."""
        return BUFFER_MIN[self.mode] if self.buffer_min is None else self.buffer_min
