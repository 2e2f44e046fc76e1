"""What a released plan adds to the problem when an event is planned again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from b4h_scheduler.domain.ids import MeetingId
    from b4h_scheduler.plans import Meeting


class Kept(NamedTuple):
    """A released meeting in the problem; ``way`` counts within its candidate."""

    candidate: int
    way: int
    slot: int
    table: int


@dataclass(slots=True)
class Fixed:
    """What the released plan adds to the problem.

    Attributes
    ----------
    num_frozen : int
        The first so many slots admit no meeting but pinned ones.
    pins, baseline : list of Kept
    free : list of candidates
        Released in a way that is impossible now.
    past : dict
        Meetings that have begun, by id, as they were.
    carried : list of Meeting
        Those of them that the problem cannot express.
    forced : dict
        Why a released meeting is impossible as it was.
    """

    num_frozen: int = 0
    pins: list[Kept] = field(default_factory=list)
    baseline: list[Kept] = field(default_factory=list)
    free: list[int] = field(default_factory=list)
    past: dict[MeetingId, Meeting] = field(default_factory=dict)
    carried: list[Meeting] = field(default_factory=list)
    forced: dict[MeetingId, str] = field(default_factory=dict)
