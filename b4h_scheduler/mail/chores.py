"""What is written and deleted by date, looked after about once a minute."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from b4h_scheduler.mail.day_before import put_day_before
from b4h_scheduler.mail.wishing import put_wishes_mail
from b4h_scheduler.store.base import now
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_mail import OutboxRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

LOG = logging.getLogger(__name__)
KEEPS = timedelta(days=14)
"""The text of a message, after its end."""
ACTOR = "mail"


def write_what_is_due(database: Database) -> None:
    """Write digests, last calls and reminders of all events; delete old texts."""
    with database.read() as session:
        query = select(EventRow.id).where(EventRow.phase != Phase.ARCHIVED.value)
        event_ids = list(session.scalars(query.order_by(EventRow.id)))
    for event_id in event_ids:
        for write in (put_wishes_mail, put_day_before):
            written = database.write(
                lambda session, write=write, event_id=event_id: len(  # type: ignore[misc]
                    write(session, event_id)
                ),
                actor=ACTOR,
            )
            if written:
                LOG.info("event %s: %s messages are due", event_id, written)
    database.write(delete_old_texts, actor=ACTOR)


def delete_old_texts(session: Session) -> None:
    """Delete the texts of messages that ended long ago; what became of them stays."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.ended < now() - KEEPS, OutboxRow.body.is_not(None))
        .values(body=None)
    )
