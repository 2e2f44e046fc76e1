"""Wishes, and the candidates they add up to."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from b4h_scheduler.domain.base import Entity, Text
from b4h_scheduler.domain.ids import CandidateId, DelegateId, OrganizationId, UnitId


class Side(Entity):
    """One side of a wish: an organization, or a unit or delegate of it."""

    organization: OrganizationId
    unit: UnitId | None = None
    delegate: DelegateId | None = None


class Answer(StrEnum):
    """What the side wished for said."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


Priority = Literal[1, 2, 3]


class Wish(Entity):
    """``wisher`` wants to meet ``wished``; priority 1 is the strongest."""

    wisher: Side
    wished: Side
    priority: Priority = 2
    message: Text = ""
    answer: Answer = Answer.OPEN
    reply: Text = ""
    """What the side wished for wrote with its answer."""
    source: str = ""
    """Where it was read, for messages ("wishes.csv row 17")."""


class Veto(Entity):
    """Two sides that must never meet."""

    sides: tuple[Side, Side]
    reason: str = ""


class Ineligible(StrEnum):
    """Why a candidate may not be held, whatever the timetable."""

    DECLINED = "declined"
    VETO = "veto"
    NOT_ANSWERED = "not-answered"
    NOT_MUTUAL = "not-mutual"
    SAME_PEOPLE = "same-people"
    NOBODY_ATTENDS = "nobody-attends"
    NO_COMMON_TIME = "no-common-time"
    NO_COMMON_LANGUAGE = "no-common-language"
    NO_PLACE = "no-place"


class Candidate(Entity):
    """One possible meeting between two sides.

    ``sides`` are in a fixed order (by organization and unit id). ``wishes`` are the
    indices into ``Event.wishes`` that add up to it.
    """

    id: CandidateId
    sides: tuple[Side, Side]
    wishes: tuple[int, ...]
    value: int
    priority: Priority
    """The strongest priority among its wishes."""
    is_mutual: bool
    is_accepted: bool
    is_promised: bool = False
    ineligible: Ineligible | None = None
