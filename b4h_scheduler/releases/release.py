"""A draft becomes the next revision, with everything that follows from it.

First everything is read and examined, which takes seconds at a large event. Then one
short transaction writes revision, calendar entries and messages; it refuses if
anything changed since it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.mail import on_release
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.changes import changes
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.possible import (
    Impossible,
    impossible,
    rewritten,
    still_possible,
)
from b4h_scheduler.releases.standing import standing_lookup
from b4h_scheduler.releases.wording import Wording
from b4h_scheduler.sentence import Sentence, listed
from b4h_scheduler.store.base import now
from b4h_scheduler.store.calendar_state import write_entries
from b4h_scheduler.store.drafts import data_version, draft_row, plan_of
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row, load_event
from b4h_scheduler.store.late import settle
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.revisions import add_revision, latest_revision, revision_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.mail.agenda import Agenda
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.releases.difference import Step
    from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow

MOST_NAMED = 5


class ChangedMeanwhileError(RefusedError):
    """Something changed between examining a plan and releasing it."""


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


def _basis(session: Session, event_id: int) -> Basis:
    return basis_of(load_event(session, event_id))


def _draft_plan(_: Session, row: DraftRow) -> Plan:
    return plan_of(row.plan)


def _revision_plan(_: Session, row: RevisionRow) -> Plan:
    return plan_of(row.plan)


def _no_wording(_: int) -> None:
    return None


def _new_compiler(_: int) -> Compiler:
    return Compiler()


@dataclass(frozen=True, slots=True)
class Readers:
    """How what a release depends on is read; a server keeps what did not change."""

    basis: Callable[[Session, int], Basis] = _basis
    draft: Callable[[Session, DraftRow], Plan] = _draft_plan
    revision: Callable[[Session, RevisionRow], Plan] = _revision_plan
    wording: Callable[[int], Wording | None] = _no_wording
    """Of the plan of an event that was released last, if it is at hand."""
    compiler: Callable[[int], Compiler] = _new_compiler
    """Of an event, with what it found when the event was a little different."""


READERS = Readers()


@collector_paused()
def examine_draft(
    session: Session,
    event_id: int,
    draft_id: int,
    moment: datetime | None = None,
    readers: Readers = READERS,
) -> Ready:
    """Read a draft and everything that a release of it depends on.

    Parameters
    ----------
    moment
        What has begun then is a fact; default: now.

    Raises
    ------
    NotFoundError
        There is no such draft at the event.
    PlanningError
        The event has no place to meet.
    """
    row = draft_row(session, draft_id)
    if row.event_id != event_id:
        message = Sentence(
            "there is no draft {draft_id} at this event", draft_id=draft_id
        )
        raise NotFoundError(message)
    basis = readers.basis(session, event_id)
    event = basis.event
    before = latest_plan(session, event_id, readers)
    plan = numbered(event, before, readers.draft(session, row))
    moment = moment or now()
    return Ready(
        event_id,
        event,
        plan,
        before,
        plan_difference(before, plan),
        (
            *rewritten(before, plan, moment),
            *impossible(basis, plan, moment, readers.compiler(event_id)),
        ),
        Sentence("draft {id} ({name})", id=row.id, name=row.name),
        data_version(session, event_id),
        (row.id, row.version),
        last=readers.wording(event_id),
    )


@collector_paused()
def examine_rollback(
    session: Session,
    event_id: int,
    number: int,
    moment: datetime | None = None,
    readers: Readers = READERS,
) -> Ready:
    """Read an earlier revision, and what of it can still be held.

    What has begun stays as the latest revision has it.

    Raises
    ------
    NotFoundError
        There is no such revision.
    RefusedError
        It is the latest one.
    PlanningError
        The event has no place to meet.
    """
    moment = moment or now()
    row = revision_row(session, event_id, number)
    before = latest_plan(session, event_id, readers)
    if before is None or before.revision == number:
        message = Sentence(
            "revision {number} is the latest: there is nothing to go back from",
            number=number,
        )
        raise RefusedError(message)
    basis = readers.basis(session, event_id)
    event = basis.event
    target = readers.revision(session, row)
    merged = target.model_copy(update={"meetings": _with_facts(before, target, moment)})
    found = still_possible(basis, merged, moment, readers.compiler(event_id))
    data = data_version(session, event_id)
    # What was proven about it then, was said of the event then.
    is_as_it_was = not found.lost and found.meetings == target.meetings
    plan = numbered(event, before, target if is_as_it_was else found.plan)
    return Ready(
        event_id,
        event,
        plan,
        before,
        plan_difference(before, plan),
        found.lost,
        Sentence("revision {number}", number=number),
        data,
        None,
        data,
        readers.wording(event_id),
    )


def publish(session: Session, ready: Ready, *, note: str, author: str) -> int:
    """Release a plan that was examined, in this transaction; return its number.

    Raises
    ------
    RefusedError
        A meeting is impossible.
    ChangedMeanwhileError
        Anything changed since it was examined.
    """
    _require_unchanged(session, ready)
    if ready.is_refused:
        raise RefusedError(refusal(ready))
    with collector_paused():  # a third of the time at a large event
        return _publish(session, ready, note, author)


def _publish(session: Session, ready: Ready, note: str, author: str) -> int:
    moment = now().replace(microsecond=0)
    revision = add_revision(
        session,
        ready.event_id,
        ready.plan,
        author=author,
        note=note.strip(),
        source=ready.source,
        moment=moment,
    )
    contents = ready.wording.contents
    write_entries(session, ready.event_id, ready.lookup, moment, contents)
    settle(session, ready.event_id, _made_from(session, ready), revision.number)
    _begin_phase(session, ready.event_id, moment)
    session.flush()
    on_release(session, ready.event_id, ready.agendas)
    return revision.number


def _made_from(session: Session, ready: Ready) -> int:
    """Return the data that a plan knew."""
    if ready.knows is not None:
        return ready.knows
    if ready.draft is None:
        raise TypeError("a plan without a draft has to say what it knew")
    return draft_row(session, ready.draft[0]).data_version


def refusal(ready: Ready) -> str:
    """Return why a plan is not released, naming the first meetings."""
    lookup = ready.lookup
    found = [
        Sentence(
            "{pair} ({moment}): {reason}",
            pair=" – ".join(lookup.side_name(side) for side in each.meeting.sides),
            moment=f"{lookup.local(each.meeting.start):%a %H:%M}",
            reason=each.reason,
        )
        for each in ready.in_the_way
    ]
    number, rest = len(found), len(found) - MOST_NAMED
    more = (Sentence("and {number} more", number=rest),) if rest > 0 else ()
    named = listed((*found[:MOST_NAMED], *more))
    if number == 1:
        return Sentence(
            "1 meeting has become impossible: {reasons}. Plan again or change the "
            "draft, then release",
            reasons=named,
        )
    return Sentence(
        "{number} meetings have become impossible: {reasons}. Plan again or change the "
        "draft, then release",
        number=number,
        reasons=named,
    )


def latest_plan(
    session: Session, event_id: int, readers: Readers = READERS
) -> Plan | None:
    """Return the plan of the latest revision; None: nothing is released."""
    row = latest_revision(session, event_id)
    return None if row is None else readers.revision(session, row)


def numbered(event: Event, before: Plan | None, plan: Plan) -> Plan:
    """Return the plan as the next revision, with what changed since the latest."""
    number = 1 if before is None else before.revision + 1
    forced = {
        change.meeting: change.reason for change in plan.changes if change.is_forced
    }
    told = () if before is None else changes(event, before, plan.meetings, forced)
    return plan.model_copy(update={"revision": number, "changes": told})


def _with_facts(before: Plan, target: Plan, moment: datetime) -> tuple[Meeting, ...]:
    facts = [meeting for meeting in before.meetings if meeting.start <= moment]
    known = {meeting.id for meeting in facts}
    rest = [
        meeting
        for meeting in target.meetings
        if meeting.start > moment and meeting.id not in known
    ]
    return (*facts, *rest)


def _require_unchanged(session: Session, ready: Ready) -> None:
    latest = latest_revision(session, ready.event_id)
    found = 0 if latest is None else latest.number
    expected = ready.plan.revision - 1
    if found != expected:
        message = Sentence(
            "revision {found} was released meanwhile (you saw {expected}): look at the "
            "difference again",
            found=found,
            expected=expected,
        )
        raise ChangedMeanwhileError(message)
    if data_version(session, ready.event_id) != ready.data:
        raise ChangedMeanwhileError(
            "the event's data changed meanwhile: look at the difference again"
        )
    if ready.draft is not None:
        draft_id, version = ready.draft
        if draft_row(session, draft_id).version != version:
            raise ChangedMeanwhileError(
                "the draft was changed meanwhile: look at the difference again"
            )


def _begin_phase(session: Session, event_id: int, moment: datetime) -> None:
    """Begin the phase "released", unless a later one has begun or one is held."""
    row = event_row(session, event_id)
    order = list(Phase)
    is_earlier = order.index(phase_at(row, moment)) < order.index(Phase.RELEASED)
    if is_earlier and not row.is_held:
        row.phase = Phase.RELEASED.value
