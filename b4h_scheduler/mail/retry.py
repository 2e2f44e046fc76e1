"""Sends again what failed or came back, to the address that is known now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.mail.addresses import envelope_address
from b4h_scheduler.mail.calendar_mail import Sent, draft_of
from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.kinds import Kind
from b4h_scheduler.mail.mime import mailbox
from b4h_scheduler.mail.readers import readers
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.outbox import OPEN, State, outbox_row, send_again
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.mail.compose import Addressee

_AGAIN = frozenset({State.FAILED, State.BOUNCED, State.WAITING})
_MEETINGS = frozenset({Kind.MEETING, Kind.MEETING_CANCELED})


def retry(session: Session, row_id: int) -> OutboxRow:
    """Let a message go at once, and return its row: a new one at a new address.

    Raises
    ------
    RefusedError
        It arrived, is under way, its text is deleted, a later message told the same,
        or its address is still none.
    NotFoundError
        There is no such message.
    """
    row = outbox_row(session, row_id)
    if row.state not in _AGAIN:
        message = Sentence(
            "message {id} is {state}: only what failed is sent again",
            id=row_id,
            state=State(row.state),
        )
        raise RefusedError(message)
    _require_newest(session, row)
    composer = Composer(session, row.event_id)
    reader = readers(composer).get(row.delegate_key) if row.delegate_key else None
    to = None if reader is None else reader.to
    address = row.recipient if to is None else envelope_address(to.address)
    if not address:
        message = Sentence(
            "message {id} has no address: correct that of the delegate first", id=row_id
        )
        raise RefusedError(message)
    if address == row.recipient and row.state != State.BOUNCED:
        send_again(row, composer.give_up)
        return row
    if reader is not None and row.kind in _MEETINGS:
        new = _invitation(composer, row, reader.to.key)
    else:
        new = _copy(composer, row, to, address)
    if row.state == State.WAITING:
        row.state, row.ended = State.SUPERSEDED, composer.moment
    return new


def _require_newest(session: Session, row: OutboxRow) -> None:
    later = select(OutboxRow.id).where(
        OutboxRow.event_id == row.event_id,
        OutboxRow.delegate_key == row.delegate_key,
        OutboxRow.topic == row.topic,
        OutboxRow.id > row.id,
        OutboxRow.state.in_((*OPEN, State.TAKEN)),
    )
    found = session.scalar(later.limit(1))
    if found is not None:
        message = Sentence(
            "message {id} is out of date: message {number} tells what is true",
            id=row.id,
            number=found,
        )
        raise RefusedError(message)


def _invitation(composer: Composer, row: OutboxRow, key: str) -> OutboxRow:
    """Write a calendar invitation anew: the attendee is named inside."""
    reader = readers(composer)[key]
    said = Sent.of(row)
    if said is None:
        message = Sentence(
            "message {id} has no text any more: release the plan again", id=row.id
        )
        raise RefusedError(message)
    return composer.put(reader.to, draft_of(composer, reader, row.topic, said))


def _copy(
    composer: Composer, row: OutboxRow, to: Addressee | None, address: str
) -> OutboxRow:
    if not row.body:
        message = Sentence(
            "message {id} has no text any more: it must be written anew", id=row.id
        )
        raise RefusedError(message)
    message_id = composer.mailing.new_message_id(row.event_id, Kind(row.kind))
    name = "" if to is None else to.name
    new = OutboxRow(
        event_id=row.event_id,
        delegate_key=row.delegate_key,
        recipient=address,
        kind=row.kind,
        topic=row.topic,
        subject=row.subject,
        message_id=message_id,
        body=readdressed(row.body, mailbox(name, address), message_id),
        content=row.content,
        state=State.WAITING,
        is_urgent=row.is_urgent,
        due=composer.moment,
        give_up=composer.give_up,
        created=composer.moment,
    )
    composer.session.add(new)
    composer.session.flush()
    return new


def readdressed(body: bytes, to: str, message_id: str) -> bytes:
    """Return a message with another recipient and identifier, else the same bytes."""
    head, end, rest = body.partition(b"\r\n\r\n")
    for name, value in (("To", to), ("Message-ID", message_id)):
        field = re.compile(rf"^{name}: .*(?:\r\n[ \t].*)*".encode(), re.MULTILINE)
        line = f"{name}: {value}".encode()
        head = field.sub(lambda _, line=line: line, head, count=1)  # type: ignore[misc]
    return head + end + rest
