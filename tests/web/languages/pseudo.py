"""A language that says of each text that it went through a catalog."""

from __future__ import annotations

import re
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from web.languages.faults import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel.messages import Catalog

OPENED, CLOSED = "⟦", "⟧"
_VALUE = re.compile(r"(%\(\w+\)s|\{\w+[^{}]*\}|<[^>]+>|%%)")
_SAID = re.compile(f"{OPENED}[^{OPENED}{CLOSED}]*{CLOSED}")
_PLACE = re.compile(r"\{\w+\}")
"""A name in the text of a mail that stands for a value."""
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]*\w")
"""Of a page, or of mail: data in any language."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_ATTRIBUTES = frozenset({"title", "alt", "aria-label", "placeholder"})


class Pseudo(NullTranslations):
    """Wraps each text of some catalogs, but not the values in it, nor its tags."""

    def __init__(self, catalogs: Iterable[Catalog]) -> None:
        super().__init__()
        found = (each for catalog in catalogs for each in catalog if each.id)
        self._known = {text for each in found for text in forms(each.id)}

    def gettext(self, message: str) -> str:
        """Return the text wrapped; one that no catalog has, as it is."""
        if message not in self._known:
            return message
        parts = _VALUE.split(message)
        return "".join(
            part if number % 2 or not part else f"{OPENED}{part}{CLOSED}"
            for number, part in enumerate(parts)
        )

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        """Return the text wrapped, whatever it is about."""
        return self.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form that fits, wrapped."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class _Visible(HTMLParser):
    """Collects what people see or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._is_hidden = False
        self._data: list[str] = []
        """Open elements of which a page says that they are not to be translated."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_hidden = tag in {"script", "style"}
        if self._data or dict(attrs).get("translate") == "no":
            self._data += [tag] * (tag not in _VOID)
            return
        kind = dict(attrs).get("type")
        for name, value in attrs:
            is_button = name == "value" and kind in {"submit", "button"}
            if name in _ATTRIBUTES or is_button:
                self.texts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._is_hidden = False
        if tag in self._data:
            del self._data[self._data[::-1].index(tag) * -1 - 1 :]

    def handle_data(self, data: str) -> None:
        if not self._is_hidden and not self._data:
            self.texts.append(data)


def unsaid(page: str, data: Iterable[str]) -> list[str]:
    """Return the visible texts of a page that no catalog said and that are no data."""
    reader = _Visible()
    reader.feed(page)
    known = sorted({each for each in data if each}, key=len, reverse=True)
    any_data = re.compile(
        "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in known)
    )
    found = []
    for text in reader.texts:
        rest = _PLACE.sub(" ", _ADDRESS.sub(" ", text))
        while _SAID.search(rest):
            rest = _SAID.sub(" ", rest)
        if _WORD.search(any_data.sub(" ", rest)):
            found.append(" ".join(rest.split()))
    return found
