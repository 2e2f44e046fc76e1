"""The relay, which all mail goes through, and what each event wants sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_mail import EventMailRow, RelayRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

RELAY = 1
"""The id of the one relay's row."""
_MOST_REPLY = 500


def relay_row(session: Session) -> RelayRow:
    """Return the relay, made when it is asked for first."""
    row = session.get(RelayRow, RELAY)
    if row is None:
        row = RelayRow(id=RELAY, is_paused=False, failures=0, problem="")
        session.add(row)
        session.flush()
    return row


def relay_fails(session: Session, problem: str, waits_s: Sequence[float]) -> None:
    """Stop all sending for a while that grows with each failure in a row."""
    row = relay_row(session)
    wait = waits_s[min(row.failures, len(waits_s) - 1)]
    row.failures += 1
    row.problem = shortened(problem)
    row.next_at = now() + timedelta(seconds=wait)


def relay_works(session: Session) -> None:
    """Forget the failures of the relay."""
    row = relay_row(session)
    if row.failures:
        row.failures, row.problem = 0, ""


def event_mail(session: Session, event_id: int) -> EventMailRow:
    """Return what an event wants sent; of a new event the defaults, not yet stored."""
    query = select(EventMailRow).where(EventMailRow.event_id == event_id)
    row = session.scalar(query)
    if row is not None:
        return row
    return EventMailRow(
        event_id=event_id,
        is_paused=False,
        has_invitations=False,
        has_digest=True,
        has_last_call=True,
        has_day_before=True,
        texts={},
    )


def stored_event_mail(session: Session, event_id: int) -> EventMailRow:
    """Return what an event wants sent, stored with our defaults if it is new.

    Raises
    ------
    NotFoundError
        There is no such event.
    """
    event_row(session, event_id)
    row = event_mail(session, event_id)
    if row not in session:
        session.add(row)
        session.flush()
    return row


def set_paused(
    session: Session, *, is_paused: bool, event_id: int | None = None
) -> None:
    """Pause or resume the mail of one event, or all; resumed, it is tried at once.

    Raises
    ------
    NotFoundError
        There is no such event.
    """
    if event_id is not None:
        stored_event_mail(session, event_id).is_paused = is_paused
        return
    relay = relay_row(session)
    relay.is_paused = is_paused
    if not is_paused:
        relay.next_at, relay.failures, relay.problem = None, 0, ""


def shortened(reply: str) -> str:
    """Return what a server said, cut; a sentence of ours stays one."""
    return reply if len(reply) <= _MOST_REPLY else reply[:_MOST_REPLY]
