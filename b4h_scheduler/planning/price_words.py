"""Prices of wishes in words."""

from __future__ import annotations

from solver.levels import Level

PRICE_UNITS: dict[Level, tuple[str, str]] = {
    Level.PROMISED: ("promised meeting", "promised meetings"),
    Level.CHANGES: (
        "point of changes to the released plan",
        "points of changes to the released plan",
    ),
    Level.TARGETS: (
        "meeting that a travel voucher needs",
        "meetings that travel vouchers need",
    ),
    Level.LEAST: (
        "meeting of somebody with too few",
        "meetings of people with too few",
    ),
    Level.VALUE: ("point of wish value", "points of wish value"),
    Level.WAITING: ("slot more of waiting", "slots more of waiting"),
    Level.BREAKS: ("break more", "breaks more"),
    Level.RISK: (
        "thousandth of a point at risk by late arrival",
        "thousandths of a point at risk by late arrival",
    ),
    Level.MOVES: ("table change more", "table changes more"),
}
"""What one and several units lost on a level are."""
WORTH_AS_MUCH = "price 0: a plan worth as much grants it"


def price_words(
    level: Level | None,
    at_least: int,
    at_most: int | None,
    *,
    is_possible: bool = True,
    is_estimate: bool = False,
) -> str:
    """Return a price in words; see `b4h_scheduler.planning.prices.WishPrice`."""
    if not is_possible:
        return "no price: no valid plan can grant it"
    if level is None:
        return _no_difference(at_most, is_estimate=is_estimate)
    if at_most is not None and at_most < 0:
        return f"a better plan grants it: {units(level, -at_most)} gained"
    return f"price: {_ends(level, at_least, at_most)}"


def _ends(level: Level, at_least: int, at_most: int | None) -> str:
    if at_most is None:
        return f"at least {units(level, at_least)}"
    if at_least == at_most:
        return units(level, at_most)
    if at_least <= 0:
        return f"at most {units(level, at_most)}"
    return f"between {at_least:,} and {units(level, at_most)}"


def _no_difference(at_most: int | None, *, is_estimate: bool) -> str:
    if is_estimate:
        return "price: perhaps nothing"
    if at_most is None:
        return "price unknown: no plan that grants it was found in the time given"
    return WORTH_AS_MUCH


def units(level: Level, number: int) -> str:
    """Return a number with what it counts: ``3 promised meetings``."""
    one, many = PRICE_UNITS[level]
    return f"{number:,} {one if number == 1 else many}"
