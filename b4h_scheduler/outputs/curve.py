"""Curves of what-if: a picture and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from b4h_scheduler.planning.whatif import Curve, Point

_WIDTH, _PANEL, _TOP, _LEFT, _RIGHT, _BOTTOM = 560, 170, 26, 62, 16, 46
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1d2b36}.quiet{fill:#5b6b78}"
    ".strong{font-weight:600}.grid{stroke:#d5dde3}.axis{stroke:#5b6b78}"
    ".mark{stroke:#b3541e;stroke-width:1.5;stroke-dasharray:4 3}"
    ".fill{fill:#0b5c75}.second{fill:#8fb7c4}"
    ".curve{fill:none;stroke:#0b5c75;stroke-width:2}"
)
"""Of the picture as a file of its own; on a page the page's style counts."""
_FLAT = 4
"""Height of a bar that says that nothing changes."""
_MOST_DOTS = 60
_MOST_LABELS = 12


def curve_picture(curve: Curve) -> Markup:
    """Draw meetings and wish value, one above the other, against the axis.

    Curves where the numbers on the axis are amounts, with a dashed line for the event
    as it is; bars of differences where each point is another place or time, flat ones
    on the line of zero where there is none.
    """
    picture = Svg(_WIDTH, 2 * _PANEL + _BOTTOM, _title(curve), style="picture curves")
    is_amount = curve.what in {"tables", "slots"}
    draw = _line_panel if is_amount else _bar_panel
    draw(picture, curve, 0, "meetings", lambda point: point.meetings)
    draw(picture, curve, _PANEL, "wish value, with bonuses", _value)
    labels = _number_labels if is_amount else _place_labels
    labels(picture, curve)
    return picture.markup()


def curve_file(curve: Curve) -> str:
    """Return the picture as the text of an SVG file."""
    text = str(curve_picture(curve))
    head, rest = text.split(">", 1)
    head = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    size = f' width="{_WIDTH}" height="{2 * _PANEL + _BOTTOM}"'
    return f"{head}{size}><style>{_STYLE}</style>{rest}\n"


def curve_csv(curve: Curve) -> bytes:
    """Return the points as the bytes of a CSV file; the event as it is comes first."""
    levels = list(curve.now.levels)
    header = ["label", "number", "meetings", "plain_value"]
    header += [f"{level}{part}" for level in levels for part in ("", "_bound")]
    header += ["proven", "difference"]
    return csv_bytes(
        header, (_row(each, levels) for each in (curve.now, *curve.points))
    )


def _row(point: Point, levels: Sequence[str]) -> list[str | int | None]:
    found: list[str | int | None] = [
        point.label,
        point.number,
        point.meetings,
        point.plain_value,
    ]
    for level in levels:
        found += [point.levels[level], point.bounds.get(level)]
    return [*found, "yes" if point.is_proven else "no", point.text]


def _value(point: Point) -> int:
    return point.levels["value"]


def _title(curve: Curve) -> str:
    return f"Meetings and wish value against {curve.axis}: {len(curve.points)} points"


def _range(curve: Curve, of: Callable[[Point], int]) -> tuple[float, float]:
    values = [of(point) for point in (curve.now, *curve.points)]
    low, high = min(values), max(values)
    margin = 0.08 * (high - low) or max(1.0, 0.01 * high)
    return max(0.0, low - margin), high + margin


def _frame(picture: Svg, top: float, name: str, low: float, high: float) -> None:
    picture.text(_LEFT, top + 14, name, "strong", "start")
    for part in (0.0, 0.5, 1.0):
        y = _y(top, part)
        picture.line(_LEFT, y, _WIDTH - _RIGHT, y, "grid" if part else "axis")
        amount = round(low + part * (high - low))
        picture.text(_LEFT - 6, y + 4, f"{amount:,}", "quiet", "end")


def _y(top: float, part: float) -> float:
    return top + _PANEL - 8 - part * (_PANEL - _TOP - 12)


