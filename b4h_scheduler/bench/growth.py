"""How the steps of a solve grow with the number of wishes: a table and a picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from b4h_scheduler.bench.running import CaseRuns, Measured

PICTURE = "pictures/growth.svg"
"""Beside the page."""
STEPS = ("select", "timetable", "seat", "validate")
_SLOTS = 54
_LEAST = 2
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 560, 320, 62, 90, 20, 46
_FLOOR_S = 0.001
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1d2b36}.quiet{fill:#5b6b78}"
    ".grid{stroke:#d5dde3}path{fill:none;stroke-width:2}"
    ".select{stroke:#0b5c75}.timetable{stroke:#b3541e}"
    ".seat{stroke:#5b7f2b}.validate{stroke:#6b4c9a;stroke-dasharray:5 3}"
)


def growing(measured: Measured) -> list[CaseRuns]:
    """Cases that differ in size alone, from small to large; empty if too few."""
    found = [
        runs
        for runs in measured.cases
        if runs.case.profile == "plain"
        and runs.case.slots == _SLOTS
        and not runs.case.is_breaks
    ]
    found.sort(key=lambda runs: runs.case.wishes)
    return found if len(found) > _LEAST else []


def step_s(runs: CaseRuns, step: str) -> float:
    """Seconds of a step, of the slowest seed."""
    return max(float(row["steps"].get(step, 0.0)) for row in runs.rows)


def growth_picture(measured: Measured) -> str | None:
    """Return the SVG file, both axes logarithmic; None if nothing was measured."""
    cases = growing(measured)
    if not cases:
        return None
    picture = Svg(_WIDTH, _HEIGHT, "Seconds of each step against the number of wishes")
    first, last = (math.log10(cases[at].case.wishes) for at in (0, -1))
    slowest = max(step_s(runs, step) for runs in cases for step in STEPS)
    high = math.ceil(math.log10(max(slowest, 10 * _FLOOR_S)))
    low = round(math.log10(_FLOOR_S))

    def x(wishes: int) -> float:
        part = (math.log10(wishes) - first) / (last - first)
        return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)

    def y(seconds: float) -> float:
        part = (math.log10(max(seconds, _FLOOR_S)) - low) / (high - low)
        return _HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM)

    for power in range(low, high + 1):
        at = y(10.0**power)
        picture.line(_LEFT, at, _WIDTH - _RIGHT, at, "grid")
        picture.text(_LEFT - 6, at + 4, f"{10.0**power:g} s", "quiet", "end")
    for runs in cases:
        at = x(runs.case.wishes)
        picture.line(at, _TOP, at, _HEIGHT - _BOTTOM, "grid")
        picture.text(at, _HEIGHT - _BOTTOM + 18, f"{runs.case.wishes:,}", "quiet")
    picture.text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, "wishes", "quiet")
    for step in STEPS:
        places = [(x(runs.case.wishes), y(step_s(runs, step))) for runs in cases]
        picture.path("M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in places), step)
        picture.text(places[-1][0] + 6, places[-1][1] + 4, step, "quiet", "start")
    head, rest = str(picture.markup()).split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    size = f' width="{_WIDTH}" height="{_HEIGHT}"'
    return f"{head}{size}><style>{_STYLE}</style>{rest}\n"
