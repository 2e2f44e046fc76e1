"""The desk books meetings that two people agree on the spot, and takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.late.bookings import book, cancel, page_of, press, spots
from tests.web.late.saying import released

if TYPE_CHECKING:
    from tests.web.world import World

PAIR = ("d-alba", "d-echo")
"""Nobody wished for it."""


def test_booked_meeting_stands_in_the_released_plan(world: World, coming: int) -> None:
    """Agendas and boards of both have it, and nothing else of the plan changed."""
    before = released(world, coming)
    desk = world.staff("desk")
    at = book(desk, coming, PAIR)
    after = released(world, coming)
    assert after.plan.revision == 2
    (new,) = (m for m in after.meetings if m.id not in {b.id for b in before.meetings})
    assert {*new.delegates[0], *new.delegates[1]} == set(PAIR)
    assert f"{new.start.isoformat()}" != at
    assert new.is_booked
    assert [m for m in after.meetings if m.id != new.id] == list(before.meetings)
    for key, other in (PAIR, PAIR[::-1]):
        name = after.delegate_name[other]
        assert name in world.delegate(key, coming).text("/my/agenda")
    assert "Booked here" in desk.text(f"/events/{coming}/desk/d-echo")
    assert cancel(desk, coming, "d-echo").startswith("Canceled.")
    assert list(released(world, coming).meetings) == list(before.meetings)
