"""An examined plan becomes the next revision, with everything that follows from it.

One short transaction writes revision, calendar entries and messages; it refuses if
anything changed since the plan was read (`examining`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.mail import on_release
from b4h_scheduler.planning.collector import collector_paused
from b4h_scheduler.sentence import Sentence, listed
from b4h_scheduler.store.base import now
from b4h_scheduler.store.calendar_state import write_entries
from b4h_scheduler.store.drafts import data_version, draft_row
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import settle
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.revisions import add_revision, latest_revision

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.releases.ready import Ready

MOST_NAMED = 5


class ChangedMeanwhileError(RefusedError):
    """Something changed between examining a plan and releasing it."""


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
