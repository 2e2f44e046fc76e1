"""The help desk says it for a delegate who calls or stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.finding.search import words_of
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.people import delegate_row
from web.change import SEE_OTHER, sentence, write
from web.languages.texts import gettext
from web.late.form import asked, choices, done, outlook
from web.site import site
from web.staff.frame import page
from web.staff.people import tended, visible

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

late_desk = Blueprint("late_desk", __name__)
MOST_FOUND = 30


@late_desk.get("/events/<int:event_id>/desk")
def index(event_id: int) -> ResponseReturnValue:
    """Find the delegate by name or organization."""
    q = request.args.get("q", "")[:100]
    wanted = words_of(q)
    with site().database.read() as reading:
        found = [
            (delegate, organization)
            for delegate, organization in visible(reading, event_id)
            if wanted and _has(wanted, f"{delegate.name} {organization.name}")
        ]
        return page(
            reading,
            event_id,
            "late/desk.html",
            q=q,
            found=found[:MOST_FOUND],
            num_found=len(found),
        )


@late_desk.get("/events/<int:event_id>/desk/<key>")
def show(event_id: int, key: str) -> ResponseReturnValue:
    """Show what can be said, and what was said."""
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        form = choices(reading, row)
        return page(reading, event_id, "late/theirs.html", form=form)


@late_desk.post("/events/<int:event_id>/desk/<key>")
def change(event_id: int, key: str) -> ResponseReturnValue:
    """Show what it would do; do it once the button under that is pressed."""
    here = url_for("late_desk.show", event_id=event_id, key=key)
    try:
        with site().database.read() as reading:
            row = tended(reading, event_id, key)
            if request.form.get("sure") != "yes":
                found = outlook(reading, row, asked(reading, row))
                return page(reading, event_id, "late/theirs_sure.html", outlook=found)
        write(lambda writing: done(writing, delegate_row(writing, event_id, key)))
    except (RefusedError, StaleError) as error:
        flash(sentence(error), "danger")
        return redirect(here, SEE_OTHER)
    site().wake()
    site().wake_mail()
    flash(gettext("Done. The organizer decides about the meetings."), "success")
    return redirect(here, SEE_OTHER)


def _has(wanted: list[str], told: str) -> bool:
    words = words_of(told)
    return all(any(each.startswith(word) for each in words) for word in wanted)
