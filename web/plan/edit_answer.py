"""An edit made, told, and the board shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for

from b4h_scheduler.store.errors import (
    BusyError,
    NotFoundError,
    RefusedError,
    StaleError,
)
from web.change import SEE_OTHER, as_sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

_KEPT = ("session", "q", "wish")
"""Fields of every form that say what the board shows."""


def answer(work: Callable[[], str], to: str) -> Response:
    """Do it, tell what came of it, and go to a page.

    Parameters
    ----------
    work : callable
        Returns what was done.
    """
    try:
        done = work()
    except (RefusedError, NotFoundError, StaleError, BusyError) as error:
        flash(sentence(error), "danger")
    else:
        flash(as_sentence(done), "success")
    return redirect(to, SEE_OTHER)


def board(event_id: int, draft_id: int, pick: str = "") -> str:
    """Return the address of the board as the form's page showed it."""
    kept: dict[str, Any] = {k: request.form[k] for k in _KEPT if request.form.get(k)}
    if pick:
        kept |= {"pick": pick, "_anchor": "picked"}
    return url_for("edit.show", event_id=event_id, draft_id=draft_id, **kept)
