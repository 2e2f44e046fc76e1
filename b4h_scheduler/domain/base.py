"""What all domain types share: frozen, strict about unknown fields."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from b4h_scheduler.sentence import Sentence

Text = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Entity(BaseModel):
    """Base of domain types."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def utc(moment: datetime) -> datetime:
    """Return the moment in UTC.

    Python compares and subtracts two datetimes of one time zone by their wall
    clocks, which is wrong across a change of clocks: do both in UTC.
    """
    return moment.astimezone(UTC)


def is_same_moment(one: datetime, other: datetime) -> bool:
    """Whether two moments are one, whatever their time zones and clocks say."""
    if one.tzinfo is other.tzinfo and one.fold == other.fold and one == other:
        return True  # nearly always, and fast
    return utc(one) == utc(other)


class Interval(Entity):
    """A half-open stretch of time: ``start`` belongs to it, ``end`` does not."""

    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _runs_forward(self) -> Interval:
        if utc(self.start) >= utc(self.end):
            raise ValueError(
                Sentence(
                    "the end ({end}) is not after the start ({start})",
                    end=f"{self.end:%Y-%m-%d %H:%M}",
                    start=f"{self.start:%Y-%m-%d %H:%M}",
                )
            )
        return self

    @property
    def minutes(self) -> int:
        """Length in real minutes."""
        return round((utc(self.end) - utc(self.start)).total_seconds() / 60)

    def overlaps(self, other: Interval) -> bool:
        """Whether some moment lies in both."""
        return utc(self.start) < utc(other.end) and utc(other.start) < utc(self.end)

    def contains(self, other: Interval) -> bool:
        """Whether ``other`` lies wholly inside."""
        return utc(self.start) <= utc(other.start) and utc(other.end) <= utc(self.end)
