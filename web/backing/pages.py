"""Logos: added and removed by staff, shown to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from b4h_scheduler.store.logos import add_logo, logo_row, logos_of, remove_logo
from web.change import change
from web.languages.texts import gettext
from web.readings import read_event
from web.setup.pages import setup_page
from web.site import site

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

backing = Blueprint("backing", __name__)
_FOREVER = "public, max-age=31536000, immutable"


@backing.get("/events/<int:event_id>/setup/logos")
def show(event_id: int) -> ResponseReturnValue:
    """Show the logos, with forms to add and to remove."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        return setup_page(
            reading,
            event_id,
            "backing/show.html",
            "logos",
            event,
            logos=logos_of(reading, event_id),
            statement=event.funding,
        )


@backing.post("/events/<int:event_id>/setup/logos")
def add(event_id: int) -> ResponseReturnValue:
    """Add a logo."""
    to = url_for("backing.show", event_id=event_id)
    file = request.files.get("file")
    content = b"" if file is None else file.read()
    name = request.form.get("name", "")
    return change(
        lambda writing: add_logo(writing, event_id, name, content),
        done=gettext("The logo is added."),
        to=to,
    )


@backing.post("/events/<int:event_id>/setup/logos/<digest>/remove")
def remove(event_id: int, digest: str) -> ResponseReturnValue:
    """Remove a logo."""
    return change(
        lambda writing: remove_logo(writing, event_id, digest),
        done=gettext("The logo is removed."),
        to=url_for("backing.show", event_id=event_id),
    )


@backing.get("/events/<int:event_id>/logos/<digest>")
def image(event_id: int, digest: str) -> ResponseReturnValue:
    """Give a logo; its address changes with its content, so that it can be kept."""
    with site().database.read() as reading:
        row = logo_row(reading, event_id, digest)
        response = Response(row.image, mimetype=row.mimetype)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = _FOREVER
    return response
