"""What all domain types share: frozen, strict about unknown fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(max_length=5000)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Entity(BaseModel):
    """Base of domain types."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Interval(Entity):
    """A half-open stretch of time: ``start`` belongs to it, ``end`` does not."""

    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _runs_forward(self) -> Interval:
        if self.start >= self.end:
            message = f"the end ({self.end}) is not after the start ({self.start})"
            raise ValueError(message)
        return self

    def overlaps(self, other: Interval) -> bool:
        """Whether some moment lies in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Interval) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end
