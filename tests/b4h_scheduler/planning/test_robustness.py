"""Simulated delays agree with the chances they are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.people import Trip
from b4h_scheduler.domain.places import ArrivalPoint, TravelMode
from b4h_scheduler.domain.policy import LevelName
from b4h_scheduler.planning.compile import kernel_levels
from b4h_scheduler.planning.lateness import travelers
from b4h_scheduler.planning.robustness import robustness, with_risk_level
from b4h_scheduler.planning.run import plan as plan_event
from solver.levels import Level
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.planning.small_events import (
    at,
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

STATION = ArrivalPoint(
    id="HBF", name="Station", mode=TravelMode.TRAIN, transfer_min=10, late_min=30
)
"""Present 40 minutes after the arrival, 10 of them in reserve."""


def trip(arrival: str) -> Trip:
    """Come by train."""
    return Trip(arrival_point="HBF", arrival=at(arrival))


def with_travelers(*people: Any, **fields: Any) -> Event:
    """Return an event in which Ann's delegates come by train and Ben is there."""
    return event(
        [],
        [wish("ann", "ben")],
        organizations=[organization("ann"), organization("ben")],
        delegates=[*people, delegate("ben")],
        arrival_points=(STATION,),
        **fields,
    )


def test_the_share_missed_is_the_chance() -> None:
    """Ready at 8:50, meets at 9:20: late by 30 minutes in one case of ten."""
    one = with_travelers(delegate("ann", trip=trip("08:20")))
    plan = plan_by_hand(one, {("ann", "ben"): ("09:20", "hall-1")})
    found = robustness(one, plan, draws=20_000, seed=1)
    assert found.missed == pytest.approx(0.1, abs=0.01)
    assert found.value_lost == pytest.approx(found.missed * plan.plain_value)
    by_id = {each.delegate: each for each in found.delegates}
    assert by_id[one.delegates[0].id].own == found.missed
    assert by_id[one.delegates[1].id].own == 0
    assert by_id[one.delegates[1].id].missed == found.missed
    (tight,) = found.tight
    assert tight.slack_min == 30
    assert tight.chance == pytest.approx(0.1)


def test_two_in_one_train_are_late_together() -> None:
    """A colleague in another train makes it far less likely that nobody comes."""
    people = [
        delegate("ann", trip=trip("08:20")),
        delegate("amy", "ann", trip=trip("08:20")),
    ]
    together = with_travelers(*people)
    meetings = {("ann", "ben"): ("09:20", "hall-1")}
    same = robustness(together, plan_by_hand(together, meetings), draws=20_000)
    apart = with_travelers(
        people[0], people[1].model_copy(update={"trip": trip("08:19")})
    )
    other = robustness(apart, plan_by_hand(apart, meetings), draws=20_000)
    assert same.missed == pytest.approx(0.1, abs=0.01)
    assert other.missed == pytest.approx(0.01, abs=0.005)


def test_who_is_there_is_never_late() -> None:
    """No trip, no delay known, or a colleague who is there: nothing fails."""
    people = [delegate("ann", trip=trip("08:20")), delegate("amy", "ann")]
    one = with_travelers(*people)
    assert list(travelers(one)) == [one.delegates[0].id]
    plan = plan_by_hand(one, {("ann", "ben"): ("09:20", "hall-1")})
    assert robustness(one, plan, draws=500).missed == 0
    punctual = STATION.model_copy(update={"late_min": None})
    assert not travelers(one.model_copy(update={"arrival_points": (punctual,)}))


def test_equal_seeds_equal_figures() -> None:
    """And others differ."""
    one = with_travelers(delegate("ann", trip=trip("08:20")))
    plan = plan_by_hand(one, {("ann", "ben"): ("09:20", "hall-1")})
    first, again = (robustness(one, plan, draws=1_000, seed=3) for _ in range(2))
    assert first == again
    assert robustness(one, plan, draws=1_000, seed=4).missed != first.missed


def test_the_risk_level_moves_meetings_away_from_arrivals() -> None:
    """It stands after the wishes, and with it the meeting is as late as can be."""
    one = with_travelers(delegate("ann", trip=trip("08:20")))
    risky, safe = (with_risk_level(one, is_on=is_on) for is_on in (False, True))
    assert Level.RISK not in kernel_levels(risky)
    levels = kernel_levels(safe)
    assert levels.index(Level.RISK) == levels.index(Level.VALUE) + 1
    assert with_risk_level(safe, is_on=True) is safe
    assert LevelName.RISK not in with_risk_level(safe, is_on=False).policy.levels
    plan = plan_event(safe, work_limit=20)
    last = max(slot.start for slot in one.slots)
    assert [meeting.start for meeting in plan.meetings] == [last]
    chance = travelers(one)[one.delegates[0].id].chance(plan.meetings[0])
    assert robustness(safe, plan, draws=20_000).missed == pytest.approx(
        chance, abs=0.003
    )
