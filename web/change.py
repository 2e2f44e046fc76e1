"""A change asked for by a form: made, told, and the page shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import flash, redirect

from b4h_scheduler.store.errors import (
    BusyError,
    NotFoundError,
    RefusedError,
    StaleError,
)
from web.languages.texts import capital, gettext, told
from web.site import site
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

    T = TypeVar("T")

SEE_OTHER, CONFLICT = 303, 409


def write(work: Callable[[Session], T]) -> T:
    """Make a change as the visitor; return what it returns."""
    return site().database.write(work, actor=visitor().actor)


def change(work: Callable[[Session], object], *, done: str, to: str) -> Response:
    """Make a change, tell what came of it, and go to a page."""
    try:
        write(work)
    except (RefusedError, NotFoundError, StaleError, BusyError) as error:
        flash(sentence(error), "danger")
    else:
        flash(done, "success")
    return redirect(to, SEE_OTHER)


def saved(
    work: Callable[[Session], object],
    *,
    done: str,
    to: str,
    again: Callable[[Session], str],
    stale: Callable[[Session], str] | None = None,
) -> ResponseReturnValue:
    """Save what a form says and go to a page; else show the form as it was filled in.

    Parameters
    ----------
    again : callable
        Returns the page with the form.
    stale : callable, optional
        The same where somebody else saved meanwhile, if ``again`` does not see itself
        that it has to tell both versions.
    """
    try:
        write(work)
    except RefusedError as error:
        flash(sentence(error), "danger")
        with site().database.read() as reading:
            return again(reading), CONFLICT
    except StaleError:
        with site().database.read() as reading:
            return (stale or again)(reading), CONFLICT
    flash(done, "success")
    return redirect(to, SEE_OTHER)


def sentence(error: Exception) -> str:
    """Return an error's message as a sentence in the page's language."""
    if isinstance(error, StaleError):
        return gettext(
            "This was changed by somebody else meanwhile: look at it as it is now, "
            "then save again."
        )
    return as_sentence(told(error.args[0] if error.args else ""))


def as_sentence(text: str) -> str:
    """Return words with a capital and an end; no words stay none.

    A mail address that they begin with stays as it was written.
    """
    if not text:
        return ""
    begun = capital(text)
    return begun if begun.endswith((".", "!", "?")) else f"{begun}."
