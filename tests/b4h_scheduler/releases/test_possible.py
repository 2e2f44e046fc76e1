from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.releases.possible import impossible, still_possible
from tests.b4h_scheduler.releases.meetings import at, between, other, plan_with

if TYPE_CHECKING:
    from datetime import datetime

    from b4h_scheduler.plans import Plan


@pytest.fixture
def before(event: Event) -> datetime:
    """A week before the event."""
    return event.slots[0].start - timedelta(days=7)


def _changed(event: Event, **changes: Any) -> Event:
    fields = {name: getattr(event, name) for name in Event.model_fields}
    return Event(**(fields | changes))


def _pairs(found: Any) -> list[set[str]]:
    return [{side.organization for side in each.meeting.sides} for each in found]


def test_fresh_plan_is_possible(event: Event, whole: Plan, before: datetime) -> None:
    """What the solver gave, the validator accepts."""
    assert impossible(basis_of(event), whole, before) == ()
    kept = still_possible(basis_of(event), whole, before)
    assert (kept.meetings, kept.lost) == (whole.meetings, ())


def test_withdrawn_delegate_makes_its_meetings_impossible(
    event: Event, whole: Plan, before: datetime
) -> None:
    """Exactly those of the delegate, with the reason in words."""
    gone = _changed(
        event, delegates=tuple(d for d in event.delegates if d.id != "d-bora")
    )
    found = impossible(basis_of(gone), whole, before)
    assert all("bora" in pair for pair in _pairs(found))
    num = sum("bora" in {s.organization for s in m.sides} for m in whole.meetings)
    assert len(found) == num
    assert all(each.reason for each in found)
    kept = still_possible(basis_of(gone), whole, before)
    assert kept.lost == found
    assert {m.id for m in kept.plan.meetings} == (
        {m.id for m in whole.meetings} - {each.meeting.id for each in found}
    )
    assert kept.plan.certificate == ()


def test_table_of_two_who_went_online_is_impossible_once(
    event: Event, whole: Plan, before: datetime
) -> None:
    """The plan has to be made anew, so that both are told that they meet online."""
    people = tuple(
        each.model_copy(update={"is_online": each.id in {"d-alba", "d-bora"}})
        for each in event.delegates
    )
    found = impossible(basis_of(_changed(event, delegates=people)), whole, before)
    reasons = [
        each.reason
        for each in found
        if {side.organization for side in each.meeting.sides} == {"alba", "bora"}
    ]
    assert reasons == ["both sides are online now"]


def test_veto_makes_one_meeting_impossible(
    event: Event, whole: Plan, before: datetime
) -> None:
    """The others stay."""
    pair = ({"organization": "alba"}, {"organization": "bora"})
    ruled_out = _changed(event, vetoes=({"sides": pair, "reason": "rivals"},))
    assert _pairs(impossible(basis_of(ruled_out), whole, before)) == [{"alba", "bora"}]


def test_two_at_one_table_leave_the_first(
    event: Event, whole: Plan, before: datetime
) -> None:
    """A plan that breaks a rule of its own is refused, one of the two is named."""
    first = between(whole, "alba", "cirrus")
    second = between(whole, "bora", "echo")
    time = {"slot": first.slot, "start": first.start, "end": first.end}
    broken = other(whole, second, table=first.table, **time)
    assert len(impossible(basis_of(event), broken, before)) == 1


def test_what_has_begun_is_not_asked_about(event: Event, whole: Plan) -> None:
    """A meeting that took place with somebody gone since is a fact."""
    late = event.slots[-1].end
    gone = _changed(event, delegates=event.delegates[:1])
    assert impossible(basis_of(gone), whole, late) == ()
    kept = still_possible(basis_of(gone), whole, late)
    assert kept.lost == ()
    assert {m.id for m in kept.meetings} == {m.id for m in whole.meetings}


def test_closed_table_is_told(event: Event, whole: Plan, before: datetime) -> None:
    """A meeting at a table that is closed now cannot be held there."""
    meeting = whole.meetings[0]
    tables = [t.model_dump() for t in event.tables]
    for table in tables:
        if table["id"] == meeting.table:
            table["closed"] = [{"start": meeting.start, "end": meeting.end}]
    closed = _changed(event, tables=tuple(tables))
    found = impossible(basis_of(closed), whole, before)
    assert [each.meeting.id for each in found] == [meeting.id]
    assert "table" in found[0].reason.lower()


def test_moved_by_hand_to_a_free_slot_is_possible(
    event: Event, whole: Plan, before: datetime
) -> None:
    """A plan need not be the solver's."""
    free = [
        n
        for n, slot in enumerate(event.slots)
        if slot.id not in {m.slot for m in whole.meetings}
    ]
    moved = other(whole, whole.meetings[0], **at(event, free[0]))
    assert (
        impossible(basis_of(event), plan_with(moved, list(moved.meetings)), before)
        == ()
    )
