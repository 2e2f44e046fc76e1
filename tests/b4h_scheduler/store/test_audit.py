from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.store.audit import latest_change
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.people import organization_row
from b4h_scheduler.store.schema_audit import AuditRow
from tests.web.events import small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


def test_latest_change_is_that_of_the_tables_asked_for(database: Database) -> None:
    """It rises with a change of one of them, at this event, and with no other."""
    one = database.write(lambda session: save_event(session, small_event()))
    two = database.write(lambda session: save_event(session, small_event()))
    database.write(lambda session: _rename(session, one))
    with database.read() as session:
        last = session.scalar(select(func.max(AuditRow.id)))
        assert latest_change(session, one, "organization") == last
        assert latest_change(session, one, "wish", "organization") == last
        assert latest_change(session, one, "wish") < latest_change(session, two, "wish")
        assert latest_change(session, two, "organization") < (last or 0)
        assert latest_change(session, one, "draft") == 0


def _rename(session: Session, event_id: int) -> None:
    key = session.scalars(
        select(AuditRow.subject).where(
            AuditRow.event_id == event_id, AuditRow.kind == "organization"
        )
    ).first()
    assert key is not None
    organization_row(session, event_id, key.partition(" ")[2]).region = "Elsewhere"
