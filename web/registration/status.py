"""A registration's own page: confirm, see what became of it, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from b4h_scheduler.store.errors import BusyError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.registration import (
    State,
    application_of_token,
    confirm,
    place_in_line,
    told,
    withdraw,
)
from web.change import SEE_OTHER, sentence
from web.registration.public import registration
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_registration import ApplicationRow


@registration.get("/registration/<token>")
def status(token: str) -> ResponseReturnValue:
    """Show how far it is; opening the link confirms nothing."""
    with site().database.read() as reading:
        row = application_of_token(reading, site().secret, token)
        if row is None:
            return render_template("entry/no_link.html"), 404
        return render_template(
            "registration/status.html",
            token=token,
            row=row,
            event=event_row(reading, row.event_id),
            application=told(reading, row),
            line=place_in_line(reading, row) if row.state == State.WAITING else 0,
        )


@registration.post("/registration/<token>")
def confirm_address(token: str) -> ResponseReturnValue:
    """Confirm the address, by the button."""
    return _change(token, confirm, "Your address is confirmed.")


@registration.post("/registration/<token>/withdraw")
def take_back(token: str) -> ResponseReturnValue:
    """Withdraw, and delete what was told."""
    return _change(token, withdraw, "Withdrawn: what you told is deleted.")


def _change(
    token: str, change: Callable[[Session, ApplicationRow], object], done: str
) -> ResponseReturnValue:
    with site().database.read() as reading:
        if application_of_token(reading, site().secret, token) is None:
            return render_template("entry/no_link.html"), 404

    def work(writing: Session) -> None:
        row = application_of_token(writing, site().secret, token)
        if row is not None:
            change(writing, row)

    try:
        site().database.write(work, actor="registration link")
    except (RefusedError, BusyError) as error:
        flash(sentence(error), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("registration.status", token=token), SEE_OTHER)
