"""The picture of a run: value reached against bound, over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.report.pictures.svg import Svg
from web.languages.local import number
from web.languages.texts import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

_WIDTH, _HEIGHT, _LEFT, _FOOT = 640, 220, 64, 24


def value_and_bound(
    points: Sequence[tuple[float, int | None, int | None]], until: float = 0
) -> Markup | None:
    """Draw the value reached against the bound, over seconds.

    Parameters
    ----------
    points
        Seconds, value, bound, in order of time; None where not known yet.
    until
        Seconds up to which the last of them stand.
    """
    values = [(t, value) for t, value, _ in points if value is not None]
    bounds = [(t, bound) for t, _, bound in points if bound is not None]
    if not values:
        return None
    both = [value for _, value in (*values, *bounds)]
    last = max([0.1, until, *(seconds for seconds, *_ in points)])
    low, high = min(both), max(both)
    low = min(low, high - 1) if low == high else low - (high - low) // 10
    picture = Svg(_WIDTH, _HEIGHT + _FOOT, _described(values, bounds, last))
    scale = _Scale(last, low, high)
    for mark in sorted({low, (low + high) // 2, high}):
        picture.line(_LEFT, scale.y(mark), _WIDTH, scale.y(mark), "grid")
        picture.text(_LEFT - 6, scale.y(mark) + 4, number(mark), "label", "end")
    picture.line(_LEFT, _HEIGHT, _WIDTH, _HEIGHT, "axis")
    picture.text(_LEFT, _HEIGHT + 18, "0 s", "label", "start")
    picture.text(_WIDTH, _HEIGHT + 18, f"{last:.1f} s", "label", "end")
    if bounds:
        picture.path(scale.stairs([*bounds, (last, bounds[-1][1])]), "bound")
    picture.path(scale.stairs([*values, (last, values[-1][1])]), "value")
    return picture.markup()


def _described(
    values: list[tuple[float, int]], bounds: list[tuple[float, int]], last: float
) -> str:
    """Say what a picture shows to who cannot see it."""
    value = number(values[-1][1])
    if not bounds:
        return gettext(
            "Value {value}, no bound yet, after {last:.1f} seconds",
            value=value,
            last=last,
        )
    return gettext(
        "Value {value}, bound {bound}, after {last:.1f} seconds",
        value=value,
        bound=number(bounds[-1][1]),
        last=last,
    )


class _Scale:
    """Where seconds and values lie in the picture."""

    def __init__(self, last: float, low: int, high: int) -> None:
        self.last, self.low, self.span = last, low, max(high - low, 1)

    def x(self, seconds: float) -> float:
        return _LEFT + (_WIDTH - _LEFT) * seconds / self.last

    def y(self, value: int) -> float:
        return 10 + (_HEIGHT - 20) * (1 - (value - self.low) / self.span)

    def stairs(self, points: Sequence[tuple[float, int]]) -> str:
        """Return a path that keeps each value until the next one."""
        first, value = points[0]
        parts = [f"M{self.x(first):.1f} {self.y(value):.1f}"]
        for seconds, value in points[1:]:
            parts.append(f"H{self.x(seconds):.1f}V{self.y(value):.1f}")
        return "".join([*parts, f"H{_WIDTH}"])
