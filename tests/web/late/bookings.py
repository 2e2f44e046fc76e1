"""What tests of meetings booked at the desk do again and again."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.web.world import Visitor

AT = re.compile(r'name="at" value="([^"]+)"')
TOLD = re.compile(r'class="alert alert-(\w+)[^"]*" role="[a-z]+">([^<]+)<')


def page_of(event_id: int, key: str, other: str = "") -> str:
    """Return the address of the page for two people, or to find the second."""
    book = f"/events/{event_id}/desk/{key}/book"
    return f"{book}/{other}" if other else book


def spots(visitor: Visitor, event_id: int, key: str, other: str) -> list[str]:
    """Return the values of the buttons: time and table."""
    return AT.findall(visitor.text(page_of(event_id, key, other)))


def press(visitor: Visitor, event_id: int, pair: tuple[str, str], at: str) -> str:
    """Press the button of a time and table; return what is told."""
    page = page_of(event_id, *pair)
    desk = f"/events/{event_id}/desk/{pair[0]}"
    form = {"at": at}
    answer = visitor.post(page, form, page=desk, follow_redirects=True)
    return told(answer.text)


def book(visitor: Visitor, event_id: int, pair: tuple[str, str]) -> str:
    """Book the first time that is shown; return the button's value."""
    at = spots(visitor, event_id, *pair)[0]
    said = press(visitor, event_id, pair, at)
    assert said.startswith("Booked: "), said
    return at


def cancel(visitor: Visitor, event_id: int, key: str, *, seen: str = "") -> str:
    """Press the button that cancels what was booked; return what is told."""
    page = f"/events/{event_id}/desk/{key}"
    number, version = re.findall(
        r'name="booking" value="(\d+)"><input [^>]+ value="(\d+)"', visitor.text(page)
    )[0]
    form = {"booking": number, "seen": seen or version}
    answer = visitor.post(f"{page}/cancel", form, page=page, follow_redirects=True)
    return told(answer.text)


def told(page: str) -> str:
    """Return the one message that a page begins with."""
    found = TOLD.findall(page)
    assert len(found) == 1, page
    return unescape(found[0][1])
