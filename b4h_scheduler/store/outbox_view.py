"""The outbox as staff looks at it: counts, pages, what must be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, defer

from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.outbox import OPEN, State
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def message_of(session: Session, event_id: int, row_id: int) -> OutboxRow:
    """Return a message of an event.

    Raises
    ------
    NotFoundError
        The event has none of this number.
    """
    row = session.get(OutboxRow, row_id)
    if row is None or row.event_id != event_id:
        raise NotFoundError("there is no such message at this event")
    return row


def counts_of(session: Session, event_id: int) -> dict[State, int]:
    """Return how many messages are in each state, in the states' order."""
    query = select(OutboxRow.state, func.count(OutboxRow.id)).where(
        OutboxRow.event_id == event_id
    )
    pairs = session.execute(query.group_by(OutboxRow.state)).all()
    found = {pair[0]: pair[1] for pair in pairs}
    return {state: found[state] for state in State if state in found}


def messages_of(
    session: Session,
    event_id: int,
    state: State | None,
    before: int | None,
    most: int,
) -> list[OutboxRow]:
    """Return messages without their texts, the newest first.

    Parameters
    ----------
    before
        Only those with a smaller number.
    """
    query = select(OutboxRow).where(OutboxRow.event_id == event_id)
    if state is not None:
        query = query.where(OutboxRow.state == state)
    if before is not None:
        query = query.where(OutboxRow.id < before)
    query = query.order_by(OutboxRow.id.desc()).limit(most)
    return list(session.scalars(query.options(defer(OutboxRow.body))))


def troubles_of(session: Session, event_id: int) -> list[OutboxRow]:
    """Return messages that failed or came back, unless a later one told the same."""
    later = aliased(OutboxRow)
    is_told = exists().where(
        later.event_id == OutboxRow.event_id,
        later.delegate_key == OutboxRow.delegate_key,
        later.topic == OutboxRow.topic,
        later.id > OutboxRow.id,
        later.state.in_((*OPEN, State.TAKEN, State.FAILED, State.BOUNCED)),
    )
    query = select(OutboxRow).where(
        OutboxRow.event_id == event_id,
        OutboxRow.state.in_((State.FAILED, State.BOUNCED)),
        ~is_told,
    )
    query = query.order_by(OutboxRow.id).options(defer(OutboxRow.body))
    return list(session.scalars(query))
