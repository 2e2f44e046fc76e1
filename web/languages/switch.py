"""Choosing the language of pages in this browser.

A page with a long form names it in ``keeping``: then the buttons of languages send
that form along with `FIELD`, and its view shows the page again as it was filled in
(`is_choice`), in the language that was chosen. A page of several parts is one
form, with a button for each. What was typed into other forms of a page is kept by a
script (``static/unsent.js``), in the browser alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, redirect, request, url_for

from b4h_scheduler.languages import LANGUAGES
from web.addresses import local_address
from web.change import SEE_OTHER
from web.languages.choice import COOKIE, chosen, language
from web.site import site

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

languages = Blueprint("languages", __name__)
BLUEPRINTS = (languages,)
BAD_REQUEST = 400
_YEAR_S = 365 * 24 * 3600


@languages.post("/language")
def choose() -> ResponseReturnValue:
    """Remember the language, and go back to the page."""
    back = local_address(request.form.get("back"))
    return redirect(back or url_for("entry.home"), SEE_OTHER)


def is_choice() -> bool:
    """Whether a form was sent only to be shown again in another language."""
    return chosen() in LANGUAGES


def install(app: Flask) -> None:
    """Remember each choice."""
    app.after_request(_remember)


def _remember(response: Response) -> Response:
    if is_choice() and response.status_code < BAD_REQUEST:
        _keep(response, chosen())
    return response


def leave(to: str) -> Response:
    """Go where a person is not known any more, and keep the language it had."""
    response = redirect(to, SEE_OTHER)
    _keep(response, language())
    return response


def _keep(response: Response, code: str) -> None:
    response.set_cookie(
        COOKIE,
        code,
        max_age=_YEAR_S,
        secure=site().settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def back_here() -> str:
    """Return the address to come back to; none for what only a form opens."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    is_page = adapter is not None and adapter.test(method="GET")
    return request.path if is_page else url_for("entry.home")
