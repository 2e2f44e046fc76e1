"""The poster: an SVG file of its own, without names."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from b4h_scheduler.outputs.report import poster_svg
from b4h_scheduler.planning.figures import figures
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan

EVENT = sample_event(name="A & B <2026>")
PLAN = sample_plan(EVENT)


def test_the_poster_is_a_picture_with_the_result() -> None:
    """Well-formed XML; title, headline and size of the event as text."""
    root = ET.fromstring(poster_svg(EVENT, PLAN, figures(EVENT, PLAN)))  # noqa: S314 - ours
    texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == [
        "A & B <2026>",
        "7 of 10 wishes are met.",
        "That is at least 98.41 % of the best possible.",
        "6 meetings · 9 delegates of 6 organizations · 7 slots · 3 tables",
    ]


def test_the_poster_shows_meetings_at_tables_by_priority() -> None:
    """A square a meeting; stands are left out: they belong to somebody."""
    root = ET.fromstring(poster_svg(EVENT, PLAN, figures(EVENT, PLAN)))  # noqa: S314 - ours
    paths = list(root.iter("{http://www.w3.org/2000/svg}path"))
    squares = {e.get("fill"): (e.get("d") or "").count("M") for e in paths}
    assert squares == {"#eef0ec": 7, "#0b5c5c": 2, "#4f9c97": 1, "#b3d6d1": 1}
