"""A delegate's own wishes: add, edit, order, withdraw, until closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from flask import Blueprint, flash, redirect, request, url_for
from pydantic import ValidationError

from b4h_scheduler.domain.wishes import Wish
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import NotFoundError, RefusedError, StaleError
from b4h_scheduler.store.own_changes import require_may_change
from b4h_scheduler.store.own_list import move_wish, wishes_by
from b4h_scheduler.store.vetoes import barred_for
from b4h_scheduler.store.wish_limits import most_wishes
from b4h_scheduler.store.wishes import add_wish, edit_wish, withdraw_wish
from web.change import SEE_OTHER, change, sentence, write
from web.delegate import others
from web.delegate.browse import partner_page
from web.delegate.frame import page
from web.forms import seen
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

wishes = Blueprint("wishes", __name__)
MOST_LETTERS = 1000
"""Of a message."""


@wishes.get("/my/wishes")
def index() -> ResponseReturnValue:
    """Show the own list."""
    return _list()


def _list(stale: int | None = None, typed: Mapping[str, str] | None = None) -> str:
    """Return the list; a wish that somebody else changed shows both versions.

    Parameters
    ----------
    typed
        What was typed and is not saved, each name with the number of its wish behind.
    """
    row = own()
    with site().database.read() as reading:
        names = {o.id: o.name for o in others.organizations(reading, row.event_id)}
        barred = barred_for(reading, row.event_id, row.organization_key)
        return page(
            reading,
            "delegate/wishes.html",
            wishes=wishes_by(reading, row.event_id, row.organization_key),
            names=names,
            barred=barred,
            most=most_wishes(reading, row.event_id, row.organization_key),
            stale_wish=stale,
            typed=typed or {},
        )


@wishes.post("/my/wishes")
def add() -> ResponseReturnValue:
    """Wish for a meeting."""
    row = own()
    wanted = request.form.get("organization", "")
    if is_choice():
        is_list = request.form.get("back") == "list" and not wanted
        return (
            _list(None, request.form) if is_list else partner_page(wanted, request.form)
        )

    def work(writing: Session) -> None:
        if wanted in others.standing(writing, row).unavailable:
            raise RefusedError("this organization is not available")
        add_wish(
            writing,
            row.event_id,
            _wish(row.organization_key, wanted),
            most=most_wishes(writing, row.event_id, row.organization_key),
        )

    to = url_for("browse.show", key=wanted) if wanted else url_for("browse.index")
    if request.form.get("back") == "list":
        to = url_for("wishes.index")
    return change(work, done=gettext("The wish is on your list."), to=to)


@wishes.post("/my/wishes/<int:wish_id>")
def edit(wish_id: int) -> ResponseReturnValue:
    """Change priority and message."""
    row = own()

    def work(writing: Session) -> None:
        # The form holds all wishes of the list: only this one is saved.
        priority = _priority(f"priority-{wish_id}")
        message = message_typed(f"message-{wish_id}")
        version = seen(f"seen-{wish_id}")
        edit_wish(writing, row, wish_id, priority, message, seen=version)

    try:
        write(work)
    except StaleError:
        return _list(wish_id, request.form), 409
    except (RefusedError, NotFoundError) as error:
        flash(sentence(error), "danger")
    else:
        flash(gettext("Saved."), "success")
    return redirect(url_for("wishes.index"), SEE_OTHER)


@wishes.post("/my/wishes/<int:wish_id>/withdraw")
def withdraw(wish_id: int) -> ResponseReturnValue:
    """Take a wish back."""
    row = own()
    return change(
        lambda writing: withdraw_wish(writing, row, wish_id),
        done=gettext("The wish is withdrawn."),
        to=url_for("wishes.index"),
    )


@wishes.post("/my/wishes/<int:wish_id>/move")
def move(wish_id: int) -> ResponseReturnValue:
    """Move a wish up or down in one's list."""
    row = own()
    by = -1 if request.form.get("way") == "up" else 1

    def work(writing: Session) -> None:
        require_may_change(writing, row)
        move_wish(writing, row, wish_id, by)

    return change(work, done=gettext("Moved."), to=url_for("wishes.index"))


def _wish(own_key: str, wanted: str) -> Wish:
    try:
        return Wish.model_validate(
            {
                "wisher": {"organization": own_key},
                "wished": {
                    "organization": wanted,
                    "unit": request.form.get("unit") or None,
                    "delegate": request.form.get("delegate") or None,
                },
                "priority": _priority(),
                "message": message_typed("message"),
                "source": "web",
            }
        )
    except ValidationError as error:
        raise RefusedError("this wish is not complete: try again") from error


def _priority(name: str = "priority") -> Literal[1, 2, 3]:
    number = request.form.get(name, 2, int)
    if number not in {1, 2, 3}:
        raise RefusedError("a priority is 1, 2 or 3")
    return cast("Literal[1, 2, 3]", number)


def message_typed(name: str) -> str:
    """Return what was written to another organization.

    Raises
    ------
    RefusedError
        It is too long.
    """
    text = request.form.get(name, "").strip()
    if len(text) > MOST_LETTERS:
        raise RefusedError(
            Sentence(
                "the message has {number} characters; at most {most}",
                number=len(text),
                most=MOST_LETTERS,
            )
        )
    return text
