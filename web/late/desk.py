"""The help desk: who has come, and what it says for a delegate who calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.finding.search import words_of
from b4h_scheduler.store.check_in import check_in, check_in_of
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.people import delegate_row
from web.change import CONFLICT, SEE_OTHER, sentence, write
from web.change import change as make
from web.forms import seen
from web.languages.texts import gettext, mark
from web.late.arrivals import arrivals, most_urgent
from web.late.booking import to_come
from web.late.form import (
    asked,
    choices,
    done,
    is_question,
    is_shown_again,
    outlook,
)
from web.late.held import begun_of, tally
from web.readings import read_event
from web.site import site
from web.staff.frame import page
from web.staff.people import tended

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

late_desk = Blueprint("late_desk", __name__)
MOST_FOUND = 30
AWAITED = "awaited"
"""Of the field ``show``: only those who are not yet here."""


@late_desk.get("/events/<int:event_id>/desk")
def index(event_id: int) -> ResponseReturnValue:
    """Find the delegate by name or organization; or all who are not yet here."""
    q = request.args.get("q", "")[:100]
    is_awaited = request.args.get("show") == AWAITED
    wanted = words_of(q)
    with site().database.read() as reading:
        everybody = arrivals(reading, event_id)
        shown = most_urgent(everybody) if is_awaited else everybody
        found = [
            each
            for each in shown
            if (wanted or is_awaited)
            and _has(wanted, f"{each.delegate.name} {each.organization.name}")
        ]
        return page(
            reading,
            event_id,
            "late/desk.html",
            q=q,
            is_awaited=is_awaited,
            found=found[:MOST_FOUND],
            num_found=len(found),
            num_here=sum(each.here is not None for each in everybody),
            num_all=sum(each.is_expected or bool(each.here) for each in everybody),
            tally=tally(reading, event_id, (e.delegate.key for e in everybody)),
            zone=read_event(reading, event_id).zone_info,
        )


@late_desk.get("/events/<int:event_id>/desk/<key>")
def show(event_id: int, key: str) -> ResponseReturnValue:
    """Show what can be said, and what was said."""
    return _show(event_id, key, {})


@late_desk.post("/events/<int:event_id>/desk/<key>")
def change(event_id: int, key: str) -> ResponseReturnValue:
    """Show what it would do; do it once the button under that is pressed."""
    if is_shown_again():
        return _show(event_id, key, request.form)
    try:
        with site().database.read() as reading:
            row = tended(reading, event_id, key)
            if is_question():
                found = outlook(reading, row, asked(reading, row))
                return page(reading, event_id, "late/theirs_sure.html", outlook=found)
        write(lambda writing: done(writing, delegate_row(writing, event_id, key)))
    except (RefusedError, StaleError) as error:
        flash(sentence(error), "danger")
        return _show(event_id, key, request.form), CONFLICT
    site().wake()
    site().wake_mail()
    flash(gettext("Done. The organizer decides about the meetings."), "success")
    return redirect(url_for("late_desk.show", event_id=event_id, key=key), SEE_OTHER)


@late_desk.post("/events/<int:event_id>/desk/<key>/here")
def say_here(event_id: int, key: str) -> ResponseReturnValue:
    """Check a delegate in, or take that back."""
    with site().database.read() as reading:
        name = tended(reading, event_id, key).name
    is_here = request.form.get("here") == "yes"

    def work(writing: Session) -> None:
        row = delegate_row(writing, event_id, key)
        check_in(writing, row, is_here=is_here, seen=seen())

    told = mark("{name} has checked in.") if is_here else mark("{name} is not here.")
    return make(
        work,
        done=gettext(told, name=name),
        to=url_for("late_desk.show", event_id=event_id, key=key),
    )


def _show(event_id: int, key: str, typed: Mapping[str, str]) -> str:
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        return page(
            reading,
            event_id,
            "late/theirs.html",
            form=choices(reading, row),
            typed=typed,
            here=check_in_of(reading, row),
            begun=begun_of(reading, row),
            coming=to_come(reading, row),
        )


def _has(wanted: list[str], told: str) -> bool:
    words = words_of(told)
    return all(any(each.startswith(word) for each in words) for word in wanted)
