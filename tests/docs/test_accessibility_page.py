"""docs/accessibility.md tells of every page what axe found on it: nothing."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pictures.accessibility import AXE, Examined, as_page, pages_of
from web.app import create_app
from web.settings import read_settings

PAGE = Path("docs/accessibility.md")
_ROW = re.compile(r"\| `([^` ]+)[^`]*` \| (\d+) \| (.+) \| (.+) \| (.+) \|")
_MISSED = re.compile(r"- `([^`]+)`")


def test_every_page_is_in_the_table_or_said_to_be_missing(tmp_path: Path) -> None:
    """Of the version of axe that the tests use."""
    app = create_app(read_settings(folder=tmp_path / "data", environment={}))
    text = PAGE.read_text(encoding="utf-8")
    told = {row[1] for row in _ROW.finditer(text)} | set(_MISSED.findall(text))
    assert told == pages_of(app.url_map)
    assert AXE.parent.name.replace("axe-core-", "axe ") in text


def test_axe_found_nothing() -> None:
    """In either theme, and on a phone where delegates may read the page on one."""
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    assert len(rows) > 70
    for page, passed, light, dark, phone in rows:
        assert int(passed) > 10, page
        assert (light, dark) == ("none", "none"), page
        is_staff = page.startswith(("/events", "/account", "/staff"))
        assert phone == ("not looked at" if is_staff else "none"), page


def test_page_names_what_was_found_and_what_was_not_looked_at() -> None:
    """By theme; routes that have no row are listed."""
    found = Examined("/a", 7, ("label",), (), ("region", "list"))
    text = "\n".join(as_page([found], ["/a", "/b"]))
    assert "reported 3 violations" in text
    assert "| `/a` | 7 | label | none | region, list |" in text
    assert "- `/b`" in text
    assert "- `/a`" not in text
