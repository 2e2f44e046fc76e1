"""Forms as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.world import Visitor


def form_of(visitor: Visitor, page: str, **changed: str) -> dict[str, str]:
    """Return what a page's form would send, with some fields typed anew."""
    reader = _Reader()
    reader.feed(visitor.text(page))
    reader.form.pop("csrf_token")
    return reader.form | changed


class _Reader(HTMLParser):
    """Notes what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.form: dict[str, str] = {}
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name", "")
        if tag == "input" and name:
            if given.get("type") != "checkbox" or "checked" in given:
                self.form[name] = given.get("value") or ""
        elif tag == "select":
            self.choosing = name
            self.form[name] = ""
        elif tag == "option" and "selected" in given:
            self.form[self.choosing] = given.get("value") or ""
