"""The price of fairness is re-solved: what each demand costs, and how shares spread."""

from __future__ import annotations

from itertools import pairwise

import pytest

from b4h_scheduler.domain.people import Voucher
from b4h_scheduler.planning.fair_shares import fair_shares, plain_values
from b4h_scheduler.planning.run import plan as plan_event
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    session,
    wish,
)

ONE_SLOT = (session(num_slots=1),)


def test_a_promise_costs_the_better_wish() -> None:
    """Ann has one slot: Eve is promised (30), Ben would be worth 67."""
    one = event(
        ["ann", "ben", "eve"],
        [wish("ann", "ben", 1), wish("ann", "eve", 3)],
        promised=(wish("ann", "eve", 3),),
        sessions=ONE_SLOT,
    )
    found = fair_shares(one, plan_event(one, work_limit=5))
    by_demand = {each.demand: each for each in found.plain}
    eve = by_demand["bonuses"].at_most
    assert by_demand[""].is_exact
    assert by_demand[""].at_most == 67
    assert by_demand["promised"].at_most == eve < 67
    assert found.price == (67 - eve, 67 - eve)


@pytest.mark.parametrize("seed", range(6))
def test_demands_never_raise_the_plain_value(seed: int) -> None:
    """Ends are ends, and the plan's own value is never above the last bound."""
    one = random_event(seed)
    steps = plain_values(one, plan_event(one, work_limit=20))
    assert all(step.at_least <= step.at_most for step in steps)
    assert all(after.at_most <= before.at_most for before, after in pairwise(steps))
    assert [step.demand for step in (steps[0], steps[-1])] == ["", "bonuses"]


def test_voucher_holders_are_told_apart() -> None:
    """One of them got all she asked for, the other delegate nothing."""
    one = event(
        [],
        [wish("ann", "eve", 1), wish("ben", "eve", 3)],
        organizations=[organization(name) for name in ("ann", "ben", "eve")],
        delegates=[
            delegate("ann", voucher=Voucher(number="1", least=1)),
            delegate("ben"),
            delegate("eve"),
        ],
        sessions=ONE_SLOT,
    )
    found = fair_shares(one, plan_event(one, work_limit=5))
    assert (found.voucher_holders.num, found.voucher_holders.lowest) == (1, 1)
    assert (found.other_delegates.num, found.other_delegates.lowest) == (1, 0)
