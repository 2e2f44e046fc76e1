"""A registration's own page: confirm, see what became of it, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from b4h_scheduler.store.application_states import State, is_kept, is_lapsed
from b4h_scheduler.store.correcting import CORRECTABLE
from b4h_scheduler.store.errors import BusyError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.offering import offered_day
from b4h_scheduler.store.registration import (
    application_of_token,
    confirm,
    place_in_line,
    told,
    withdraw,
)
from web.change import SEE_OTHER, sentence
from web.consent_words import CONSENT_WORDS
from web.languages.choice import prefer
from web.languages.local import language_name
from web.languages.texts import gettext, mark
from web.registration.public import registration
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.application import Application
    from b4h_scheduler.store.schema_registration import ApplicationRow


@registration.get("/registration/<token>")
def status(token: str) -> ResponseReturnValue:
    """Show how far it is; opening the link confirms nothing."""
    with site().database.read() as reading:
        row = application_of_token(reading, site().secret, token)
        if row is None:
            return render_template("entry/no_link.html"), 404
        application = told(reading, row)
        _prefer(application)
        return render_template(
            "registration/status.html",
            token=token,
            row=row,
            event=event_row(reading, row.event_id),
            application=application,
            is_correctable=row.state in CORRECTABLE,
            words=CONSENT_WORDS,
            language_name=language_name,
            line=place_in_line(reading, row) if row.state == State.WAITING else 0,
            is_kept=is_kept(row),
            is_lapsed=is_lapsed(row),
            until=offered_day(reading, row),
        )


@registration.post("/registration/<token>")
def confirm_address(token: str) -> ResponseReturnValue:
    """Confirm the address, by the button."""
    return act(token, confirm, mark("Your address is confirmed."))


@registration.post("/registration/<token>/withdraw")
def take_back(token: str) -> ResponseReturnValue:
    """Withdraw, and delete what was told."""
    return act(token, withdraw, mark("Withdrawn: what you told is deleted."))


def act(
    token: str, change: Callable[[Session, ApplicationRow], object], done: str
) -> ResponseReturnValue:
    """Make a change that a link's button asks for, and show the page again."""
    with site().database.read() as reading:
        found = application_of_token(reading, site().secret, token)
        if found is None:
            return render_template("entry/no_link.html"), 404
        _prefer(told(reading, found))

    def work(writing: Session) -> None:
        row = application_of_token(writing, site().secret, token)
        if row is not None:
            change(writing, row)

    try:
        site().database.write(work, actor="registration link")
    except (RefusedError, BusyError) as error:
        flash(sentence(error), "danger")
    else:
        flash(gettext(done), "success")
    return redirect(url_for("registration.status", token=token), SEE_OTHER)


def _prefer(application: Application | None) -> None:
    """Speak the language that the applicant asked for."""
    if application is not None:
        prefer(person=application.delegates[0].language)
