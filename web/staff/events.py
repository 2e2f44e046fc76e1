"""The events that somebody of the staff has a role at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import func, select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.phases import phase_at
from b4h_scheduler.store.schema_event import DelegateRow, EventRow, WishRow
from b4h_scheduler.store.staff import Role
from web.readings import read_settings
from web.site import site
from web.visitor import visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

events = Blueprint("events", __name__)


@events.get("/events")
def index() -> ResponseReturnValue:
    """List them, the newest first."""
    who = visitor()
    with site().database.read() as reading:
        rows = reading.scalars(select(EventRow).order_by(EventRow.id.desc()))
        found = [_summary(reading, row) for row in rows if who.role(row.id) is not None]
    return render_template("staff/events.html", events=found)


@events.get("/events/<int:event_id>/")
def show(event_id: int) -> ResponseReturnValue:
    """Go to the first page that the role may see."""
    role = visitor().role(event_id)
    if role is Role.DESK:
        return redirect(url_for("late_desk.index", event_id=event_id))
    return redirect(url_for("dashboard.show", event_id=event_id))


def _summary(reading: Session, row: EventRow) -> dict[str, object]:
    settings = read_settings(reading, row.id)
    delegates = select(func.count(DelegateRow.id)).where(DelegateRow.event_id == row.id)
    wishes = select(func.count(WishRow.id)).where(WishRow.event_id == row.id)
    return {
        "row": row,
        "phase": phase_at(row, now()),
        "start": min(session.start for session in settings.sessions),
        "venue": settings.venue,
        "delegates": reading.scalar(delegates),
        "wishes": reading.scalar(wishes),
        "role": visitor().role(row.id),
    }
