from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from b4h_scheduler.domain.event import Event
from b4h_scheduler.files.load import load_event
from b4h_scheduler.planning import latecomers
from b4h_scheduler.planning.around import plan_around
from b4h_scheduler.planning.latecomers import adding_freely, plan_latecomers, without
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    import pytest

    from b4h_scheduler.plans import Plan

SEARCH = Search(work_limit=2000)
MORNING = Path(__file__).parents[3] / "examples" / "stuttgart-morning"
LATE = frozenset({"echo"})


def _event(num_slots: int) -> Event:
    """Return an event with one table: alba wishes for bora a little, echo much."""
    content = small_event().model_dump()
    content["sessions"][0]["num_slots"] = num_slots
    content["tables"] = content["tables"][:1]
    alba, bora, echo = ({"organization": key} for key in ("alba", "bora", "echo"))
    content["wishes"] = [
        {"wisher": alba, "wished": bora, "priority": 3},
        {"wisher": echo, "wished": alba, "priority": 1},
        {"wisher": alba, "wished": echo, "priority": 1},
    ]
    content["policy"]["limits"]["most_percent"] = 100
    content["policy"]["limits"]["longest_run_min"] = None
    return Event.model_validate(content)


def _pairs(plan: Plan) -> set[tuple[str, ...]]:
    return {tuple(side.organization for side in m.sides) for m in plan.meetings}


def test_a_latecomers_strong_wish_displaces_nobody() -> None:
    """In the one slot it would win, had it come in time."""
    event = _event(1)
    assert _pairs(plan_around(event, [], SEARCH)) == {("alba", "echo")}
    found = plan_latecomers(event, LATE, [], SEARCH)
    assert _pairs(found) == {("alba", "bora")}
    assert "came late" in found.warnings[-1]
    assert "Echo Imaging (0 of 1 meetings)" in found.warnings[-1]


def test_what_is_free_goes_to_latecomers() -> None:
    """With another slot both are held, and the first keeps time and table."""
    event = _event(2)
    found = plan_latecomers(event, LATE, [], SEARCH)
    assert _pairs(found) == {("alba", "bora"), ("alba", "echo")}


def test_without_work_left_the_others_have_their_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And the plan says so: a run is not lost because somebody came late."""
    monkeypatch.setattr(latecomers, "_FIRST", 1.0)
    event = load_event(MORNING).event
    late = frozenset({event.organizations[0].id})
    found = plan_latecomers(event, late, [], Search(work_limit=100))
    assert found.meetings
    name = event.organizations[0].name
    assert f"no time left to plan for them: {name}" in found.warnings[-1]


def test_released_plan_takes_latecomers_into_what_is_free() -> None:
    """On re-planning too: nothing is dropped or moved, and the free slot is used."""
    for num_slots, expected in ((1, set()), (2, {("alba", "echo")})):
        event = _event(num_slots)
        released = plan_around(without(event, LATE), [], SEARCH)
        before = {(m.id, m.start, m.table) for m in released.meetings}
        found = replan_around(adding_freely(event), released, [], moment(7), SEARCH)
        after = {(m.id, m.start, m.table) for m in found.meetings}
        assert before <= after
        assert _pairs(found) - _pairs(released) == expected
    assert event.policy.change_costs.added == 1


def test_time_is_shared_out() -> None:
    """Both plans together keep to the limit."""
    from b4h_scheduler.planning.latecomers import _part

    search = Search(time_limit_s=10, work_limit=1000)
    parts = [_part(search, 0.8), _part(search, 0.2)]
    assert sum(part.time_limit_s for part in parts) == 10
    assert sum(part.work_limit for part in parts) == 1000
