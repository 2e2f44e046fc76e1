"""Strips of time: when a traveler is there, and the meetings then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from b4h_scheduler.domain.times import Slot

_HEIGHT = 10
_GAP = 0.6


def strip(
    slots: Sequence[Slot], there: Sequence[bool], busy: frozenset[str], title: str
) -> Markup:
    """Draw a cell a slot: not there, there, or meeting."""
    places, x = [], 0.0
    for number, slot in enumerate(slots):
        if number and slots[number - 1].session != slot.session:
            x += _GAP
        places.append(x)
        x += 1
    picture = Svg(x, _HEIGHT, title, style="strip", is_stretched=True)
    for slot, place, is_there in zip(slots, places, there, strict=True):
        style = "there" if is_there else "away"
        if slot.id in busy:
            style = "meets"
        height = _HEIGHT if style != "away" else _HEIGHT / 3
        y = 0 if style != "away" else _HEIGHT / 3
        picture.rect(place + 0.05, y, 0.9, height, style)
    return picture.markup()
