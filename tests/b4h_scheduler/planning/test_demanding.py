"""Plans that hold a demanded meeting, with locks and after a release."""

from __future__ import annotations

from datetime import timedelta

import pytest

from b4h_scheduler.planning.around import plan_around
from b4h_scheduler.planning.candidates import candidate_id
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.demanding import demanding
from b4h_scheduler.planning.errors import InfeasibleEventError, PlanningError
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search
from tests.b4h_scheduler.planning.plans import times
from tests.b4h_scheduler.planning.small_events import event, session, side, wish

ONE = event(
    ["ann", "ben", "eve"],
    [wish("ann", "ben", 1), wish("ann", "eve", 3)],
    sessions=(session(num_slots=1),),
)
"""Ann has time for one, and wishes for Ben most."""
WEAK = candidate_id((side("ann"), side("eve")))
SEARCH = Search(work_limit=20, workers=1)


def test_demanded_meeting_is_held_instead_of_a_better_one() -> None:
    """And the plan says that it was demanded."""
    assert list(times(plan_around(ONE, (), SEARCH))) == [("ann", "ben")]
    found = plan_around(ONE, (), SEARCH, demanded=WEAK)
    assert list(times(found)) == [("ann", "eve")]
    assert any("Ann and Eve was demanded" in told for told in found.warnings)


def test_demand_against_a_lock_names_both() -> None:
    """The lock is kept, so nothing is planned; what contradicts is told."""
    best = plan_around(ONE, (), SEARCH)
    locks = (lock_of(best.meetings[0], Holds.PAIR),)
    with pytest.raises(InfeasibleEventError, match="the meeting demanded") as raised:
        plan_around(ONE, locks, SEARCH, demanded=WEAK)
    assert "Ann and Eve must meet" in raised.value.demands
    assert "Ann and Ben must meet" in raised.value.demands


def test_demand_on_a_released_plan_changes_it() -> None:
    """The released meeting gives way."""
    released = plan_around(ONE, (), SEARCH)
    before = ONE.slots[0].start - timedelta(days=2)
    found = replan_around(ONE, released, (), before, SEARCH, demanded=WEAK)
    assert list(times(found)) == [("ann", "eve")]
    assert {change.kind for change in found.changes} == {"dropped", "added"}


def test_what_may_not_be_held_cannot_be_demanded() -> None:
    """Nobody wished for it."""
    nobody = candidate_id((side("ben"), side("eve")))
    with pytest.raises(PlanningError, match="may not be held at all"):
        demanding(compile_event(ONE), nobody)
