"""A plan: the meetings of an event, what is proven, and what was left out.

This is what ``plan.json`` holds and what every output is made from.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from b4h_scheduler.domain.base import Entity
from b4h_scheduler.domain.ids import (
    CandidateId,
    CompanionId,
    DelegateId,
    MeetingId,
    OrganizationId,
    SlotId,
    TableId,
)
from b4h_scheduler.domain.wishes import Candidate, Side
from b4h_scheduler.domain.words import Words

SCHEMA: Final = 1
"""Raised when ``plan.json`` changes its form."""


class Meeting(Entity):
    """A candidate that is held."""

    id: MeetingId
    """Stable over revisions: derived from the two sides."""
    candidate: CandidateId
    sides: tuple[Side, Side]
    slot: SlotId
    start: AwareDatetime
    end: AwareDatetime
    table: TableId | None
    """None: online only."""
    delegates: tuple[tuple[DelegateId, ...], tuple[DelegateId, ...]]
    """Who attends, for each side; online and on site."""
    companions: tuple[CompanionId, ...] = ()
    value: int
    priority: Literal[1, 2, 3]
    is_mutual: bool
    is_promised: bool = False
    is_pinned: bool = False
    is_booked: bool = False
    """Agreed on the spot, at the help desk."""


class Reason(Entity):
    """One obstacle that kept a candidate out."""

    rule: str
    """A ``solver.Rule`` value, a ``domain.Ineligible`` value, or "could-be-added"."""
    text: Words
    """For the organizer, in English."""
    organization: OrganizationId | None = None
    """Whose obstacle it is, if one side's."""
    slots: tuple[SlotId, ...] = ()
    candidates: tuple[CandidateId, ...] = ()
    """Meetings in the way."""


class Unmet(Entity):
    """A candidate that is not held, with every reason."""

    candidate: Candidate
    reasons: tuple[Reason, ...] = Field(min_length=1)


class BoundScope(StrEnum):
    """Over which plans a bound holds."""

    ALL = "all"
    HELD = "held"
    TIMETABLE = "timetable"


class CertificateLine(Entity):
    """What is proven about one level (DESIGN "Levels and what a bound means")."""

    level: str
    """``solver.Level`` value: promised, changes, targets, least, value, waiting, ...

    The settings' names of levels are others: docs/outputs.md has both.
    """
    value: int
    bound: int
    scope: BoundScope
    proven: bool
    method: str
    seconds: float
    safe_bound: int | None = None
    """The bound that follows from the stored prices alone, in exact integers."""


class VoucherStatus(Entity):
    """A voucher holder and its meetings."""

    delegate: DelegateId
    number: str
    partner: str
    least: int
    target: int
    """Least plus the event's reserve."""
    possible: int
    """What the holder's own candidates and times can give at most."""
    planned: int
    counting: int
    first_slot: SlotId | None
    last_slot: SlotId | None


class RunRecord(Entity):
    """What is needed to make the same plan again."""

    input_hash: str
    """SHA-256 of the input files' canonical content."""
    seed: int
    workers: int
    time_limit_s: float | None
    work_limit: int | None
    created: AwareDatetime
    seconds: Annotated[float, Field(ge=0)]
    seconds_per_step: dict[str, float]
    versions: dict[str, str]
    """Of this program, Python, ortools, numpy, scipy, numba."""
    status: str
    """``optimal``, ``feasible``; plans with another status do not exist."""


class Change(Entity):
    """A difference to the released plan this one was re-planned from."""

    meeting: MeetingId
    kind: Literal["added", "dropped", "moved", "table", "people"]
    is_forced: bool
    """It had become impossible as it was."""
    before: Meeting | None
    after: Meeting | None
    delegates: tuple[DelegateId, ...]
    """Whom it concerns."""
    reason: Words = ""
    """Why it was forced."""

    @property
    def told(self) -> str:
        """The kind in words to come: a table left or gained is not another table."""
        if self.kind == "table" and self.before and self.after:
            if self.after.table is None:
                return "online"
            if self.before.table is None:
                return "on-site"
        return self.kind


class Plan(Entity):
    """All meetings of an event: a draft (revision 0) or a released revision."""

    schema_version: Literal[1] = SCHEMA
    event_name: str
    time_zone: str
    revision: Annotated[int, Field(ge=0)] = 0
    meetings: tuple[Meeting, ...]
    unmet: tuple[Unmet, ...]
    certificate: tuple[CertificateLine, ...]
    vouchers: tuple[VoucherStatus, ...] = ()
    changes: tuple[Change, ...] = ()
    run: RunRecord
    warnings: tuple[Words, ...] = ()
    """Said by the run: rules applied, rows skipped."""
    plain_value: int
    """Values of the meetings held, without bonuses."""
    bonus: int
