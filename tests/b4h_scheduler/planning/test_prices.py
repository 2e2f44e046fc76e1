"""Prices of wishes, and plans that grant them."""

from __future__ import annotations

import pytest

from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.prices import Prices
from b4h_scheduler.planning.run import Search
from b4h_scheduler.plans import Plan
from tests.b4h_scheduler.planning.plans import plan_by_hand, times
from tests.b4h_scheduler.planning.small_events import event, session, tables, wish

ONE_SLOT = {"sessions": (session(num_slots=1),), "tables": tables(3)}
WISHES = [wish("ann", "ben", 1), wish("ann", "eve", 3)]


@pytest.fixture(scope="module")
def prices() -> Prices:
    """Ann has time for one: Ben, whom she wishes for most."""
    one = event(["ann", "ben", "eve"], WISHES, **ONE_SLOT)
    return Prices(one, plan_by_hand(one, {("ann", "ben"): ("09:00", "hall-1")}))


def unmet(prices: Prices) -> str:
    """The one candidate that is not held."""
    (found,) = prices.estimates()
    return found


def test_the_price_is_what_the_other_wish_is_worth_more(prices: Prices) -> None:
    """67 against 30: exactly 37 points, and the plan is proven to be the best."""
    price = prices.price(unmet(prices))
    assert (price.level, price.at_least, price.at_most) == ("value", 37, 37)
    assert price.is_exact
    assert price.is_plan_best
    assert not price.is_gain
    assert price.text == "price: 37 points of wish value"


def test_estimates_are_lower_ends(prices: Prices) -> None:
    """Never above the exact price, and marked as estimates."""
    (estimate,) = prices.estimates().values()
    assert estimate.is_estimate
    assert 0 <= estimate.at_least <= 37


def test_a_plan_that_grants_the_wish(prices: Prices) -> None:
    """Ann meets Eve now; the plan says why."""
    plan = prices.granting(unmet(prices), Search(work_limit=10))
    assert list(times(plan)) == [("ann", "eve")]
    assert any("Ann and Eve was demanded" in warning for warning in plan.warnings)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_what_is_held_has_no_price(prices: Prices) -> None:
    """Asking is an error that says so."""
    held = next(iter(set(prices._number) - {unmet(prices)}))
    assert not prices.is_priced(held)
    with pytest.raises(PlanningError, match="is held already"):
        prices.price(held)


def test_a_poor_plan_is_told() -> None:
    """Nobody meets: granting gains, and the plan is not the best."""
    one = event(["ann", "ben", "eve"], WISHES, **ONE_SLOT)
    prices = Prices(one, plan_by_hand(one, {}))
    found = [prices.price(candidate) for candidate in prices.estimates()]
    assert all(price.is_gain and not price.is_plan_best for price in found)
