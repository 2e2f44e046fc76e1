"""Wishes of others for one's organization: answered one by one or together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.own_list import wishes_for
from b4h_scheduler.store.vetoes import barred_for
from b4h_scheduler.store.wishes import answer_wish
from web.change import change
from web.delegate import others
from web.delegate.answering import answering
from web.delegate.frame import page
from web.delegate.wishes import MOST_LETTERS, message_typed
from web.languages.switch import is_choice
from web.languages.texts import gettext, ngettext
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session
    from werkzeug.datastructures import MultiDict

incoming = Blueprint("incoming", __name__)


@incoming.get("/my/incoming")
def index() -> ResponseReturnValue:
    """Show who wishes to meet us; those who wait for an answer first."""
    return _list()


def _list(typed: MultiDict[str, str] | None = None) -> str:
    """Return the list; with ``typed`` as it was filled in and not sent."""
    row = own()
    with site().database.read() as reading:
        found = {o.id: o for o in others.organizations(reading, row.event_id)}
        barred = barred_for(reading, row.event_id, row.organization_key)
        rows = [
            wish
            for wish in wishes_for(reading, row.event_id, row.organization_key)
            if wish.wisher_organization in found
            and wish.wisher_organization not in barred
        ]
        rows.sort(key=lambda wish: wish.answer != Answer.OPEN)
        what = answering(reading, row)
        num_waiting, num_left_open = what.counts(rows)
        return page(
            reading,
            "delegate/incoming.html",
            wishes=rows,
            late=what.late,
            organizations=found,
            num_waiting=num_waiting,
            num_left_open=num_left_open,
            wished=others.standing(reading, row).wished,
            most_letters=MOST_LETTERS,
            typed=typed or {},
            ticked={wish.id for wish in rows if wish.answer == Answer.OPEN}
            if typed is None
            else set(typed.getlist("wish", type=int)),
        )


@incoming.post("/my/incoming/<int:wish_id>")
def answer(wish_id: int) -> ResponseReturnValue:
    """Answer one wish."""
    row = own()
    return change(
        lambda writing: answer_wish(
            writing, row, wish_id, _answer(), _reply(wish_id), was=_was(wish_id)
        ),
        done=gettext("Answered. You can change it until wishes close."),
        to=url_for("incoming.index"),
    )


@incoming.post("/my/incoming")
def answer_many() -> ResponseReturnValue:
    """Answer all wishes that were ticked, or none of them."""
    if is_choice():
        return _list(request.form)
    row = own()
    ids = request.form.getlist("wish", type=int)

    def work(writing: Session) -> None:
        if not ids:
            raise RefusedError("tick the wishes first that you want to answer")
        for wish_id in ids:
            reply, was = _reply(wish_id), _was(wish_id)
            answer_wish(writing, row, wish_id, _answer(), reply, was=was)

    done = ngettext("Answered {n} wish.", "Answered {n} wishes.", len(ids))
    return change(work, done=done, to=url_for("incoming.index"))


def _was(wish_id: int) -> str | None:
    """Return the answer that the page showed."""
    return request.form.get(f"was-{wish_id}")


def _reply(wish_id: int) -> str | None:
    """Return the reply typed; None where the form has no place for it."""
    name = f"reply-{wish_id}"
    return message_typed(name) if name in request.form else None


def _answer() -> Answer:
    try:
        return Answer(request.form.get("answer", ""))
    except ValueError:
        raise RefusedError("an answer is accepted, declined or open") from None
