"""The desk books a meeting that two people agreed on the spot, or takes it back.

It stands at once, as the next revision: the released plan with this one meeting more or
less. Nothing else is decided with it: what became impossible meanwhile, late changes
and their proposal, and drafts wait for the organizer as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.late.changing import require_not_over
from b4h_scheduler.late.proposing import propose
from b4h_scheduler.planning.agreement import not_agreed
from b4h_scheduler.planning.on_the_spot import OnTheSpot, plan_without
from b4h_scheduler.planning.prospects import why_not_two
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.examining import READERS, latest_plan, numbered
from b4h_scheduler.releases.ready import Ready
from b4h_scheduler.releases.release import publish
from b4h_scheduler.sentence import Sentence, listed, mark
from b4h_scheduler.store.base import now
from b4h_scheduler.store.booking import (
    add_booking,
    end_booking,
    standing_bookings,
)
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.edits import last_edit
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.held import missed_meetings
from b4h_scheduler.store.late import open_proposal
from b4h_scheduler.store.schema_event import WishRow
from b4h_scheduler.store.schema_plans import RunRow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId, SlotId, TableId
    from b4h_scheduler.domain.wishes import Wish
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.releases.examining import Readers
    from b4h_scheduler.releases.wording import Wording
    from b4h_scheduler.store.schema_desk import BookingRow

    Kept = Callable[[Hashable, Callable[[], OnTheSpot]], OnTheSpot]

NOTHING = 0
"""No data: a booking settles no late change."""


@dataclass(frozen=True, slots=True)
class Place:
    """When and where two people would meet.

    Attributes
    ----------
    table : TableId or None
        None: online.
    """

    slot: SlotId
    table: TableId | None


@dataclass(frozen=True)
class ReadyToBook:
    """A booking that was examined and may be released.

    Attributes
    ----------
    missed : Meeting or None
        Whose place it takes: the two should have met and did not.
    """

    ready: Ready
    wish: Wish
    meeting: Meeting
    missed: Meeting | None = None


def _anew(_: Hashable, make: Callable[[], OnTheSpot]) -> OnTheSpot:
    return make()


def on_the_spot(
    session: Session,
    event_id: int,
    first: DelegateId,
    second: DelegateId,
    readers: Readers = READERS,
    kept: Kept = _anew,
) -> OnTheSpot:
    """Return where two people could meet, beside the released plan.

    Parameters
    ----------
    kept
        Returns what stands under a key, or makes it: looking at the whole event takes
        some tenths of a second at a large one.

    Raises
    ------
    RefusedError
        The event is over, nothing is released, or the two are no pair.
    PlanningError
        The event has no place to meet.
    """
    basis, plan = standing(session, event_id, readers)
    reason = why_not_two(basis.event, first, second)
    if reason:
        raise RefusedError(reason)
    missed = frozenset(missed_meetings(session, event_id))
    moment = now()
    data = data_version(session, event_id)
    found = kept(
        (event_id, data, plan.revision, first, second, missed),
        lambda: OnTheSpot(
            basis,
            plan,
            first,
            second,
            moment,
            missed,
            compiler=readers.compiler(event_id),
        ),
    )
    return found.at(moment)


def standing(
    session: Session, event_id: int, readers: Readers = READERS
) -> tuple[Basis, Plan]:
    """Return the event and the plan beside which is booked.

    Raises
    ------
    RefusedError
        The event is over, or nothing is released.
    """
    require_not_over(session, event_id)
    plan = latest_plan(session, event_id, readers)
    if plan is None:
        raise RefusedError("no plan is released yet: there is nothing to book beside")
    return readers.basis(session, event_id), plan


def examine_booking(
    session: Session,
    event_id: int,
    pair: tuple[DelegateId, DelegateId],
    place: Place,
    readers: Readers = READERS,
    kept: Kept = _anew,
) -> ReadyToBook:
    """Read everything that a booking depends on.

    Parameters
    ----------
    kept
        As of `on_the_spot`.

    Raises
    ------
    RefusedError
        The two cannot meet then and there (any more); the message says what stands.
    PlanningError
        The event has no place to meet.
    """
    found = on_the_spot(session, event_id, *pair, readers, kept)
    reasons = why_not(found, place)
    if reasons:
        raise RefusedError(Sentence("not booked: {reasons}", reasons=listed(reasons)))
    plan = found.plan_with(place.slot, place.table)
    meeting = next(m for m in plan.meetings if m.candidate == found.candidate)
    source = mark("booked at the help desk")
    plans, last = (found.plan, plan), readers.wording(event_id)
    ready = _ready(session, event_id, found.event, plans, source, last)
    return ReadyToBook(ready, found.wish, meeting, found.missed)


def why_not(found: OnTheSpot, place: Place) -> tuple[str, ...]:
    """Return why two people cannot meet then and there; nothing: they can."""
    if found.meeting is not None:
        return (meets_already(found.event, found.meeting),)
    if found.why_not:
        return (found.why_not,)
    return found.why_not_at(place.slot, place.table)


def meets_already(event: Event, meeting: Meeting) -> str:
    """Return when and where two sides meet, in words."""
    start = meeting.start.astimezone(event.zone_info)
    if meeting.table is None:
        return Sentence(
            "the two meet already: {moment}, online", moment=f"{start:%a %H:%M}"
        )
    return Sentence(
        "the two meet already: {moment}, table {table}",
        moment=f"{start:%a %H:%M}",
        table=meeting.table,
    )


def book(session: Session, asked: ReadyToBook, *, author: str, workers: int) -> int:
    """Release what was examined, in this transaction; return the revision's number.

    Parameters
    ----------
    workers
        Threads of the solve that makes an open proposal anew.

    Raises
    ------
    ChangedMeanwhileError
        Anything changed since it was examined: examine it again.
    """
    event_id = asked.ready.event_id
    number = publish(session, asked.ready, note="", author=author)
    for row in standing_bookings(session, event_id):
        if asked.missed is not None and row.meeting_key == asked.missed.id:
            end_booking(session, row, seen=row.version)  # it was missed, too
    add_booking(session, event_id, asked.wish, asked.meeting)
    _make_proposal_anew(session, event_id, workers)
    return number


def examine_cancel(
    session: Session, row: BookingRow, readers: Readers = READERS
) -> Ready:
    """Read everything that taking a booking back depends on.

    Raises
    ------
    RefusedError
        The meeting has begun, or is in the released plan no more.
    PlanningError
        The event has no place to meet.
    """
    event_id = row.event_id
    basis, plan = standing(session, event_id, readers)
    meeting = next((m for m in plan.meetings if m.id == row.meeting_key), None)
    if row.canceled is not None or meeting is None:
        raise RefusedError("the released plan has no such meeting any more")
    if utc(meeting.start) <= now():
        raise RefusedError(
            "the meeting has begun: say on this page whether it took place"
        )
    wish = _agreed_with(session, basis.event, row)
    event = basis.event if wish is None else not_agreed(basis.event, wish)
    after = plan_without(basis, plan, meeting, wish, readers.compiler(event_id))
    source = mark("canceled at the help desk")
    last = readers.wording(event_id)
    return _ready(session, event_id, event, (plan, after), source, last)


def cancel(
    session: Session,
    row: BookingRow,
    ready: Ready,
    *,
    seen: int,
    author: str,
    workers: int,
) -> int:
    """Take a booking back, in this transaction; return the revision's number.

    Raises
    ------
    ChangedMeanwhileError
        Anything changed since it was examined: examine it again.
    RefusedError, StaleError
        Somebody else canceled or changed it.
    """
    number = publish(session, ready, note="", author=author)
    end_booking(session, row, seen=seen)
    _make_proposal_anew(session, row.event_id, workers)
    return number


def _ready(
    session: Session,
    event_id: int,
    event: Event,
    plans: tuple[Plan, Plan],
    source: str,
    last: Wording | None,
) -> Ready:
    before, after = plans
    after = numbered(event, before, after)
    return Ready(
        event_id,
        event,
        after,
        before,
        plan_difference(before, after),
        (),
        source,
        data_version(session, event_id),
        None,
        NOTHING,
        last,
    )


def _agreed_with(session: Session, event: Event, row: BookingRow) -> Wish | None:
    """Return the promise of a booking as the event has it; None: it is gone."""
    promise = session.get(WishRow, row.wish_id)
    if promise is None:
        return None
    named = row.first_key, row.second_key
    return next(
        (
            each
            for each in event.promised
            if (each.wisher.delegate, each.wished.delegate) == named
            and each.source == promise.source
        ),
        None,
    )


def _make_proposal_anew(session: Session, event_id: int, workers: int) -> None:
    """Let an open proposal know the new revision, unless somebody edited it by hand.

    That one is shown as outdated, with its draft, as after any other release.
    """
    row = open_proposal(session, event_id)
    if row is None or row.run_id is None:
        return
    run = session.get(RunRow, row.run_id)
    draft_id = None if run is None else run.draft_id
    if draft_id is None or last_edit(session, draft_id) is None:
        propose(session, event_id, workers=workers)
