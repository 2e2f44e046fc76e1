"""Reads a page for tests: what stands in it, and whether it is well formed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "meta", "hr", "img", "input", "link"})


@dataclass
class Element:
    """An element with its attributes and the text inside."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)


class Page(HTMLParser):
    """A page, read strictly: every element that is opened is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        if self._open:
            raise AssertionError(f"not closed: {[e.tag for e in self._open]}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element; open it unless it is void."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if self._open:
            self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that closes itself."""
        self.elements.append(Element(tag, {n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        if tag in _VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            raise AssertionError(f"</{tag}> closes {[e.tag for e in self._open]}")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add the text to all elements that are open."""
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """Return the elements of a tag."""
        return [element for element in self.elements if element.tag == tag]

    @property
    def text(self) -> str:
        """What a person reads: the body's text on one line."""
        (body,) = self.all("body")
        return " ".join(body.text.split())
