"""Import of an event's files: faults and changes shown before anything is saved."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.importing import differences, import_over
from web.change import SEE_OTHER, sentence, write
from web.forms import seen
from web.languages.texts import gettext
from web.site import site
from web.staff import uploads
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event

imports = Blueprint("imports", __name__)
MOST_SHOWN = 300


@imports.get("/events/new")
def new() -> ResponseReturnValue:
    """Ask for the files of a new event."""
    return render_template("staff/import_new.html")


@imports.post("/events/new")
def read_new() -> ResponseReturnValue:
    """Read the files of a new event."""
    try:
        name = uploads.take(request.files.get("file"))
    except RefusedError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("imports.new"), SEE_OTHER)
    return redirect(url_for("imports.preview_new", name=name), SEE_OTHER)


@imports.get("/events/new/<name>")
def preview_new(name: str) -> ResponseReturnValue:
    """Show the faults and what the event would be."""
    return render_template("staff/import_new.html", upload=uploads.find(name))


@imports.post("/events/new/<name>")
def create(name: str) -> ResponseReturnValue:
    """Save the new event."""
    event = _sound(uploads.find(name))
    event_id = write(lambda writing: save_event(writing, event))
    uploads.forget(name)
    flash(
        gettext("{name} is imported. Next: set the phase and invite.", name=event.name),
        "success",
    )
    return redirect(url_for("dashboard.show", event_id=event_id), SEE_OTHER)


@imports.get("/events/<int:event_id>/import")
def form(event_id: int) -> ResponseReturnValue:
    """Ask for a newer state of the event's files."""
    with site().database.read() as reading:
        return page(reading, event_id, "staff/import.html", upload=None)


@imports.post("/events/<int:event_id>/import")
def read(event_id: int) -> ResponseReturnValue:
    """Read the files."""
    try:
        name = uploads.take(request.files.get("file"))
    except RefusedError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("imports.form", event_id=event_id), SEE_OTHER)
    to = url_for("imports.preview", event_id=event_id, name=name)
    return redirect(to, SEE_OTHER)


@imports.get("/events/<int:event_id>/import/<name>")
def preview(event_id: int, name: str) -> ResponseReturnValue:
    """Show every fault, and what would change."""
    upload = uploads.find(name)
    with site().database.read() as reading:
        found = (
            differences(reading, event_id, upload.event)
            if upload.event is not None
            else []
        )
        return page(
            reading,
            event_id,
            "staff/import.html",
            upload=upload,
            differences=found[:MOST_SHOWN],
            counts=sorted(Counter((d.kind, d.action) for d in found).items()),
            total=len(found),
            seen=data_version(reading, event_id),
        )


@imports.post("/events/<int:event_id>/import/<name>")
def apply(event_id: int, name: str) -> ResponseReturnValue:
    """Save the changes that were shown, unless something else changed since."""
    event = _sound(uploads.find(name))

    def work(writing: Session) -> None:
        import_over(writing, event_id, event, seen=seen())

    try:
        write(work)
    except StaleError:
        flash(
            gettext(
                "The event was changed while you looked: here are the changes again."
            ),
            "danger",
        )
        to = url_for("imports.preview", event_id=event_id, name=name)
        return redirect(to, SEE_OTHER)
    uploads.forget(name)
    flash(gettext("Imported. Personal links stay as they were."), "success")
    return redirect(url_for("dashboard.show", event_id=event_id), SEE_OTHER)


def _sound(upload: uploads.Upload) -> Event:
    if upload.event is None:
        raise RefusedError("the files have errors: mend them and upload them again")
    return upload.event
