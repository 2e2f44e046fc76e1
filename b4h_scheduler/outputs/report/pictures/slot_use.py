"""How full the slots are: meetings against open tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.languages import clock
from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.planning.figures import SlotFigures

_WIDTH, _HEIGHT = 460, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 4, 12, 34
_GAP = 0.8
"""Between sessions, in slots."""
_LEAST_BETWEEN_HOURS = 34


def slot_use(slots: Sequence[Slot], figures: Sequence[SlotFigures]) -> Markup:
    """Draw a bar a slot: common tables, stands, online; a line for the open tables."""
    picture = Svg(_WIDTH, _HEIGHT, "Meetings in each slot against the tables open then")
    places = _places(slots)
    step = (_WIDTH - _LEFT - _RIGHT) / (places[-1] + 1)
    base = _HEIGHT - _BOTTOM
    most = max(max(_height(f), f.tables_open) for f in figures) or 1
    scale = (base - _TOP) / most
    for part in (0.5, 1.0):
        y = base - part * most * scale
        picture.line(_LEFT, y, _WIDTH - _RIGHT, y, "grid")
        picture.text(_LEFT - 4, y + 4, f"{round(part * most):,}", "small quiet", "end")
    for slot, place, row in zip(slots, places, figures, strict=True):
        x = _LEFT + place * step
        tip = (
            f"{slot.start:%a} {clock(slot.start)}: {row.tables_used:,} of "
            f"{row.tables_open:,} tables"
        )
        tip += f", {row.home_used:,} at stands" if row.home_used else ""
        tip += f", {row.online:,} online" if row.online else ""
        y = float(base)
        for number, style in (
            (row.tables_used, "fill"),
            (row.home_used, "fill second"),
            (row.online, "fill third"),
        ):
            y -= number * scale
            if number:
                picture.rect(x + 0.5, y, max(step - 1, 0.6), number * scale, style, tip)
        level = base - row.tables_open * scale
        picture.line(x, level, x + step, level, "mark")
    picture.line(_LEFT, base, _WIDTH - _RIGHT, base, "axis")
    _labels(picture, slots, places, step)
    return picture.markup()


def _height(row: SlotFigures) -> int:
    return row.tables_used + row.home_used + row.online


def _places(slots: Sequence[Slot]) -> list[float]:
    """Return where each slot stands, with gaps between sessions."""
    places, place = [], 0.0
    for number, slot in enumerate(slots):
        if number and slots[number - 1].session != slot.session:
            place += _GAP
        places.append(place)
        place += 1
    return places


def _labels(
    picture: Svg, slots: Sequence[Slot], places: Sequence[float], step: float
) -> None:
    """Write the hours as far as there is room, and the days."""
    base = _HEIGHT - _BOTTOM
    last = -1000.0
    day = None
    for slot, place in zip(slots, places, strict=True):
        x = _LEFT + place * step
        if x - last >= _LEAST_BETWEEN_HOURS and x < _WIDTH - _LEAST_BETWEEN_HOURS:
            picture.text(x, base + 14, clock(slot.start), "small", "start")
            last = x
        if slot.start.date() != day:
            day = slot.start.date()
            text = f"{slot.start:%a} {slot.start.day} {slot.start:%b}"
            picture.text(x, base + 28, text, "small quiet", "start")
