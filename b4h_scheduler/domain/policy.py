"""Everything the organizer can set, with its default."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from b4h_scheduler.domain.base import Entity, Minutes
from b4h_scheduler.domain.people import CountingMeetings, Kind
from b4h_scheduler.sentence import Sentence, mark


class Eligibility(StrEnum):
    """Which wishes may become meetings, by the kind of the side wished for."""

    MUTUAL = "mutual"
    ANSWERED = "answered"
    OPEN = "open"


Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Percent = Annotated[int, Field(ge=0, le=100)]


class Values(Entity):
    """What a wish is worth."""

    priority: tuple[int, int, int] = (90, 60, 40)
    """Of priority 1, 2, 3: falling."""
    accepted_bonus: Annotated[int, Field(ge=0)] = 10
    """Added to an accepted wish that is not mutual."""
    unanswered_percent: Percent = 75
    """An unanswered wish is worth this part of its priority's value."""

    @model_validator(mode="after")
    def _falls(self) -> Values:
        first, second, third = self.priority
        if not first > second > third > 0:
            raise ValueError(
                mark("values of priorities 1, 2, 3 must fall and be above 0")
            )
        return self


class FairnessOver(StrEnum):
    """Over whom bonuses are counted."""

    ORGANIZATIONS = "organizations"
    DELEGATES = "delegates"


class Fairness(Entity):
    """Bonuses for the first meetings, so that few meetings are shared out."""

    bonus: tuple[Annotated[int, Field(ge=0)], ...] = (4, 3, 2, 1)
    """Of the first, second, ... meeting: never rising; empty: none."""
    over: FairnessOver = FairnessOver.ORGANIZATIONS
    least_meetings: Annotated[int, Field(ge=0)] = 2
    """"Nobody empty": meetings missing below min(this, own candidates) count."""

    @model_validator(mode="after")
    def _never_rises(self) -> Fairness:
        if any(a < b for a, b in zip(self.bonus, self.bonus[1:], strict=False)):
            raise ValueError(mark("bonuses must not rise from one meeting to the next"))
        return self


class Limits(Entity):
    """Hard limits with their defaults; ``None`` or 0 switches one off."""

    longest_run_min: Minutes | None = 90
    """Longest run of meetings without a pause, in minutes of meeting time."""
    most_percent: Percent = 90
    """Most meetings: this part of a delegate's own slots, rounded down (at least 1)."""
    most_per_day: Annotated[int, Field(ge=0)] | None = None
    lunch_min: Minutes = 40
    """Free minutes owed between ``lunch_from`` and ``lunch_until``."""
    lunch_from: Clock = "12:00"
    lunch_until: Clock = "14:00"
    spare_tables_percent: Percent = 5
    """Tables (at least one) of the common pool kept free per slot for the desk."""
    notice_min: Minutes = 30
    """On the day: a meeting starting within this time changes only if impossible."""

    @model_validator(mode="after")
    def _lunch_fits(self) -> Limits:
        start, until = map(time.fromisoformat, (self.lunch_from, self.lunch_until))
        minutes = (until.hour - start.hour) * 60 + until.minute - start.minute
        if self.lunch_min > minutes:
            message = Sentence(
                "{minutes} minutes of lunch do not fit between {begin} and {end}",
                minutes=self.lunch_min,
                begin=str(self.lunch_from),
                end=str(self.lunch_until),
            )
            raise ValueError(message)
        return self


class LevelName(StrEnum):
    """The organizer's names for the levels, in default order."""

    PROMISED = "promised"
    VOUCHERS = "vouchers"
    NOBODY_EMPTY = "nobody-empty"
    WISHES = "wishes"
    WAITING = "waiting"
    RISK = "risk"
    MOVES = "moves"


class ChangeCosts(Entity):
    """What a change to a released plan costs on re-planning."""

    dropped: Annotated[int, Field(ge=0)] = 10
    moved: Annotated[int, Field(ge=0)] = 3
    table: Annotated[int, Field(ge=0)] = 1
    added: Annotated[int, Field(ge=0)] = 1


class Policy(Entity):
    """Rules of an event."""

    eligibility: dict[Kind, Eligibility] = Field(
        default_factory=lambda: {
            Kind.CORPORATE: Eligibility.ANSWERED,
            Kind.INVESTOR: Eligibility.ANSWERED,
        }
    )
    """Kinds left out: ``open``. Where a file holds no answers at all: all ``open``."""
    values: Values = Values()
    fairness: Fairness = Fairness()
    limits: Limits = Limits()
    levels: tuple[LevelName, ...] = (
        LevelName.PROMISED,
        LevelName.VOUCHERS,
        LevelName.NOBODY_EMPTY,
        LevelName.WISHES,
        LevelName.WAITING,
        LevelName.MOVES,
    )
    voucher_reserve: Annotated[int, Field(ge=0)] = 2
    voucher_counts: CountingMeetings = CountingMeetings.ON_SITE_ABROAD
    change_costs: ChangeCosts = ChangeCosts()
    require_common_language: bool = False
    """Pairs known to share no language need an interpreter; else only a warning."""
    small_group: Annotated[int, Field(ge=1)] = 5
    """The public report merges groups smaller than this."""

    @field_validator("levels")
    @classmethod
    def _is_an_order(cls, levels: tuple[LevelName, ...]) -> tuple[LevelName, ...]:
        if len(set(levels)) < len(levels):
            raise ValueError(mark("a level stands twice in the order of levels"))
        if LevelName.WISHES not in levels:
            raise ValueError(mark("the order of levels lacks wishes"))
        return levels
