"""Texts in the language of the page."""

from __future__ import annotations

from enum import Enum
from gettext import NullTranslations
from typing import TYPE_CHECKING

from flask import has_app_context

from b4h_scheduler.sentence import Sentence, mark
from web.languages.choice import language
from web.site import site

if TYPE_CHECKING:
    from jinja2 import Environment

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
    """Return what the layers below say, such as a refusal, in the page's language."""
    if not isinstance(message, Sentence):
        return _said(message)
    values = {name: _word(value) for name, value in message.values.items()}
    return _said(message.template).format(**values)


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


def _word(value: object) -> object:
    if isinstance(value, Sentence):
        return told(value)
    return _said(str(value.value)) if isinstance(value, Enum) else value


def _catalog() -> NullTranslations:
    # Outside of a request, as in tests of forms, texts are English.
    return site().catalog(language()) if has_app_context() else NullTranslations()
