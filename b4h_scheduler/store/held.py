"""Which meetings took place, as the desk says it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.domain.base import utc
from b4h_scheduler.store.audit import ACTOR_KEY
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.check_in import require_not_archived
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.schema_desk import HeldRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Meeting

Held = tuple[str, datetime]
"""A meeting at its time: id and start in UTC."""


def held_key(meeting: Meeting) -> Held:
    """Return by what a meeting of a plan is found among what was said."""
    return str(meeting.id), utc(meeting.start)


def said_held(session: Session, event_id: int) -> dict[Held, HeldRow]:
    """Return what was said of meetings, also what was taken back."""
    query = select(HeldRow).where(HeldRow.event_id == event_id)
    return {
        (row.meeting_key, row.start): row
        for row in session.scalars(query.order_by(HeldRow.start, HeldRow.id))
    }


def missed_meetings(session: Session, event_id: int) -> frozenset[Held]:
    """Return the meetings of which is said that they did not take place."""
    said = said_held(session, event_id)
    return frozenset(key for key, row in said.items() if row.took_place is False)


def say_held(
    session: Session,
    event_id: int,
    meeting: Meeting,
    *,
    revision: int,
    took_place: bool | None,
    seen: int,
) -> HeldRow:
    """Say that a meeting took place or did not; None takes that back.

    Where two say the same, the first stands, with its time.

    Parameters
    ----------
    revision
        The number of the plan in which the meeting stands.
    seen
        The version that was shown; 0: nothing was said yet.

    Raises
    ------
    RefusedError
        The meeting has not begun, the event is archived, or there is nothing to take
        back.
    StaleError
        Somebody said something else meanwhile.
    """
    require_not_archived(session, event_id)
    key, start = held_key(meeting)
    if start > now():
        raise RefusedError("the meeting has not begun: wait until it has")
    query = select(HeldRow).where(
        HeldRow.event_id == event_id, HeldRow.meeting_key == key, HeldRow.start == start
    )
    row = session.scalar(query)
    if row is None:
        if seen:
            raise StaleError(HeldRow.__name__, seen, None)
        if took_place is None:
            raise RefusedError("nothing was said of the meeting: there is no undo")
        row = HeldRow(event_id=event_id, meeting_key=key, start=start)
        session.add(row)
    elif row.took_place is took_place:
        return row
    else:
        require_version(row, seen)
    row.took_place, row.revision = took_place, revision
    row.said, row.said_by = now(), session.info[ACTOR_KEY]
    session.flush()
    return row
