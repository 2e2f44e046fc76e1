from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.changes import changes
from b4h_scheduler.planning.latecomers import plan_latecomers
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.planning.run import Search, plan
from b4h_scheduler.planning.sparing import improve_sparingly, price_of_change
from tests.b4h_scheduler.releases.meetings import at, other
from tests.web.events import small_event

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan

SEARCH = Search(work_limit=20, workers=1)


@pytest.fixture(scope="module")
def small() -> tuple[Event, Plan]:
    """An event and a draft that no search would make: one meeting stands apart."""
    event = small_event()
    best = plan(event, work_limit=300)
    return event, other(best, best.meetings[0], **at(event, 5))


def _wished(event: Event, *pairs: tuple[str, str]) -> Event:
    """Return the event with wishes more, of the first priority."""
    content = event.model_dump()
    content["wishes"] = [
        *content["wishes"],
        *(
            {
                "wisher": {"organization": a},
                "wished": {"organization": b},
                "priority": 1,
                "answer": "accepted",
            }
            for a, b in pairs
        ),
    ]
    return Event.model_validate(content)


def _kinds(event: Event, draft: Plan, found: Plan) -> list[str]:
    return [each.kind for each in changes(event, draft, found.meetings, {})]


def test_what_stands_stays_where_nothing_is_gained(small: tuple[Event, Plan]) -> None:
    """Even a meeting that could wait less elsewhere, and no change is told."""
    event, draft = small
    found = improve_sparingly(event, [], SEARCH, draft=draft)
    assert _kinds(event, draft, found) == []
    assert (found.revision, found.changes) == (0, ())


def test_a_wish_more_is_met_beside_what_stands(small: tuple[Event, Plan]) -> None:
    """One meeting comes, none moves."""
    event, draft = small
    more = _wished(event, ("alba", "echo"))
    found = improve_sparingly(more, [], SEARCH, draft=draft)
    assert _kinds(more, draft, found) == ["added"]


def test_a_meeting_moves_where_that_gains_another(small: tuple[Event, Plan]) -> None:
    """The two have no slot in common while somebody else sits there."""
    event, _ = small
    content = event.model_dump()
    content["sessions"][0]["num_slots"] = 2
    content["policy"]["limits"] |= {"most_percent": 100, "longest_run_min": None}
    content["wishes"] = ()
    pairs = ("alba", "bora"), ("delta", "echo")
    two = _wished(Event.model_validate(content), *pairs)
    first = plan(two, work_limit=100)
    (alba,) = [m for m in first.meetings if m.sides[0].organization == "alba"]
    (delta,) = [m for m in first.meetings if m.sides[0].organization == "delta"]
    apart = other(first, alba, **at(two, 0) | {"table": "T1"})
    draft = other(apart, delta, **at(two, 1) | {"table": "T2"})
    more = _wished(two, ("alba", "delta"))
    found = improve_sparingly(more, [], SEARCH, draft=draft)
    assert len(found.meetings) == 3
    assert sorted(_kinds(more, draft, found)) == ["added", "moved"]


def test_locks_are_kept_against_the_draft(small: tuple[Event, Plan]) -> None:
    """What is locked elsewhere goes there; the rest stands."""
    event, draft = small
    meeting = draft.meetings[0]
    lock = lock_of(meeting.model_copy(update=at(event, 4)), Holds.TIME)
    found = improve_sparingly(event, [lock], SEARCH, draft=draft)
    (moved,) = [m for m in found.meetings if m.id == meeting.id]
    assert moved.start == event.slots[4].start
    assert _kinds(event, draft, found) == ["moved"]


def test_proofs_are_about_all_plans_and_say_nothing_of_changes(
    small: tuple[Event, Plan],
) -> None:
    """Levels are those of a plan from nothing; no bound says more than that plan."""
    event, draft = small
    anew = {line.level: line for line in plan(event, work_limit=300).certificate}
    found = improve_sparingly(event, [], SEARCH, draft=draft)
    assert [line.level for line in found.certificate] == list(anew)
    for line in found.certificate:
        if line.level in {"promised", "targets", "least"}:
            assert line.bound <= anew[line.level].value
        if line.level == "value":
            assert line.bound >= anew[line.level].value


def test_who_came_late_moves_nobody(small: tuple[Event, Plan]) -> None:
    """A latecomer's wish is met beside what stands, or not at all."""
    event, draft = small
    more = _wished(event, ("echo", "delta"), ("echo", "alba"))

    planner = partial(improve_sparingly, draft=draft)
    found = plan_latecomers(more, {"echo"}, [], SEARCH, planner=planner)
    kinds = _kinds(more, draft, found)
    assert kinds
    assert set(kinds) == {"added"}


def test_a_meeting_worth_most_may_move_three() -> None:
    """By the event's own values and costs of changes."""
    policy = small_event().policy
    assert price_of_change(policy) == 10
    free = policy.change_costs.model_copy(update={"moved": 0})
    assert price_of_change(policy.model_copy(update={"change_costs": free})) == 30
