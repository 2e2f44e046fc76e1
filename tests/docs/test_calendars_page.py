"""docs/calendars.md and docs/releases.md say what feeds and releases do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from b4h_scheduler.outputs.calendars.contents import Content
from b4h_scheduler.outputs.calendars.feed import REFRESH_MIN, Entry, Frame, feed
from b4h_scheduler.outputs.calendars.reminder import REMINDER_MIN
from tests.web.events import ZONE
from web.feeds.answer import CACHE_CONTROL
from web.release.prints import KINDS

DOCS = Path(__file__).parents[2] / "docs"
CALENDARS = (DOCS / "calendars.md").read_text(encoding="utf-8")
RELEASES = (DOCS / "releases.md").read_text(encoding="utf-8")
NEEDS_NO_WORD = {"BEGIN", "END", "TRANSP", "ACTION", "TRIGGER"}
"""TRANSP is told under STATUS, the others belong to VALARM."""


def _feed() -> bytes:
    start = datetime(2026, 11, 26, 9, tzinfo=UTC)
    content = Content(
        start=start,
        end=start + timedelta(minutes=20),
        summary="Meeting",
        place="Online",
        description="x",
        call="Online meeting",
        is_online=True,
        category="Online meeting",
    )
    entry = Entry("u", 0, start, is_canceled=False, content=content, room="https://r")
    return feed(Frame("Agenda", ZONE, "https://live"), [entry])


def test_every_property_of_an_entry_is_explained_and_no_other() -> None:
    """The table of properties is that of a full entry."""
    entry = _feed().decode().split("BEGIN:VEVENT\r\n")[1].split("END:VEVENT")[0]
    lines = entry.replace("\r\n ", "").splitlines()
    written = {re.split("[:;]", line)[0] for line in lines} - NEEDS_NO_WORD
    rows = re.findall(r"^\| ([A-Z, -]+) \|", CALENDARS, re.MULTILINE)
    named = {name for row in rows for name in row.split(", ")}
    assert named - {"VALARM"} == written
    assert "BEGIN:VALARM" in lines


def test_figures_and_headers_are_those_of_the_code() -> None:
    """Reminder, interval, cache header."""
    assert REMINDER_MIN == 10
    assert "ten minutes before" in CALENDARS
    assert f"REFRESH-INTERVAL of {REFRESH_MIN} minutes" in CALENDARS
    assert f"`Cache-Control: {CACHE_CONTROL}`" in CALENDARS


def test_every_kind_of_print_is_told() -> None:
    """What the page offers stands in docs/releases.md."""
    words = {
        "agendas": "all agendas in one file sorted by name",
        "changed": "only those that changed since the last print",
        "desk-names": "desk lists by name",
        "desk-slots": "by slot",
        "floor": "a list for the floor",
        "tables": "table numbers",
    }
    assert set(words) == set(KINDS)
    page = RELEASES.replace("\n", " ")
    assert [kind for kind, told in words.items() if told not in page] == []
