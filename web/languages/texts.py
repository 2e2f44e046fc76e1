"""Texts in the language of the page."""

from __future__ import annotations

import re
from enum import Enum
from gettext import NullTranslations
from typing import TYPE_CHECKING

from flask import has_app_context

from b4h_scheduler.languages import DEFAULT
from b4h_scheduler.sentence import Sentence, mark
from web.languages.choice import language
from web.languages.numbers import Local, LocalFloat, days, figures, is_moment
from web.languages.recalled import counted, forms, is_one, recalled
from web.site import site

if TYPE_CHECKING:
    from jinja2 import Environment

_NAMES = frozenset(
    {"key", "label", "name", "names", "pair", "text", "who", "wished", "wisher"}
)
"""Values that are what people wrote, never words of ours."""
_JOINTS = ("; ",)
_MOST_PARTS = 8
_PLAIN = re.compile(r"\{(\w+)[^{}]*\}")
"""A place for a value; in a text found again the value is formatted already."""
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

    A text that was put together or stored is found again by its templates.
    """
    if isinstance(message, Sentence):
        written = _QUOTED.findall(message.template)
        values = {
            name: it if name in written else _word(name, it)
            for name, it in message.values.items()
        }
        return _tidy(_said(message.template).format(**values))
    text = str(message)
    if not text or language() == DEFAULT:
        return text
    if is_moment(text):
        return days(text)
    return (
        _exactly(text)
        or _listed(text)
        or _found_again(text)
        or _in_parts(text)
        or figures(text)
    )


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


def _exactly(text: str) -> str:
    said = _said(text)
    if said != text:
        return said
    one = is_one(text)
    return "" if one is None else _catalog().ngettext(*forms(text), 1 if one else 2)


def _found_again(text: str) -> str:
    number = counted(text)
    if number is not None:
        noun = _catalog().ngettext(number.one, number.many, number.number)
        return f"{Local(number.number):,} {noun}"
    found = recalled(text)
    if found is None:
        return ""
    values = {name: _word(name, value) for name, value in found.values.items()}
    return _tidy(_PLAIN.sub(r"{\1}", _said(found.template)).format(**values))


def _listed(text: str) -> str:
    """Say a list of counts or words that are all known."""
    parts = text.split(", ")
    said = [_known(part) for part in parts[:_MOST_PARTS]]
    return ", ".join(said) if len(parts) == len(said) > 1 and all(said) else ""


def _known(text: str) -> str:
    return days(text) if is_moment(text) else _exactly(text) or _found_again(text)


def _in_parts(text: str) -> str:
    """Say a list of sentences, or one with a full stop, part by part."""
    for joint in _JOINTS:
        if joint in text:
            parts = text.split(joint)
            said = [told(part) for part in parts]
            return joint.join(said) if said != parts else ""
    if text.endswith("."):
        said_so = told(text[:-1])
        return f"{said_so}." if said_so != text[:-1] else ""
    return ""


def _tidy(text: str) -> str:
    """Close the gap that an empty value leaves."""
    return " ".join(text.split()).replace(" :", ":") if "  " in text else text.strip()


def _word(name: str, value: object) -> object:
    """Return a value: names as they are, words of ours translated, numbers local."""
    if isinstance(value, Enum):
        return _said(str(value.value))
    if isinstance(value, Sentence):
        return told(value)
    if isinstance(value, str):
        return value if name in _NAMES else days(figures(told(value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return Local(value)
    return LocalFloat(value) if isinstance(value, float) else value


def _catalog() -> NullTranslations:
    # Outside of a request, as in tests of forms, texts are English.
    return site().catalog(language()) if has_app_context() else NullTranslations()
