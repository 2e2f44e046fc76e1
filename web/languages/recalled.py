"""Sentences that come as plain English text, found again by their templates.

Layers below say things with values in them, join them, store them: reasons of a plan,
messages of a run, the log of edits. What such a text was made of is found by comparing
it with the templates that the catalogs know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from web.languages.catalogs import known_texts

_NAME = re.compile(r"\{(\w+)[^{}]*\}")
_OPTIONAL = frozenset({"when"})
"""Names that may stand for nothing."""
_MOMENTS = frozenset({"moment", "times"})
_TIMES = r"[\w ]*\d\d:\d\d[\w :,–]*"
_NUMBERS = frozenset({"number", "total"})
_LEAST_LETTERS = 4
"""A template with fewer beside its values would fit too much."""
_COUNT = re.compile(r"([\d,]+) (\D.*)")


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a text was made of."""

    template: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of things: ``3 meetings``."""

    number: int
    one: str
    many: str


@dataclass(frozen=True, slots=True)
class _Template:
    text: str
    pattern: re.Pattern[str]
    hint: str
    """The longest part without values: quick to look for."""
    weight: int


@lru_cache(maxsize=20_000)
def recalled(text: str) -> Recalled | None:
    """Return the template with the most words that a text fits, and its values."""
    for each in _templates():
        if each.hint in text:
            found = each.pattern.fullmatch(text)
            if found is not None:
                values = {k: v or "" for k, v in found.groupdict().items()}
                return Recalled(each.text, values)
    return None


def counted(text: str) -> Counted | None:
    """Return how many of what a text counts; None: it counts nothing known."""
    found = _COUNT.fullmatch(text)
    pair = None if found is None else _nouns().get(found[2])
    if found is None or pair is None:
        return None
    return Counted(int(found[1].replace(",", "")), *pair)


def is_one(text: str) -> bool | None:
    """Whether a noun is that of one thing; None: it is no noun known."""
    pair = _nouns().get(text)
    return None if pair is None else text == pair[0]


def forms(noun: str) -> tuple[str, str]:
    """Return singular and plural of a noun that is known."""
    return _nouns()[noun]


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    pairs = (each for each in known_texts() if isinstance(each, tuple))
    return {
        form: (one, many)
        for one, many in pairs
        if "{" not in one and "%" not in one
        for form in (one, many)
    }


@cache
def _templates() -> tuple[_Template, ...]:
    texts = (each for each in known_texts() if isinstance(each, str))
    found = [_template(text) for text in texts if _is_telling(text)]
    return tuple(sorted(found, key=lambda each: -each.weight))


def _is_telling(text: str) -> bool:
    names = set(_NAME.findall(text))
    letters = sum(map(str.isalpha, _NAME.sub("", text)))
    is_narrow = names <= _MOMENTS or names >= _NUMBERS
    return bool(names) and (letters >= _LEAST_LETTERS or is_narrow)


def _template(text: str) -> _Template:
    parts = _NAME.split(text)
    literals, names = parts[::2], parts[1::2]
    pattern, seen = "", set()
    for place, literal in enumerate(literals):
        before = literal
        if place < len(names) and names[place] in _OPTIONAL:
            before = literal.removesuffix(" ")
        pattern += re.escape(before)
        if place < len(names):
            pattern += _group(names[place], before != literal, names[place] in seen)
            seen.add(names[place])
    hint = max((part.strip() for part in literals), key=len)
    weight = sum(len(part) for part in literals)
    return _Template(text, re.compile(pattern, re.DOTALL), hint, weight)


def _group(name: str, is_optional: bool, is_again: bool) -> str:  # noqa: FBT001
    what = _TIMES if name in _MOMENTS else ".+?"
    what = r"[\d,.]+" if name in _NUMBERS else what
    group = f"(?P={name})" if is_again else f"(?P<{name}>{what})"
    return f"(?: {group})?" if is_optional else group
