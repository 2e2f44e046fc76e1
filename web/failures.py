"""Pages for what goes wrong: a sentence and a number; details only in the log."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.store.errors import (
    BusyError,
    NotFoundError,
    RefusedError,
    StaleError,
    StoreError,
)
from web.change import sentence
from web.languages.local import size_words
from web.languages.texts import gettext, mark
from web.logs import LOG

if TYPE_CHECKING:
    from flask import Flask

_WORDS = {
    400: (
        mark("This could not be understood"),
        mark("Go back, reload the page and try again."),
    ),
    401: (
        mark("Who are you?"),
        mark("Open your personal link from the mail again; staff signs in."),
    ),
    403: (
        mark("Not for you"),
        mark("Your role does not allow this. Ask an owner of the event."),
    ),
    404: (mark("Not here"), mark("The page does not exist, or is not yours.")),
    405: (mark("Not this way"), mark("Go back and use the button on the page.")),
    413: (
        mark("Too large"),
        mark(
            "More than {limit} cannot be sent at once, and no text of more than {text}."
        ),
    ),
    500: (
        mark("Something went wrong"),
        mark("This is a defect of b4h, not your mistake."),
    ),
}
_NOT_POSSIBLE = mark("This is not possible")
_LIMITS = "MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE"
_STATUS = {NotFoundError: 404, BusyError: 503, MismatchError: 409, StaleError: 409}


def install(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StoreError, _store)
    app.register_error_handler(MismatchError, _store)
    app.register_error_handler(Exception, _defect)


def _csrf(error: CSRFError) -> tuple[str, int]:
    LOG.info("form refused", reason=error.description)
    return _page(400, gettext("This page is out of date"), gettext(_WORDS[400][1]))


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    title, text = _WORDS.get(code, (_NOT_POSSIBLE, _WORDS[400][1]))
    return _page(code, gettext(title), gettext(text, **_limits()))


def _limits() -> dict[str, str]:
    """Return how much can be sent, in words."""
    sizes = (current_app.config[name] for name in _LIMITS)
    limit, text = (size_words(size) for size in sizes)
    return {"limit": limit, "text": text}


def _store(error: Exception) -> tuple[str, int]:
    status = _STATUS.get(type(error), 409 if isinstance(error, RefusedError) else 500)
    if status == 500:  # noqa: PLR2004
        return _defect(error)
    return _page(status, gettext(_NOT_POSSIBLE), sentence(error))


def _defect(error: Exception) -> tuple[str, int]:
    number = secrets.token_hex(4)
    rule = request.url_rule
    LOG.error(
        "defect",
        reference=number,
        route=None if rule is None else rule.rule,
        exc_info=error,
    )
    title, text = _WORDS[500]
    return _page(500, gettext(title), gettext(text), number=number)


def _page(status: int, title: str, text: str, *, number: str = "") -> tuple[str, int]:
    page = render_template(
        "error.html", title=title, text=text, number=number, status=status
    )
    return page, status
