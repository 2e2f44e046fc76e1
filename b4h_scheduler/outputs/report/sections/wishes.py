"""Wishes met by priority, and how they are spread over people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.numbers import percent
from b4h_scheduler.outputs.report.pictures.histogram import bins, histogram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from b4h_scheduler.outputs.report.context import Context
    from b4h_scheduler.planning.figures import Satisfaction, Spread


@dataclass(frozen=True, slots=True)
class PriorityBar:
    """Wishes of one priority; parts in percent of the longest bar."""

    priority: int
    wishes: int
    eligible: int
    met: int
    share: str
    met_width: float
    possible_width: float
    other_width: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """Shares of own wish value over delegates or organizations.

    Attributes
    ----------
    noun : str
    num : int
    picture : Markup
    rows : tuple of (str, str)
        The same in figures.
    """

    noun: str
    num: int
    picture: Markup
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """The section's content."""

    bars: tuple[PriorityBar, ...]
    distributions: tuple[Distribution, ...]


def wishes(context: Context) -> Wishes:
    """Return the section on wishes."""
    figures = context.figures
    found = [
        _distribution(
            context, "Delegates", figures.delegates, figures.spread_delegates
        ),
        _distribution(
            context,
            "Organizations",
            figures.organizations,
            figures.spread_organizations,
        ),
    ]
    return Wishes(
        bars=_bars(context),
        distributions=tuple(one for one in found if one is not None),
    )


def _bars(context: Context) -> tuple[PriorityBar, ...]:
    rows = context.figures.priorities
    longest = max((row.wishes for row in rows), default=0) or 1
    return tuple(
        PriorityBar(
            priority=row.priority,
            wishes=row.wishes,
            eligible=row.eligible,
            met=row.met,
            share=percent(row.share),
            met_width=100 * row.met / longest,
            possible_width=100 * (row.eligible - row.met) / longest,
            other_width=100 * (row.wishes - row.eligible) / longest,
        )
        for row in rows
    )


def _distribution(
    context: Context, noun: str, rows: Sequence[Satisfaction], spread: Spread
) -> Distribution | None:
    shares = [row.share for row in rows if row.share is not None]
    found = bins(shares, least=context.least_group)
    # A single bin shows nothing.
    if sum(one.people > 0 for one in found) < (2 if context.is_public else 1):
        return None
    figures = [
        ("nine in ten get at least", percent(spread.tenth_percentile)),
        ("half get at least", percent(spread.median)),
        ("on average", percent(spread.mean)),
        ("Gini coefficient", "–" if spread.gini is None else f"{spread.gini:.2f}"),
    ]
    if context.is_public:
        # A tenth of a small group is somebody.
        if len(shares) < 10 * context.least_group:
            del figures[0]
    else:
        figures.insert(0, ("the lowest gets", percent(spread.lowest)))
    return Distribution(
        noun=noun,
        num=len(shares),
        picture=histogram(found, spread.median, noun=noun),
        rows=tuple(figures),
    )
