"""A delegate says: I will be late, I leave earlier, I cannot come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, session, url_for

from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.late import LateKind
from b4h_scheduler.store.people import delegate_row
from web.change import CONFLICT, SEE_OTHER, sentence, write
from web.delegate.frame import page
from web.languages.switch import leave
from web.languages.texts import gettext, mark
from web.late.form import (
    asked,
    choices,
    done,
    is_question,
    is_shown_again,
    outlook,
)
from web.site import site
from web.visitor import LINK, own, visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

late = Blueprint("late", __name__)
DONE = mark(
    "The organizer knows, and decides about your meetings. Until you get a message, "
    "your agenda is as it is shown."
)
HANDED_OVER = mark(
    "Your colleague has the agenda now and gets a message with the link; partners are "
    "told. Your own link does not work any more."
)


@late.get("/my/late")
def show() -> ResponseReturnValue:
    """Show what can be said, and what was said."""
    return _show({})


@late.post("/my/late")
def change() -> ResponseReturnValue:
    """Show what it would do; do it once the button under that is pressed."""
    if is_shown_again():
        return _show(request.form)
    row = own()
    try:
        if is_question():
            with site().database.read() as reading:
                fresh = delegate_row(reading, row.event_id, row.key)
                found = outlook(reading, fresh, asked(reading, fresh))
                return page(reading, "late/mine_sure.html", outlook=found)
        write(lambda s: done(s, delegate_row(s, row.event_id, row.key)))
    except (RefusedError, StaleError) as error:
        flash(sentence(error), "danger")
        return _show(request.form), CONFLICT
    site().wake()
    site().wake_mail()
    if request.form.get("what") == LateKind.INSTEAD and not visitor().is_acting:
        session.pop(LINK, None)
        flash(gettext(HANDED_OVER), "success")
        return leave(url_for("entry.home"))
    flash(gettext(DONE), "success")
    return redirect(url_for("late.show"), SEE_OTHER)


def _show(typed: Mapping[str, str]) -> str:
    with site().database.read() as reading:
        row = delegate_row(reading, own().event_id, own().key)
        form = choices(reading, row)
        return page(reading, "late/mine.html", form=form, typed=typed)
