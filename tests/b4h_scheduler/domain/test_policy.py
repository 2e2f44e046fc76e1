"""Settings that contradict themselves are refused; defaults are those of the design."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.policy import (
    Eligibility,
    Fairness,
    LevelName,
    Limits,
    Policy,
    Values,
)


def test_defaults_are_those_of_the_design() -> None:
    """Longest run 90 minutes, 90 %, 40 minutes of lunch, 5 % of tables, reserve 2."""
    policy, limits = Policy(), Policy().limits
    assert (limits.longest_run_min, limits.most_percent) == (90, 90)
    assert (limits.lunch_min, limits.lunch_from, limits.lunch_until) == (
        40,
        "12:00",
        "14:00",
    )
    assert (limits.spare_tables_percent, limits.notice_min) == (5, 30)
    assert (policy.voucher_reserve, policy.fairness.least_meetings) == (2, 2)
    assert policy.eligibility == {
        Kind.CORPORATE: Eligibility.ANSWERED,
        Kind.INVESTOR: Eligibility.ANSWERED,
    }
    costs = policy.change_costs
    assert (costs.dropped, costs.moved, costs.table, costs.added) == (10, 3, 1, 1)


def test_values_that_do_not_fall_are_refused() -> None:
    """Priority 1 is worth more than priority 2."""
    with pytest.raises(ValidationError, match="must fall"):
        Values(priority=(60, 60, 40))


def test_bonuses_that_rise_are_refused() -> None:
    """The second meeting never brings more than the first."""
    with pytest.raises(ValidationError, match="must not rise"):
        Fairness(bonus=(1, 2))


def test_lunch_longer_than_its_hours_is_refused() -> None:
    """Three hours do not fit between twelve and two."""
    with pytest.raises(ValidationError, match="do not fit"):
        Limits(lunch_min=121)
    assert Limits(lunch_min=120).lunch_min == 120


def test_clock_time_that_does_not_exist_is_refused() -> None:
    """There is no 24:30."""
    with pytest.raises(ValidationError, match="pattern"):
        Limits(lunch_from="24:30")


def test_order_with_a_level_twice_is_refused() -> None:
    """Each level is optimized once."""
    with pytest.raises(ValidationError, match="stands twice"):
        Policy(levels=(LevelName.WISHES, LevelName.WISHES))


def test_order_without_wishes_is_refused() -> None:
    """A plan that grants no wishes is none."""
    with pytest.raises(ValidationError, match="lacks wishes"):
        Policy(levels=(LevelName.MOVES,))
