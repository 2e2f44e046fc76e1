"""How the shares of own wish value are spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import count, percent
from b4h_scheduler.outputs.report.pictures.svg import Svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

_WIDTH, _HEIGHT = 460, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 34, 34
_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """People whose share lies in an interval.

    Attributes
    ----------
    low, high : float
        Shares; ``high`` belongs to the last bin only.
    people : int
    """

    low: float
    high: float
    people: int

    @property
    def label(self) -> str:
        """The interval in words."""
        return f"{percent(self.low)} to {percent(self.high)}"


def bins(shares: Iterable[float], *, least: int = 0) -> tuple[Bin, ...]:
    """Count shares in tenths; neighbors are merged until each has ``least`` or none.

    Fewer than ``least`` people in all give no bins.
    """
    counts = [0] * _BINS
    for share in shares:
        counts[min(int(share * _BINS), _BINS - 1)] += 1
    if not sum(counts) or sum(counts) < least:
        return ()
    found = [Bin(n / _BINS, (n + 1) / _BINS, people) for n, people in enumerate(counts)]
    return _merged(found, least)


def _merged(found: list[Bin], least: int) -> tuple[Bin, ...]:
    while True:
        small = [n for n, b in enumerate(found) if 0 < b.people < least]
        if not small:
            return tuple(found)
        place = small[0]
        # Towards the fuller neighbor, so that the picture keeps its shape.
        before = found[place - 1].people if place else -1
        after = found[place + 1].people if place + 1 < len(found) else -1
        first = place - 1 if before >= after else place
        one, two = found[first], found[first + 1]
        found[first : first + 2] = [Bin(one.low, two.high, one.people + two.people)]


def histogram(found: Sequence[Bin], median: float | None, *, noun: str) -> Markup:
    """Draw the bins; areas are proportional to people."""
    total = sum(b.people for b in found)
    picture = Svg(
        _WIDTH,
        _HEIGHT,
        f"{noun} by their share of own wish value; {count(total, 'person', 'people')}",
    )
    base = _HEIGHT - _BOTTOM
    width = _WIDTH - _LEFT - _RIGHT
    tallest = max((b.people / (b.high - b.low) for b in found), default=1.0)
    for one in found:
        span = one.high - one.low
        height = one.people / span / tallest * (base - _TOP)
        x = _LEFT + one.low * width
        if one.people:
            tip = f"{one.label}: {one.people:,}"
            picture.rect(x + 1, base - height, span * width - 2, height, "fill", tip)
            middle = x + span * width / 2
            picture.text(middle, base - height - 5, f"{one.people:,}", "small")
    picture.line(_LEFT, base, _WIDTH - _RIGHT, base, "axis")
    for tenth in range(0, _BINS + 1, 2):
        x = _LEFT + tenth / _BINS * width
        anchor = {0: "start", _BINS: "end"}.get(tenth, "middle")
        picture.text(x, base + 15, f"{tenth * 10} %", "small", anchor)
    if median is not None:
        x = _LEFT + median * width
        picture.line(x, 4, x, base, "mark")
        side = "end" if median > 0.5 else "start"  # noqa: PLR2004 - the middle
        shift = -4 if side == "end" else 4
        picture.text(x + shift, 13, f"median {percent(median)}", "small strong", side)
    middle = _LEFT + width / 2
    picture.text(middle, _HEIGHT - 3, "share of own wish value met", "small quiet")
    return picture.markup()
