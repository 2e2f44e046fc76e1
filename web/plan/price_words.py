"""Prices as sentences about holding the meeting, in the page's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.languages.texts import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

_UNITS: dict[str, Callable[[int], str]] = {
    "promised": lambda n: ngettext("{n} promised meeting", "{n} promised meetings", n),
    "targets": lambda n: ngettext(
        "{n} meeting that a travel voucher needs",
        "{n} meetings that travel vouchers need",
        n,
    ),
    "least": lambda n: ngettext(
        "{n} meeting of somebody with too few",
        "{n} meetings of people with too few",
        n,
    ),
    "value": lambda n: ngettext(
        "{n} point of wish value", "{n} points of wish value", n
    ),
    "waiting": lambda n: ngettext(
        "{n} slot more of waiting", "{n} slots more of waiting", n
    ),
    "breaks": lambda n: ngettext("{n} break more", "{n} breaks more", n),
    "moves": lambda n: ngettext("{n} table change more", "{n} table changes more", n),
    "risk": lambda n: ngettext(
        "{n} thousandth of a point at risk by late arrival",
        "{n} thousandths of a point at risk by late arrival",
        n,
    ),
}
"""Levels (``solver.Level``), and what a number of units lost on them is."""
_GIVEN_UP = frozenset({"promised", "targets", "least", "value"})


def held_words(
    level: str | None,
    at_least: int,
    at_most: int | None = None,
    *,
    is_possible: bool = True,
    is_estimate: bool = True,
) -> str:
    """Return a price as a sentence.

    Parameters are those of `b4h_scheduler.planning.prices.WishPrice`.
    """
    if not is_possible:
        return gettext("No valid plan can hold it.")
    if level is None:
        return _nothing(at_most, is_estimate=is_estimate)
    if at_most is not None and at_most < 0:
        gained = _units(level, -at_most)
        return gettext("A better plan holds it: {gained} gained.", gained=gained)
    ends = _ends(level, at_least, at_most)
    if level in _GIVEN_UP:
        return gettext("To hold it, {what} would be given up.", what=ends)
    return gettext("To hold it costs {what}.", what=ends)


def _ends(level: str, at_least: int, at_most: int | None) -> str:
    if at_most is None:
        return gettext("at least {what}", what=_units(level, at_least))
    if at_least == at_most:
        return _units(level, at_most)
    if at_least <= 0:
        return gettext("at most {what}", what=_units(level, at_most))
    return gettext(
        "between {least:,} and {what}", least=at_least, what=_units(level, at_most)
    )


def _nothing(at_most: int | None, *, is_estimate: bool) -> str:
    if is_estimate:
        return gettext("Perhaps nothing has to be given up to hold it.")
    if at_most is None:
        return gettext("No plan that holds it was found in the time given.")
    return gettext(
        "No wish has to be given up: a plan that is worth as much holds it; waiting "
        "and tables may differ."
    )


def _units(level: str, number: int) -> str:
    return _UNITS[level](number)
