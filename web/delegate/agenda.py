"""A delegate's agenda of the plan that is released or previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from b4h_scheduler.outputs.calendars.folder import agenda_ics
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, link_token
from web.delegate.frame import page
from web.readings import agenda_of, read_event
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

agenda = Blueprint("agenda", __name__)


@agenda.get("/my/agenda")
def show() -> ResponseReturnValue:
    """Show the meetings in order of time."""
    row = own()
    with site().database.read() as reading:
        shown = agenda_of(reading, row)
        event = event_row(reading, row.event_id)
        token = link_token(site().secret, Purpose.FEED, event, row)
        return page(
            reading,
            "delegate/agenda.html",
            shown=shown,
            appointments=()
            if shown is None
            else shown.lookup.agendas[shown.delegate.id],
            feed=f"{site().settings.public_address}/feed/{token}.ics",
        )


@agenda.get("/my/agenda.ics")
def calendar() -> ResponseReturnValue:
    """Give the agenda as a file for any calendar program."""
    row = own()
    with site().database.read() as reading:
        shown = agenda_of(reading, row)
        if shown is None:
            abort(404)
        event = read_event(reading, row.event_id)
    content = agenda_ics(event, shown.plan, shown.delegate.id)
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=agenda.ics"
    return response
