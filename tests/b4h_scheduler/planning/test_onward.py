from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.run import Search, plan
from tests.b4h_scheduler.releases.meetings import at, other
from tests.web.events import small_event

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan


@pytest.fixture(scope="module")
def small() -> tuple[Event, Plan]:
    """An event and a released plan of it."""
    event = small_event()
    return event, plan(event, work_limit=2000)


def _search() -> Search:
    return Search(
        time_limit_s=None,
        work_limit=500,
        seed=0,
        workers=1,
        on_progress=None,
        should_stop=None,
        input_hash="",
    )


def _without(event: Event, delegate: str) -> Event:
    fields = {name: getattr(event, name) for name in Event.model_fields}
    kept = tuple(d for d in event.delegates if d.id != delegate)
    return Event(**(fields | {"delegates": kept}))


def test_nothing_changes_where_nothing_must(small: tuple[Event, Plan]) -> None:
    """Even a plan that the search would not have made stays."""
    event, whole = small
    odd = other(whole, whole.meetings[0], **at(event, 5))
    before = event.slots[0].start - timedelta(days=7)
    found = replan_around(event, odd, (), before, _search())
    assert {(m.id, m.start, m.table) for m in found.meetings} == {
        (m.id, m.start, m.table) for m in odd.meetings
    }
    assert found.revision == odd.revision + 1


def test_a_withdrawal_takes_its_meetings_and_no_others(
    small: tuple[Event, Plan],
) -> None:
    """The rest is as it was released."""
    event, whole = small
    before = event.slots[0].start - timedelta(days=7)
    found = replan_around(_without(event, "d-delta"), whole, (), before, _search())
    rest = [
        m for m in whole.meetings if "d-delta" not in m.delegates[0] + m.delegates[1]
    ]
    assert len(rest) == len(whole.meetings) - 1
    assert {(m.id, m.start, m.table) for m in found.meetings} == {
        (m.id, m.start, m.table) for m in rest
    }


def test_a_lock_moves_a_meeting_that_was_released_elsewhere(
    small: tuple[Event, Plan],
) -> None:
    """Locks are rules, the released plan a wish."""
    event, whole = small
    meeting = whole.meetings[0]
    locked = meeting.model_copy(update=at(event, 5))
    before = event.slots[0].start - timedelta(days=7)
    lock = lock_of(locked, Holds.TIME)
    found = replan_around(event, whole, [lock], before, _search())
    (moved,) = [m for m in found.meetings if m.id == meeting.id]
    assert moved.start == event.slots[5].start


def test_a_lock_of_a_meeting_that_has_begun_asks_for_nothing(
    small: tuple[Event, Plan],
) -> None:
    """It stays where it took place; the plan says so."""
    event, whole = small
    meeting = whole.meetings[0]
    locked = meeting.model_copy(update=at(event, 5))
    moment = meeting.start + timedelta(minutes=1)
    lock = lock_of(locked, Holds.TIME)
    found = replan_around(event, whole, [lock], moment, _search())
    (stays,) = [m for m in found.meetings if m.id == meeting.id]
    assert stays.start == meeting.start
    assert any("asks for nothing" in text for text in found.warnings)
