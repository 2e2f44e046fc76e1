"""The outbox: which message goes next, and what became of it.

Messages to one recipient go one after the other, in the order in which they were
written. A claim raises the message's token and gives a lease; what became of it is
written only under the current token. A message whose sender died is claimed again,
with the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError, RefusedError, StoreError
from b4h_scheduler.store.relay import relay_row, relay_works, shortened
from b4h_scheduler.store.schema_mail import EventMailRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


class State(StrEnum):
    """How far a message is; all but the first two are final."""

    WAITING = "waiting"
    SENDING = "sending"
    TAKEN = "taken"
    """By the server."""
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    """Nothing to tell any more."""
    FAILED = "failed"
    """Refused for good, or too late."""
    BOUNCED = "bounced"
    """Taken, and returned later."""


OPEN = (State.WAITING, State.SENDING)
REPLACED = mark("a newer message tells it too")
UNWRITTEN = b""
"""Stands for the text of a message that is announced; it goes once it is written."""


class LostMessageError(StoreError):
    """The lease ran out and another sender has the message: nothing is written."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that its holder alone may send, while the token is current."""

    row_id: int
    token: int
    recipient: str
    body: bytes
    attempts: int


def claim(session: Session, lease_s: float, per_minute: int = 0) -> Held | None:
    """Take the next message that may be sent now; None: there is none.

    Parameters
    ----------
    lease_s
        A message whose sender was silent for so long is taken again.
    per_minute
        At most so many messages through the relay; 0: any number.
    """
    moment = now()
    relay = relay_row(session)
    if relay.is_paused or (relay.next_at is not None and relay.next_at > moment):
        return None
    while (row := _next(session, moment)) is not None:
        if row.give_up <= moment and not row.is_in_doubt:
            told: str = mark("could not be sent in time")
            if row.reply:
                told = Sentence(
                    "could not be sent in time; the last answer was: {text}",
                    text=row.reply,
                )
            end(row, State.FAILED, told)
            continue
        if row.state == State.SENDING:
            # Its sender died, at a moment nobody knows.
            row.is_in_doubt = True
        row.state = State.SENDING
        row.token += 1
        row.attempts += 1
        row.lease_until = moment + timedelta(seconds=lease_s)
        if per_minute:
            relay.next_at = moment + timedelta(seconds=60 / per_minute)
        return Held(row.id, row.token, row.recipient, row.body or b"", row.attempts)
    return None


def taken(session: Session, held: Held, reply: str) -> OutboxRow:
    """Write down that the server took the message.

    Raises
    ------
    LostMessageError
        The token is not current any more.
    """
    row = _held(session, held)
    end(row, State.TAKEN, reply)
    relay_works(session)
    return row


def refused(session: Session, held: Held, reply: str) -> OutboxRow:
    """Write down that the server will never take the message.

    Raises
    ------
    LostMessageError
        The token is not current any more.
    """
    row = _held(session, held)
    end(row, State.FAILED, reply)
    relay_works(session)
    return row


def put_off(
    session: Session,
    held: Held,
    reply: str,
    wait_s: float,
    *,
    is_in_doubt: bool,
    is_counted: bool = True,
) -> None:
    """Let a message wait for another try.

    Parameters
    ----------
    is_in_doubt
        The bytes may have arrived.
    is_counted
        It was the message's try, not the relay's failure.

    Raises
    ------
    LostMessageError
        The token is not current any more.
    """
    row = _held(session, held)
    row.state, row.lease_until = State.WAITING, None
    row.due = now() + timedelta(seconds=wait_s)
    row.reply = shortened(reply)
    row.is_in_doubt = row.is_in_doubt or is_in_doubt
    if not is_counted:
        row.attempts -= 1


def outbox_row(session: Session, row_id: int) -> OutboxRow:
    """Return a message.

    Raises
    ------
    NotFoundError
        There is none of this number.
    """
    row = session.get(OutboxRow, row_id)
    if row is None:
        message = Sentence(
            "there is no message {row_id}: see the list of the outbox", row_id=row_id
        )
        raise NotFoundError(message)
    return row


def supersede(rows: Iterable[OutboxRow]) -> None:
    """End unsent messages that a newer one makes needless."""
    for row in rows:
        if is_replaceable(row):
            end(row, State.SUPERSEDED, REPLACED)


def withdraw(rows: Iterable[OutboxRow], why: str) -> None:
    """End unsent messages whose content is not true any more."""
    for row in rows:
        if is_replaceable(row):
            end(row, State.WITHDRAWN, why)


def is_replaceable(row: OutboxRow) -> bool:
    """Whether nobody can have received it: waiting, and no broken try before."""
    return row.state == State.WAITING and not row.is_in_doubt


def send_again(row: OutboxRow, give_up: datetime) -> None:
    """Let a message that failed, or waits for its next try, go at once.

    Raises
    ------
    RefusedError
        It is under way, has arrived, or its text is deleted.
    """
    if row.state not in {State.FAILED, State.WAITING}:
        message = Sentence(
            "message {id} is {state}: only what failed or waits is sent",
            id=row.id,
            state=row.state,
        )
        raise RefusedError(message)
    if not (row.body or row.state == State.WAITING) or not row.recipient:
        message = Sentence(
            "message {id} has no text or address any more: write it anew", id=row.id
        )
        raise RefusedError(message)
    row.state, row.ended, row.due = State.WAITING, None, now()
    row.give_up = max(row.give_up, give_up)


def end(row: OutboxRow, state: State, reply: str) -> None:
    """Bring a message to a final state."""
    for name, value in ended(state, reply).items():
        setattr(row, name, value)


def ended(state: State, reply: str) -> dict[str, Any]:
    """Return the columns of a message in a final state."""
    return {
        "state": state,
        "reply": shortened(reply),
        "ended": now(),
        "lease_until": None,
    }


def _next(session: Session, moment: datetime) -> OutboxRow | None:
    # First the number alone: sorting whole rows would move every text about.
    row_id = session.scalar(_claimable(moment))
    return None if row_id is None else session.get(OutboxRow, row_id)


def _claimable(moment: datetime) -> Select[int]:
    earlier = aliased(OutboxRow)
    is_free = or_(
        and_(OutboxRow.state == State.WAITING, OutboxRow.due <= moment),
        and_(OutboxRow.state == State.SENDING, OutboxRow.lease_until < moment),
    )
    is_first = ~exists().where(
        earlier.event_id == OutboxRow.event_id,
        earlier.recipient == OutboxRow.recipient,
        earlier.state.in_(OPEN),
        earlier.id < OutboxRow.id,
    )
    paused = select(EventMailRow.event_id).where(EventMailRow.is_paused)
    return (
        select(OutboxRow.id)
        .where(is_free, is_first, OutboxRow.event_id.not_in(paused))
        .where(func.length(OutboxRow.body) > 0)
        .order_by(OutboxRow.is_urgent.desc(), OutboxRow.due, OutboxRow.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=OutboxRow)
    )


def _held(session: Session, held: Held) -> OutboxRow:
    query = select(OutboxRow).where(OutboxRow.id == held.row_id).with_for_update()
    row = session.scalar(query)
    if row is None or row.token != held.token or row.state != State.SENDING:
        message = Sentence(
            "message {row_id} is not held under token {token} any more",
            row_id=held.row_id,
            token=held.token,
        )
        raise LostMessageError(message)
    return row
