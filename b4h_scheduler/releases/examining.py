"""Read a plan with all that a release of it depends on, before anything is written.

That takes seconds at a large event, so it is done outside of the transaction that
writes (`release`), which refuses if anything changed since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.told_alike import is_same_meeting
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.changes import changes
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.planning.compile import Compiler
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.releases.possible import impossible, rewritten, still_possible
from b4h_scheduler.releases.ready import Ready
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version, draft_row, plan_of
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import load_event
from b4h_scheduler.store.revisions import latest_revision, revision_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.basis import Basis
    from b4h_scheduler.plans import Meeting, Plan
    from b4h_scheduler.releases.wording import Wording
    from b4h_scheduler.store.schema_plans import DraftRow, RevisionRow


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
    plan = numbered(event, before, _sharing(before, readers.draft(session, row)))
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
    target = _sharing(before, readers.revision(session, row))
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


def _sharing(before: Plan | None, plan: Plan) -> Plan:
    """Return the plan with the very meetings of the plan before where they are equal.

    The two are compared for changes, for what differs for whom and for what is told,
    and again after the release: each meeting once, and then not at all.
    """
    if before is None:
        return plan
    known = {meeting.id: meeting for meeting in before.meetings}
    meetings = tuple(
        was if (was := known.get(each.id)) and is_same_meeting(was, each) else each
        for each in plan.meetings
    )
    return plan.model_copy(update={"meetings": meetings})


def _with_facts(before: Plan, target: Plan, moment: datetime) -> tuple[Meeting, ...]:
    facts = [meeting for meeting in before.meetings if meeting.start <= moment]
    known = {meeting.id for meeting in facts}
    rest = [
        meeting
        for meeting in target.meetings
        if meeting.start > moment and meeting.id not in known
    ]
    return (*facts, *rest)
