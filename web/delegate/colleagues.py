"""Who attends for the own organization, and a colleague who comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.late.colleague import LONGEST, named_colleague
from b4h_scheduler.mail.inviting import invite
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.store.colleagues import bring_along, colleagues_of
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.own_changes import may_change
from b4h_scheduler.store.people import delegate_row
from web.change import SEE_OTHER, sentence, write
from web.delegate.frame import page
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

colleagues = Blueprint("colleagues", __name__)


@colleagues.get("/my/colleagues")
def show() -> ResponseReturnValue:
    """List who attends, with a form for one more."""
    return _page({})


@colleagues.post("/my/colleagues")
def add() -> ResponseReturnValue:
    """Bring a colleague along, who gets an own link by mail."""
    if is_choice():
        return _page(request.form)
    row = own()

    def work(writing: Session) -> str:
        added = bring_along(
            writing, delegate_row(writing, row.event_id, row.key), **_typed()
        )
        invite(writing, row.event_id, only=[added.key])
        return added.name

    try:
        name = write(work)
    except RefusedError as error:
        flash(sentence(error), "danger")
        return _page(request.form), 400
    flash(_done(name), "success")
    return redirect(url_for("colleagues.show"), SEE_OTHER)


def _typed() -> dict[str, str]:
    name, email = named_colleague(request.form)
    role = one_line(request.form.get("role", "")).strip()[:LONGEST]
    return {"name": name, "role": role, "email": email}


def _done(name: str) -> str:
    if site().settings.smtp_host:
        return gettext("{name} comes along and gets an own link by mail.", name=name)
    return gettext(
        "{name} comes along; the organizer passes the own link on.", name=name
    )


def _page(typed: Mapping[str, str]) -> str:
    row = own()
    with site().database.read() as reading:
        return page(
            reading,
            "delegate/colleagues.html",
            people=colleagues_of(reading, row),
            may_add=may_change(reading, event_row(reading, row.event_id), row),
            typed=typed,
            longest=LONGEST,
        )
