"""Pictures: everything that came from people is escaped."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from b4h_scheduler.outputs.report.pictures.svg import Svg


def test_texts_tips_and_titles_are_escaped() -> None:
    """A name with markup in it stays a name."""
    name = '<b a="1">&\''
    picture = Svg(10, 5, name)
    picture.rect(0, 0, 1.005, 2, "fill", name)
    picture.text(1, 2, name, "small")
    picture.line(0, 0, 1 / 3, 1, "axis")
    picture.path("M0 0h1", "cell")
    root = ET.fromstring(picture.markup())  # noqa: S314 - ours
    assert root.get("aria-label") == name
    assert root.get("viewBox") == "0 0 10 5"
    rect, text, line, path = root
    assert rect[0].text == name
    assert text.text == name
    assert line.get("x2") == "0.33"
    assert path.get("d") == "M0 0h1"
