"""What is kept no longer than promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.registration import forget_unconfirmed
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.schema_staff import LoginAttemptRow, StaffSessionRow
from b4h_scheduler.store.staff import WINDOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def purge(session: Session) -> list[str]:
    """Delete events after their retention date, with their log; return the names.

    Expired sessions, old attempts to sign in, and registrations that nobody confirmed
    go too.
    """
    due = session.scalars(select(EventRow).where(EventRow.delete_after < now())).all()
    ids, names = [row.id for row in due], [row.name for row in due]
    # The database deletes what hangs on an event.
    session.execute(delete(EventRow).where(EventRow.id.in_(ids)))
    session.execute(delete(AuditRow).where(AuditRow.event_id.in_(ids)))
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires < now()))
    session.execute(delete(LoginAttemptRow).where(LoginAttemptRow.at < now() - WINDOW))
    forget_unconfirmed(session)
    return names
