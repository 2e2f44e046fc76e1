"""Prices in words: one sentence for each kind."""

from __future__ import annotations

import pytest

from b4h_scheduler.planning.price_words import PRICE_UNITS, WORTH_AS_MUCH, price_words
from solver.levels import Level


@pytest.mark.parametrize(
    ("level", "at_least", "at_most", "words"),
    [
        (None, 0, 0, WORTH_AS_MUCH),
        (None, 0, None, "price unknown: no plan that grants it was found in the time"),
        (Level.VALUE, 40, 40, "price: 40 points of wish value"),
        (Level.PROMISED, 1, 1, "price: 1 promised meeting"),
        (Level.VALUE, 3, 1200, "price: between 3 and 1,200 points of wish value"),
        (Level.VALUE, -2, 7, "price: at most 7 points of wish value"),
        (Level.VALUE, 3, None, "price: at least 3 points of wish value"),
        (Level.VALUE, -5, -5, "a better plan grants it: 5 points of wish value gained"),
        (Level.WAITING, 2, 2, "price: 2 slots more of waiting"),
    ],
)
def test_each_kind_has_its_sentence(
    level: Level | None, at_least: int, at_most: int | None, words: str
) -> None:
    """Exact, between, at most, at least, equal, better, unknown."""
    assert price_words(level, at_least, at_most).startswith(words)


def test_what_is_impossible_has_no_price() -> None:
    """That is said, and not that it is free."""
    assert "no valid plan" in price_words(None, 0, None, is_possible=False)


def test_an_estimate_never_says_equally_good() -> None:
    """It is only a lower end."""
    assert price_words(None, 0, None, is_estimate=True) == "price: perhaps nothing"


def test_every_level_has_words() -> None:
    """For one and for several."""
    assert set(PRICE_UNITS) == set(Level)
