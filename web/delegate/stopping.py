"""Delegates turn off messages, from a link in each of these or on their own page.

The link opens nothing else. One press of a mail program (RFC 8058) turns one kind
off: such a program has no token of a page, and a strange site no link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, delegate_of_token
from b4h_scheduler.store.mail_choice import OPTIONAL, turn_off, unwanted_by
from b4h_scheduler.store.people import delegate_row
from web.change import SEE_OTHER, write
from web.delegate.frame import page
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow

stopping = Blueprint("stopping", __name__)
WORDS = {
    "digest": mark("New wishes of others, once a day at most"),
    "last-call": mark("A last call for open answers before wishes close"),
    "reminder": mark("Reminders while you have neither wished nor answered"),
    "day-before": mark("The agenda once more on the day before"),
}
"""Of the kinds that can be turned off."""


@stopping.get("/mail/<token>")
@stopping.get("/mail/<token>/<what>", endpoint="show_one")
def show(token: str, what: str = "") -> ResponseReturnValue:
    """Show which messages come, with a button; opening it turns nothing off."""
    with site().database.read() as reading:
        row = _whose(reading, token)
        return _of_link(reading, row, unwanted_by(reading, row) | {what})


@stopping.post("/mail/<token>")
def save(token: str) -> ResponseReturnValue:
    """Keep what was chosen by the link."""
    if is_choice():
        with site().database.read() as reading:
            return _of_link(reading, _whose(reading, token), _without())

    def work(writing: Session) -> None:
        turn_off(writing, _whose(writing, token), _without())

    write(work)
    flash(gettext("Kept. Your agenda and its changes come in any case."), "success")
    return redirect(url_for("stopping.show", token=token), SEE_OTHER)


@stopping.post("/mail/<token>/<what>")
def one_click(token: str, what: str) -> ResponseReturnValue:
    """Turn one kind off, as a mail program asks (List-Unsubscribe-Post)."""

    def work(writing: Session) -> None:
        row = _whose(writing, token)
        turn_off(writing, row, unwanted_by(writing, row) | {what})

    write(work)
    return redirect(url_for("stopping.show", token=token), SEE_OTHER)


@stopping.get("/my/mail")
def mine() -> ResponseReturnValue:
    """Show the same on the delegate's own page."""
    with site().database.read() as reading:
        return _own(reading, unwanted_by(reading, own()))


@stopping.post("/my/mail")
def save_mine() -> ResponseReturnValue:
    """Keep what was chosen on the delegate's own page."""
    row = own()
    without = _without()
    if is_choice():
        with site().database.read() as reading:
            return _own(reading, without)
    write(lambda s: turn_off(s, delegate_row(s, row.event_id, row.key), without))
    flash(gettext("Kept. Your agenda and its changes come in any case."), "success")
    return redirect(url_for("stopping.mine"), SEE_OTHER)


def _of_link(reading: Session, row: DelegateRow, without: Collection[str]) -> str:
    return render_template(
        "entry/mail_choice.html",
        words=WORDS,
        without=without,
        delegate=row,
        event=event_row(reading, row.event_id),
    )


def _own(reading: Session, without: Collection[str]) -> str:
    return page(reading, "delegate/mail.html", words=WORDS, without=without)


def _without() -> set[str]:
    return {kind for kind in OPTIONAL if request.form.get(kind) != "yes"}


def _whose(session: Session, token: str) -> DelegateRow:
    row = delegate_of_token(session, site().secret, Purpose.MAIL, token)
    if row is None:
        raise NotFoundError("this link is not valid any more")
    return row
