"""A plan that was examined, with what a release of it would bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.releases.wording import Wording
from b4h_scheduler.store.base import now

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.mail.agenda import Agenda
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.releases.difference import Step
    from b4h_scheduler.releases.possible import Impossible


@dataclass(frozen=True)
class Ready:
    """A plan that was examined and may be released.

    Attributes
    ----------
    plan : Plan
        With the number that it gets.
    before : Plan or None
        The latest revision.
    difference : dict
        What differs for whom.
    in_the_way : tuple of Impossible
        Meetings that are impossible: the release is refused. On rolling back: those
        that are left out, which does not hinder.
    data : int
        `store.drafts.data_version` when it was read.
    draft : tuple of int, or None
        Id and version of the draft; None: there is none.
    knows : int or None
        The data that its plan knew: late changes up to there are settled with it.
        None: those of the draft.
    last : Wording or None
        Of a plan that was released before, if it is at hand.
    """

    event_id: int
    event: Event
    plan: Plan
    before: Plan | None
    difference: dict[DelegateId, tuple[Step, ...]]
    in_the_way: tuple[Impossible, ...]
    source: str
    data: int
    draft: tuple[int, int] | None
    knows: int | None = None
    last: Wording | None = None

    @cached_property
    def lookup(self) -> Lookup:
        """Names and agendas of the plan."""
        return standing_lookup(self.event, self.plan)

    @cached_property
    def wording(self) -> Wording:
        """What calendars and mail tell of the plan."""
        return Wording(self.lookup, self.last)

    @property
    def agendas(self) -> dict[str, Agenda]:
        """What mail tells each delegate of it, by key."""
        return self.wording.agendas

    @cached_property
    def holds_until(self) -> datetime:
        """Until when it stays true though time passes: then a meeting is at hand."""
        plans = [self.plan] if self.before is None else [self.plan, self.before]
        starts = [utc(slot.start) for slot in self.event.slots]
        starts += [utc(meeting.start) for plan in plans for meeting in plan.meetings]
        notice = timedelta(minutes=self.event.policy.limits.notice_min)
        return min(starts, default=now()) - notice

    def undone_bookings(self, moment: datetime) -> tuple[Meeting, ...]:
        """Return meetings to come that the help desk booked and that it would cancel.

        Such as of a draft that was made before they were agreed.
        """
        if self.before is None:
            return ()
        held = {meeting.id for meeting in self.plan.meetings}
        return tuple(
            meeting
            for meeting in self.before.meetings
            if meeting.is_booked
            and meeting.id not in held
            and utc(meeting.start) > utc(moment)
        )

    @property
    def is_refused(self) -> bool:
        """Whether something must be mended first."""
        return self.draft is not None and bool(self.in_the_way)
