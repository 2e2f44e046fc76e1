"""Days, sessions, slots, breaks. All moments are aware, in the event's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, Field

from b4h_scheduler.domain.base import Entity, Interval, Minutes, Name, utc
from b4h_scheduler.domain.ids import SessionId, SlotId
from b4h_scheduler.sentence import Sentence

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class AmbiguousTimeError(ValueError):
    """A local time that does not exist or exists twice on the day clocks change."""


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall-clock time.

    Raises
    ------
    AmbiguousTimeError
        The clocks change and the time occurs twice or not at all.
    """
    first = datetime.combine(day, at, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    exists = utc(first).astimezone(zone).replace(tzinfo=None)
    if exists != datetime.combine(day, at):
        raise AmbiguousTimeError(
            Sentence(
                "{day} {time} does not exist in {zone}: clocks go forward",
                day=str(day),
                time=f"{at:%H:%M}",
                zone=zone.key,
            )
        )
    raise AmbiguousTimeError(
        Sentence(
            "{day} {time} occurs twice in {zone}: clocks go back",
            day=str(day),
            time=f"{at:%H:%M}",
            zone=zone.key,
        )
    )


def later(moment: datetime, minutes: int) -> datetime:
    """Return the moment so many real minutes later, in the same time zone.

    Python's own ``+`` moves the wall clock, which is wrong by an hour across a
    change of clocks.
    """
    return (utc(moment) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)


class Slot(Entity):
    """One meeting period (without the changeover that follows)."""

    id: SlotId
    session: SessionId
    index: Annotated[int, Field(ge=0)]
    """Place among all slots of the event, in order of time."""
    time: Interval

    @property
    def start(self) -> datetime:
        """When the meeting begins."""
        return self.time.start

    @property
    def end(self) -> datetime:
        """When the meeting ends."""
        return self.time.end

    @property
    def minutes(self) -> int:
        """Length of the meeting."""
        return self.time.minutes


class Session(Entity):
    """A run of slots on one day, all of one length."""

    id: SessionId
    name: Name
    start: AwareDatetime
    slot_min: Annotated[int, Field(ge=5, le=240)] = 20
    changeover_min: Minutes = 0
    num_slots: Annotated[int, Field(ge=1, le=200)]

    @property
    def day(self) -> date:
        """The local date."""
        return self.start.date()

    @property
    def end(self) -> datetime:
        """End of the last slot."""
        pitch = self.slot_min + self.changeover_min
        return later(self.start, pitch * (self.num_slots - 1) + self.slot_min)

    @property
    def time(self) -> Interval:
        """From the first slot's start to the last slot's end."""
        return Interval(start=self.start, end=self.end)

    def slots(self, first_index: int) -> tuple[Slot, ...]:
        """Return the slots, numbered on from ``first_index``."""
        pitch = self.slot_min + self.changeover_min
        starts = [later(self.start, pitch * n) for n in range(self.num_slots)]
        return tuple(
            Slot(
                id=SlotId(f"{self.id}-{n + 1:02d}"),
                session=self.id,
                index=first_index + n,
                time=Interval(start=start, end=later(start, self.slot_min)),
            )
            for n, start in enumerate(starts)
        )


class Break(Entity):
    """A pause of the program (lunch, coffee): no slot may overlap it."""

    name: Name
    time: Interval
