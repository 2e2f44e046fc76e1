"""A new event, begun with the least that it needs: a name, a session and a room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from flask import flash, redirect, render_template, request, url_for

from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.setup import checked
from web.change import SEE_OTHER, write
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.setup.blueprint import setup
from web.setup.fields import Field, Kind, Rows
from web.setup.steps import BASICS, SESSION_FIELDS
from web.setup.typed import typed_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

ROOM = Rows(
    "zones",
    mark("The room"),
    mark("room"),
    mark("Where the tables are. More rooms can be added later."),
    (
        Field("id", "", Kind.HIDDEN),
        Field("name", mark("Name"), help=mark("Such as Hall 1"), is_needed=True),
    ),
)
FIRST = Rows(
    "sessions",
    mark("The first session"),
    mark("session"),
    mark("A session is a run of slots on one day; more can be added later."),
    SESSION_FIELDS,
)
PARTS = (BASICS, FIRST, ROOM)
_NEW: dict[str, Any] = {"languages": ("en",), "sessions": (), "zones": ()}


@setup.get("/events/create")
def new() -> ResponseReturnValue:
    """Ask for the least that an event needs."""
    shown = words(PARTS, _NEW, ZoneInfo("UTC"))
    return _page(shown, {})


@setup.post("/events/create")
def create() -> ResponseReturnValue:
    """Make the event, and go on to its tables."""
    if is_choice():
        return _page(request.form, {})
    key = request.form.get("time_zone", "").strip()
    zone = ZoneInfo(key if key in available_timezones() else "UTC")
    typed = typed_of(PARTS, request.form, zone)
    if key not in available_timezones():
        typed.faults["time_zone"] = gettext(
            "{key!r} is no time zone: write a name such as Europe/Berlin", key=key[:40]
        )
    if typed.faults:
        return _page(request.form, typed.faults), 400
    try:
        event = checked(typed.changes)
    except FieldsError as error:
        typed.tell(error)
        return _page(request.form, typed.faults), 400
    event_id = write(lambda writing: save_event(writing, event))
    flash(gettext("{name} is made. Next: its tables.", name=event.name), "success")
    to = url_for("setup.tables", event_id=event_id)
    return redirect(to, SEE_OTHER)


def _page(shown: Mapping[str, str], faults: dict[str, str]) -> str:
    return render_template(
        "setup/new.html",
        parts_of=PARTS,
        shown=shown,
        faults=faults,
        num_rows={FIRST.name: 1, ROOM.name: 1},
    )
