"""Texts in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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


class _Words(dict[str, str]):
    """Words inside of sentences, in a language: a page has them a thousand times."""

    def __missing__(self, text: str) -> str:
        """Say them once."""
        said = self[text] = days(figures(told(text)))
        return said


class _Templates(dict[str, str]):
    """Sentences before their values stand in them, in a language."""

    def __missing__(self, text: str) -> str:
        """Look one up."""
        said = self[text] = _said(text)
        return said


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What was said so far in the language of the page."""

    language: str
    words: _Words = field(default_factory=_Words)
    templates: _Templates = field(default_factory=_Templates)
    inner: dict[int, tuple[Sentence, str]] = field(default_factory=dict)
    """Sentences inside of sentences, such as a table's name, by identity."""

    def of_inner(self, sentence: Sentence) -> str:
        """Return what a sentence inside of another one says."""
        known = self.inner.get(id(sentence))
        if known is None:
            known = self.inner[id(sentence)] = sentence, _sentence(sentence)
        return known[1]


def _spoken() -> _Spoken:
    """Return what this request has said in the language that its page has now."""
    if not has_request_context():
        return _Spoken(DEFAULT)
    found: _Spoken | None = g.get("spoken")
    code = language()
    if found is None or found.language != code:
        found = g.spoken = _Spoken(code)
    return found


def _sentence(sentence: Sentence) -> str:
    values = sentence.values
    written, spoken = _quoted(sentence.template), _spoken()
    said = {
        name: it if name in written else _word(name, it, spoken)
        for name, it in values.items()
    }
    if values.keys() >= _COUNTED:
        noun = _catalog().ngettext(
            str(values["one"]), str(values["many"]), int(str(values["number"]))
        )
        said |= {"one": noun, "many": noun}
    text = spoken.templates[sentence.template].format(**said)
    return closed_up(text) if "" in values.values() else text


def _word(name: str, value: object, spoken: _Spoken) -> object:
    """Return a value: names as they are, words of ours translated, numbers local."""
    if isinstance(value, Enum):
        return _said(str(value.value))
    if isinstance(value, Sentence):
        return spoken.of_inner(value)
    if isinstance(value, str):
        return value if name in _NAMES else spoken.words[value]
    if isinstance(value, int) and not isinstance(value, bool):
        return Local(value)
    return LocalFloat(value) if isinstance(value, float) else value


@cache
def _quoted(template: str) -> frozenset[str]:
    """Return the names of what is quoted in a template."""
    return frozenset(_QUOTED.findall(template))


def _catalog() -> NullTranslations:
    # Outside of a request, as in tests of forms, texts are English.
    return site().catalog(language()) if has_app_context() else NullTranslations()
