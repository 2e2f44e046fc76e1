"""Outboxes with many small messages, for tests of sending."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.outbox import OPEN
from b4h_scheduler.store.schema_mail import OutboxRow
from tests.web.events import small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def fill_outbox(database: Database, num_messages: int, num_recipients: int) -> int:
    """Store an event with messages, dealt out to recipients in turn."""

    def work(session: Session) -> int:
        event_id = save_event(session, small_event())
        for number in range(num_messages):
            session.add(message(event_id, number, f"p{number % num_recipients}"))
        return event_id

    return database.write(work)


def message(event_id: int, number: int, mailbox: str) -> OutboxRow:
    """Return a message that waits; its bytes say its number."""
    moment = now()
    body = f"Subject: {number}\r\n\r\n.A line\r\n..\r\nnumber {number}\r\n"
    return OutboxRow(
        event_id=event_id,
        delegate_key=mailbox,
        recipient=f"{mailbox}@example.org",
        kind="agenda",
        topic=f"topic {number}",
        subject=f"{number}",
        message_id=f"<m{event_id}.{number}@example.org>",
        body=body.encode(),
        content=None,
        state="waiting",
        due=moment,
        give_up=moment + timedelta(days=1),
        created=moment,
    )


def num_open(database: Database) -> int:
    """Return how many messages wait or are under way."""
    query = select(func.count(OutboxRow.id)).where(OutboxRow.state.in_(OPEN))
    with database.read() as session:
        return session.scalar(query)


def rows_of(database: Database) -> list[OutboxRow]:
    """Return all messages in the order in which they were written."""
    with database.read() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
