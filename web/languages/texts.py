"""Texts in the language of the page."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from flask import g, has_app_context, has_request_context

from b4h_scheduler.languages import DEFAULT
from b4h_scheduler.sentence import Sentence, closed_up, mark, put_together
from web.languages.choice import language
from web.languages.numbers import Local, LocalFloat, days, figures, is_moment
from web.site import site

if TYPE_CHECKING:
    from jinja2 import Environment

_NAMES = frozenset(
    {"key", "label", "name", "names", "pair", "text", "who", "wished", "wisher"}
)
"""Values that are what people wrote, never words of ours."""
_COUNTED = frozenset({"number", "one", "many"})
"""Values of what `b4h_scheduler.sentence.counted` and ``of_number`` return."""
_QUOTED = re.compile(r"\{(\w+)!r")
"""A place for what somebody wrote: it is quoted, and never translated."""
__all__ = ["gettext", "install", "mark", "ngettext", "told"]


def gettext(text: str, /, **values: object) -> str:
    """Return a text with values at its names: ``gettext("at {place}", place=...)``."""
    said = _said(text)
    return said.format(**values) if values else said


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the form that fits a number, which also stands at ``{n}``."""
    said = _catalog().ngettext(one, many, number)
    return said.format(**({"n": number} | values))


def told(message: str) -> str:
    """Return what the layers below say, such as a refusal, in the page's language.

    Of plain text only what a catalog has as it is, a moment, or a number is said.
    """
    if isinstance(message, Sentence):
        return _sentence(message)
    text = str(message)
    if not text or language() == DEFAULT:
        return text
    if is_moment(text):
        return days(text)
    said = _said(text)
    return figures(text) if said == text else said


def capital(text: str) -> str:
    """Return words with a capital; a mail address that they begin with stays."""
    is_address = "@" in text.partition(" ")[0]
    return text if is_address else f"{text[:1].upper()}{text[1:]}"


def stored(content: object) -> str:
    """Return text that the log keeps as template and values, or as it is."""
    return told(put_together(content))


def is_stored_sentence(content: object) -> bool:
    """Whether the log keeps text there as template and values."""
    return isinstance(content, dict) and content.keys() == {"template", "values"}


def install(environment: Environment) -> None:
    """Give templates ``_``, ``ngettext`` and ``{% trans %}``."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _said,
        lambda one, many, number: _catalog().ngettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: _catalog().pgettext(context, text),
    )


def _said(text: str) -> str:
    # The empty text stands for the head of a catalog.
    return _catalog().gettext(text) if text else ""


def _sentence(sentence: Sentence) -> str:
    values = sentence.values
    written = _quoted(sentence.template)
    said = {
        name: it if name in written else _word(name, it) for name, it in values.items()
    }
    if values.keys() >= _COUNTED:
        noun = _catalog().ngettext(
            str(values["one"]), str(values["many"]), int(str(values["number"]))
        )
        said |= {"one": noun, "many": noun}
    text = _said(sentence.template).format(**said)
    return closed_up(text) if "" in values.values() else text


def _word(name: str, value: object) -> object:
    """Return a value: names as they are, words of ours translated, numbers local."""
    if isinstance(value, Enum):
        return _said(str(value.value))
    if isinstance(value, Sentence):
        return told(value)
    if isinstance(value, str):
        return value if name in _NAMES else _said_once(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Local(value)
    return LocalFloat(value) if isinstance(value, float) else value


def _said_once(text: str) -> str:
    """Return a text in the language of the page, which has it a thousand times."""
    if not has_request_context():
        return days(figures(told(text)))
    known: dict[tuple[str, str], str] = g.setdefault("said", {})
    key = language(), text
    said = known.get(key)
    if said is None:
        said = known[key] = days(figures(told(text)))
    return said


@cache
def _quoted(template: str) -> frozenset[str]:
    """Return the names of what is quoted in a template."""
    return frozenset(_QUOTED.findall(template))


def _catalog() -> NullTranslations:
    # Outside of a request, as in tests of forms, texts are English.
    return site().catalog(language()) if has_app_context() else NullTranslations()
