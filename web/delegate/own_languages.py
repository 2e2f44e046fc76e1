"""The languages a delegate is written to in, and those it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from b4h_scheduler.languages import LANGUAGES
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.errors import RefusedError
from web.languages.local import language_name
from web.setup.fields import Field, Kind, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WORDS = (mark("language"), mark("speaks"))
"""What the fields are called where somebody else saved them."""
_SPEAKS = Field("speaks", "", Kind.LANGUAGES)
_NO_CLOCKS = ZoneInfo("UTC")


def languages_shown(content: Mapping[str, Any]) -> dict[str, str]:
    """Return a delegate's languages as its form shows them: spoken ones by name."""
    names = sorted(language_name(code) for code in content.get("speaks", ()))
    return {"language": content.get("language", "en"), "speaks": "; ".join(names)}


def languages_typed(form: Mapping[str, str]) -> dict[str, Any]:
    """Return them as typed, by codes; nothing where a form does not have them.

    Raises
    ------
    RefusedError
        A word is no language, or mails are not written in it.
    """
    found: dict[str, Any] = {}
    if "language" in form:
        found["language"] = form["language"]
        if form["language"] not in LANGUAGES:
            raise RefusedError("choose the language of mails from the list")
    if "speaks" in form:
        typed = form["speaks"].strip()
        found["speaks"] = value_of(_SPEAKS, typed, _NO_CLOCKS) if typed else ()
    return found


def mail_languages(own: str) -> Sequence[tuple[str, str]]:
    """Return the languages of mails to choose from; the own one is among them."""
    return list(({own: language_name(own)} | LANGUAGES).items())
