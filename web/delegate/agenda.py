"""A delegate's agenda of the plan that is released or previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from b4h_scheduler.store.events import event_row
from web.codes import qr
from web.delegate.frame import page
from web.delegate.objecting import objections_shown
from web.feeds.answer import calendar as as_calendar
from web.feeds.personal import feed_address, feed_of, rooms_of
from web.shown_agendas import agenda_of
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
        feed = feed_address(event, row)
        return page(
            reading,
            "delegate/agenda.html",
            shown=shown,
            appointments=()
            if shown is None
            else shown.lookup.agendas[shown.delegate.id],
            **objections_shown(reading, row),
            feed=feed,
            code=qr(feed),
            rooms={}
            if shown is None or shown.is_provisional
            else rooms_of(reading, shown.lookup, row),
        )


@agenda.get("/my/agenda.ics")
def calendar() -> ResponseReturnValue:
    """Give the released agenda as a file for any calendar program.

    The same entries as the feed's. There is none of a plan that is only previewed: its
    entries would stay in calendars beside those of the release.
    """
    row = own()
    with site().database.read() as reading:
        content = feed_of(reading, row)
    if content is None:
        abort(404)
    response = as_calendar(content)
    response.headers["Content-Disposition"] = "attachment; filename=agenda.ics"
    return response
