"""Pictures and tables of what-if."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree as ET

import pytest

from b4h_scheduler.outputs.curve import curve_csv, curve_file, curve_picture
from b4h_scheduler.planning.whatif import Curve, Point

SVG = "{http://www.w3.org/2000/svg}"


def point(number: int, meetings: int, *, bound: int | None = None) -> Point:
    """Return a point; not proven where the bound differs."""
    value = 10 * meetings
    return Point(
        label=f"{number} <tables>",
        number=number,
        meetings=meetings,
        plain_value=value,
        levels={"value": value},
        bounds={"value": bound or value},
        seconds=0.1,
        text=f"{number} <tables>: =1+1",
    )


def curve(what: str = "tables") -> Curve:
    """Return a curve of three points, the last one not proven."""
    return Curve(
        what=what,
        axis="common tables",
        now=point(3, 30),
        points=(point(2, 20), point(4, 40), point(5, 41, bound=500)),
    )


@pytest.mark.parametrize("what", ["tables", "slots", "session-tables", "slot-tables"])
def test_the_picture_is_sound_svg(what: str) -> None:
    """Parsed as XML, labels escaped, three or four marks in each of two panels."""
    root = ET.fromstring(curve_file(curve(what)))  # noqa: S314  (our own text)
    assert root.tag == f"{SVG}svg"
    num = 4 if what in {"tables", "slots"} else 3
    marks = root.findall(f"{SVG}rect")
    assert len(marks) == 2 * num
    assert sum(mark.get("class") == "second" for mark in marks) == 2
    assert any("<tables>" in (title.text or "") for title in root.iter(f"{SVG}title"))


def test_the_picture_for_a_page_has_no_style_of_its_own() -> None:
    """The page's style counts, and its policy forbids others."""
    assert "<style" not in curve_picture(curve())


@pytest.mark.parametrize("what", ["tables", "slots", "session-tables", "slot-tables"])
def test_nothing_changes_is_drawn_as_a_flat_line(what: str) -> None:
    """A mark for each point, all at one height in their panel: that of no change."""
    flat = Curve(what=what, axis="", now=point(0, 7), points=(point(1, 7), point(2, 7)))
    assert flat.is_flat
    root = ET.fromstring(curve_file(flat))  # noqa: S314  (our own text)
    marks = root.findall(f"{SVG}rect")
    num = 3 if what in {"tables", "slots"} else 2
    for panel in (marks[:num], marks[num:]):
        assert len(panel) == num
        (middle,) = {
            float(m.attrib["y"]) + float(m.attrib["height"]) / 2 for m in panel
        }
        zero = [line for line in root.iter(f"{SVG}line") if line.get("class") == "axis"]
        if num == 2:
            assert middle in {float(line.attrib["y1"]) for line in zero}
            assert all(": 0 " in (title.text or "") for m in panel for title in m)


def test_a_curve_without_points_or_with_a_difference_is_not_flat() -> None:
    """In meetings or in a level."""
    now = point(3, 30)
    other = now.model_copy(update={"levels": {"value": 299}})
    for points in ((), (point(4, 31),), (point(4, 30), other)):
        assert not Curve(what="tables", axis="", now=now, points=points).is_flat


def test_the_table_has_the_event_as_it_is_first() -> None:
    """Values, bounds, whether proven; no formulas."""
    rows = list(csv.DictReader(io.StringIO(curve_csv(curve()).decode("utf-8-sig"))))
    assert [row["number"] for row in rows] == ["3", "2", "4", "5"]
    assert [row["proven"] for row in rows] == ["yes", "yes", "yes", "no"]
    assert rows[3]["value_bound"] == "500"
