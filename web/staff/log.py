"""The audit log of an event: who changed what, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request
from sqlalchemy import func, select

from b4h_scheduler.store.log_names import named_in
from b4h_scheduler.store.schema_audit import AuditRow
from web.readings import read_settings
from web.site import site
from web.staff.frame import page
from web.staff.log_people import called, subjects_named

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

log = Blueprint("log", __name__)
PER_PAGE = 50


@log.get("/events/<int:event_id>/log")
def show(event_id: int) -> ResponseReturnValue:
    """Show the changes, the latest first."""
    subject = request.args.get("q", "").strip()
    before = request.args.get("before", type=int)
    query = select(AuditRow).where(AuditRow.event_id == event_id)
    if before is not None:
        query = query.where(AuditRow.id < before)
    with site().database.read() as reading:
        if subject:
            people = subjects_named(reading, event_id, subject)
            query = query.where(
                AuditRow.subject.contains(subject, autoescape=True)
                | AuditRow.actor.contains(subject, autoescape=True)
                | AuditRow.subject.in_(people)
                | AuditRow.actor.in_(people)
            )
        total = reading.scalar(
            select(func.count(AuditRow.id)).where(AuditRow.event_id == event_id)
        )
        rows = list(
            reading.scalars(query.order_by(AuditRow.id.desc()).limit(PER_PAGE + 1))
        )
        return page(
            reading,
            event_id,
            "staff/log.html",
            rows=rows[:PER_PAGE],
            named=named_in(reading, event_id, rows[:PER_PAGE]),
            called=called(reading, event_id, rows[:PER_PAGE]),
            older=rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else None,
            total=total,
            zone=read_settings(reading, event_id).zone_info,
            q=subject,
        )
