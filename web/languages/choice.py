"""Which language a page is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, has_request_context, request
from werkzeug.exceptions import RequestEntityTooLarge

from b4h_scheduler.languages import DEFAULT, LANGUAGES, known
from web.access import ACCESS, Need

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from werkzeug.wrappers import Response

COOKIE = "b4h_language"
FIELD = "page_language"
"""Of forms that choose a language; another name than those of people's languages."""
STAFF = ("en", "de")
"""Languages of the staff's pages; those of delegates are in all."""
_DELEGATES_SEE = frozenset({Need.DELEGATE, Need.NOTHING})


def offered() -> tuple[str, ...]:
    """Return the languages that the page of the request can be in."""
    need = ACCESS.get(request.endpoint or "", Need.NOTHING)
    return tuple(LANGUAGES) if need in _DELEGATES_SEE else STAFF


def language() -> str:
    """Return the language of the page.

    What was chosen now, or before in this browser; else that of the person's mails;
    else what the browser asks for; else that of the event.
    """
    if not has_request_context():
        return DEFAULT
    found: str | None = g.get("language")
    if found is None:
        here = offered()
        wanted = (each for each in _wanted(here) if each in here)
        found = g.language = next(wanted, DEFAULT)
    return found


def prefer(*, person: str = "", event: Iterable[str] = ()) -> None:
    """Tell whose page it is, and of which event, where no cookie says so."""
    g.person_language, g.event_languages = person, tuple(event)
    g.pop("language", None)


def speak(code: str) -> None:
    """Fix the language of a page that hangs on a wall."""
    g.language = known(code) or DEFAULT


def chosen() -> str:
    """Return the language that the form of the request chooses, if it chooses one."""
    if request.method != "POST":
        return ""
    try:
        return request.form.get(FIELD, "")
    except RequestEntityTooLarge:
        return ""  # the page about that has a language too


def _wanted(here: tuple[str, ...]) -> Iterator[str | None]:
    yield chosen()
    yield request.cookies.get(COOKIE)
    who = g.get("visitor")
    if g.get("person_language"):
        yield known(g.person_language)
    elif who is not None and who.delegate is not None and not who.is_acting:
        yield known(who.delegate.content.get("language", ""))
    yield request.accept_languages.best_match(here)
    yield from map(known, g.get("event_languages", ()))


def install(app: Flask) -> None:
    """Say with every page in which language it is."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if "language" in g:
        response.headers["Content-Language"] = language()
        response.vary.update(("Accept-Language", "Cookie"))
    return response
