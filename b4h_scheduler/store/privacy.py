"""What is kept no longer than promised."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.message_files import remove_files
from b4h_scheduler.store.registration import forget_unconfirmed
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_staff import LoginAttemptRow, StaffSessionRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.staff import WINDOW

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import EventRow as Row


def set_retention(
    session: Session, event_id: int, last_day: date | None, *, seen: int
) -> None:
    """Say until when everything of an event is kept; None: for good.

    Raises
    ------
    RefusedError
        The event would not be over by then.
    StaleError
        Somebody changed the event since version ``seen``.
    """
    row = event_row(session, event_id)
    require_version(row, seen)
    if last_day is None:
        row.delete_after = None
        return
    settings = settings_of(row)
    end = max(each.end for each in settings.sessions).astimezone(settings.zone_info)
    if last_day < end.date():
        raise RefusedError(
            Sentence(
                "the event lasts until {day}: keep its data at least that long",
                day=f"{end:%Y-%m-%d}",
            )
        )
    morning = datetime.combine(last_day + timedelta(days=1), time())
    row.delete_after = morning.replace(tzinfo=settings.zone_info)


def kept_until(row: Row) -> date | None:
    """Return the last day on which an event is kept; None: no end is set."""
    if row.delete_after is None:
        return None
    zone = settings_of(row).zone_info
    return (row.delete_after.astimezone(zone) - timedelta(minutes=1)).date()


def purge(session: Session) -> list[str]:
    """Delete events after their retention date, with log and files of messages.

    Return their names.

    Expired sessions, old attempts to sign in, and registrations that nobody confirmed
    go too.
    """
    due = session.scalars(select(EventRow).where(EventRow.delete_after < now())).all()
    ids, names = [row.id for row in due], [row.name for row in due]
    messages = select(OutboxRow.id).where(OutboxRow.event_id.in_(ids))
    remove_files(session, session.scalars(messages).all())
    # The database deletes what hangs on an event.
    session.execute(delete(EventRow).where(EventRow.id.in_(ids)))
    session.execute(delete(AuditRow).where(AuditRow.event_id.in_(ids)))
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires < now()))
    session.execute(delete(LoginAttemptRow).where(LoginAttemptRow.at < now() - WINDOW))
    forget_unconfirmed(session)
    return names