def _xs(curve: Curve) -> tuple[list[Point], list[float]]:
    """Points in order of their numbers, with the event as it is, and their places."""
    points = sorted((curve.now, *curve.points), key=lambda each: each.number)
    first, last = points[0].number, points[-1].number
    step = (_WIDTH - _LEFT - _RIGHT - 16) / max(1, last - first)
    return points, [_LEFT + 8 + (each.number - first) * step for each in points]


def _line_panel(
    picture: Svg, curve: Curve, top: float, name: str, of: Callable[[Point], int]
) -> None:
    low, high = _range(curve, of)
    _frame(picture, top, name, low, high)
    points, xs = _xs(curve)
    ys = [_y(top, (of(point) - low) / (high - low)) for point in points]
    places = [f"{x:.1f} {y:.1f}" for x, y in zip(xs, ys, strict=True)]
    picture.path("M" + "L".join(places), "curve")
    now = xs[points.index(curve.now)]
    picture.line(now, top + _TOP, now, _y(top, 0.0), "mark")
    for point, x, y in zip(points, xs, ys, strict=True):
        if len(points) <= _MOST_DOTS:
            style = "fill" if point.is_proven else "second"
            tip = f"{point.label}: {of(point):,} {name}"
            picture.rect(x - 3, y - 3, 6, 6, style, tip)


def _bar_panel(
    picture: Svg, curve: Curve, top: float, name: str, of: Callable[[Point], int]
) -> None:
    """Draw differences to the event as it is."""
    gains = [of(point) - of(curve.now) for point in curve.points]
    low, high = min(0, *gains), max(0, *gains)
    high += low == high
    picture.text(_LEFT, top + 14, f"more or fewer {name}", "strong", "start")
    for amount in sorted({low, 0, high}):
        y = _y(top, (amount - low) / (high - low))
        picture.line(_LEFT, y, _WIDTH - _RIGHT, y, "grid" if amount else "axis")
        picture.text(_LEFT - 6, y + 4, _signed(amount), "quiet", "end")
    zero = _y(top, -low / (high - low))
    width = (_WIDTH - _LEFT - _RIGHT) / max(1, len(curve.points))
    for place, (point, gain) in enumerate(zip(curve.points, gains, strict=True)):
        y = _y(top, (gain - low) / (high - low))
        style = "fill" if point.is_proven else "second"
        tip = f"{point.label}: {_signed(gain)} {name}"
        x, wide = _LEFT + place * width + 1, max(1.0, width - 2)
        high_enough = max(_FLAT, abs(y - zero))
        bottom = max(y, zero) if gain else zero + _FLAT / 2
        picture.rect(x, bottom - high_enough, wide, high_enough, style, tip)


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _number_labels(picture: Svg, curve: Curve) -> None:
    points, xs = _xs(curve)
    every = -(-len(points) // _MOST_LABELS)
    y = 2 * _PANEL + 14
    for place in range(0, len(points), every):
        picture.text(xs[place], y, f"{points[place].number:,}", "quiet")
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    text = f"{curve.axis} (dashed: {curve.now.number:,}, as it is)"
    picture.text(middle, y + 20, text, "quiet")


def _place_labels(picture: Svg, curve: Curve) -> None:
    num = len(curve.points)
    every = -(-num // _MOST_LABELS) if num else 1
    width = (_WIDTH - _LEFT - _RIGHT) / max(1, num)
    y = 2 * _PANEL + 14
    for place in range(0, num, every):
        x = _LEFT + (place + 0.5) * width
        picture.text(x, y, _short(curve, curve.points[place]), "quiet")
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    picture.text(middle, y + 20, _AXIS[curve.what], "quiet")


_AXIS = {
    "slot-tables": "one more table in this slot only",
    "session-tables": "more tables in this session only",
    "arrival": "arrival",
}


def _short(curve: Curve, point: Point) -> str:
    """What stands below a bar: the clock, or the number of tables."""
    if curve.what == "session-tables":
        return f"+{point.number}"
    return point.label.rpartition(" ")[2]
