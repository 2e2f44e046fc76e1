"""What is wrong with a catalog."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages import Catalog
    from babel.messages.catalog import Message

_NAME = re.compile(r"%\((\w+)\)s|\{(\w+)[^{}]*\}|(%%)|<(/?\w+)")
"""What a translation must keep: names of values, percent signs, tags."""
_WORD = 4
"""Letters of a text whose translation is a word too."""


def faults_of(catalog: Catalog, template: Catalog) -> list[str]:
    """Return what is missing, empty, doubtful, superfluous or does not fit."""
    found = []
    for wanted in template:
        if wanted.id:
            message = catalog.get(wanted.id, wanted.context)
            fault = "is missing" if message is None else _fault(message)
            if fault:
                found.append(f"{_first(wanted)!r} {fault}")
    found += [
        f"{_first(message)!r} is not used any more"
        for message in (*catalog, *catalog.obsolete.values())
        if message.id and template.get(message.id, message.context) is None
    ]
    return found


def _fault(message: Message) -> str:
    texts, sources = forms(message.string), forms(message.id)
    if not all(texts):
        return "is not translated"
    if message.fuzzy:
        return "is marked as doubtful (fuzzy)"
    if any(len(text) == 1 for text in texts) and len(forms(message.id)[0]) >= _WORD:
        return "is a single letter"
    needed, given = names(sources[-1]), [names(text) for text in texts]
    if any(each != needed for each in given):
        return f"has other names or tags: {given}, not {needed}"
    if '"' in "".join(texts) and '"' not in "".join(sources):
        return 'has the sign ", which would end an attribute: write “ ” or « »'
    return ""


def forms(text: object) -> tuple[str, ...]:
    """Return singular and plural, or the one text."""
    if isinstance(text, (list, tuple)):
        return tuple(str(each or "") for each in text)
    return (str(text or ""),)


def names(text: str) -> list[str]:
    """Return the names of values in a text, sorted."""
    return sorted(_names(text))


def _names(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        yield found[0]


def _first(message: Message) -> str:
    return forms(message.id)[0]
