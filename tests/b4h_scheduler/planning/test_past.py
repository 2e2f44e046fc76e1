"""What past meetings name comes back for outputs; what is to come does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.past import with_past
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.planning.small_events import (
    companion,
    delegate,
    event,
    organization,
    tables,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


def _released() -> tuple[Event, Plan]:
    """Return a plan of one meeting, with an interpreter."""
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=(
            delegate("a", speaks=frozenset({"de"})),
            delegate("b", speaks=frozenset({"fr"})),
        ),
        companions=(companion("ivy", "de", "fr"),),
    )
    return planned, plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})


def test_event_that_has_everything_stays_the_same() -> None:
    """Nothing is gone."""
    planned, plan = _released()
    assert with_past(planned, plan) is planned


def test_everything_that_a_past_meeting_names_comes_back() -> None:
    """Company, delegate, interpreter and table are gone, and outputs can be made."""
    _, plan = _released()
    meeting = plan.meetings[0].model_copy(update={"is_pinned": True})
    pinned = plan.model_copy(update={"meetings": (meeting,), "unmet": ()})
    left = with_past(event("a", tables=tables(3)[1:]), pinned)
    assert Lookup(left, pinned).agendas[DelegateId("b")][0].meeting == meeting
    assert [o.id for o in left.organizations] == ["a", "b"]
    assert [c.id for c in left.companions] == ["ivy"]
    assert [t.id for t in left.tables] == ["hall-2", "hall-3", "hall-1"]


def test_meetings_to_come_bring_nothing_back() -> None:
    """Such a plan does not belong to the event."""
    _, plan = _released()
    left = event("a")
    assert with_past(left, plan) is left
