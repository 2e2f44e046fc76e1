"""Other tables, slots and arrivals make sound events, or an error that says why."""

from __future__ import annotations

import pytest

from b4h_scheduler.domain.people import Trip
from b4h_scheduler.domain.places import ArrivalPoint, TravelMode
from b4h_scheduler.domain.presence import present
from b4h_scheduler.domain.times import Break
from b4h_scheduler.planning.changed_event import (
    with_arrival,
    with_extra_tables,
    with_slots,
    with_tables,
)
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.errors import PlanningError
from tests.b4h_scheduler.planning.small_events import (
    at,
    between,
    delegate,
    event,
    organization,
    session,
    tables,
)

TWO_SESSIONS = (session(num_slots=3), session("13:00", 3, id="pm"))


def test_fewer_and_more_tables() -> None:
    """The last ones go; new ones have ids of their own and are always open."""
    one = event(["ann"], tables=tables(3))
    assert [t.id for t in with_tables(one, 2).tables] == ["hall-1", "hall-2"]
    more = with_tables(one, 5)
    assert [t.id for t in more.tables[3:]] == ["extra-1", "extra-2"]
    assert compile_event(more).problem.tables.open[3:].all()
    assert with_tables(one, 3).tables == one.tables


def test_tables_open_in_some_slots_only() -> None:
    """Closed in all others."""
    one = event(["ann"], sessions=TWO_SESSIONS)
    wanted = {one.slots[1].id, one.slots[4].id}
    opened = compile_event(with_extra_tables(one, 1, wanted)).problem.tables.open
    assert opened[-1].tolist() == [False, True, False, False, True, False]


def test_slots_go_from_the_end_and_come_there() -> None:
    """Each session keeps one; the sum is right."""
    one = event(["ann"], sessions=TWO_SESSIONS)
    assert [s.num_slots for s in with_slots(one, 4).sessions] == [3, 1]
    assert [s.num_slots for s in with_slots(one, 2).sessions] == [1, 1]
    assert [s.num_slots for s in with_slots(one, 8).sessions] == [3, 5]
    assert len(with_slots(one, 5).slots) == 5
    with pytest.raises(PlanningError, match="1 slots are fewer than the 2 sessions"):
        with_slots(one, 1)


def test_slots_cannot_grow_into_a_break() -> None:
    """The error names it."""
    pause = Break(name="Dinner", time=between("14:00", "15:00"))
    one = event(["ann"], sessions=TWO_SESSIONS, breaks=(pause,))
    with pytest.raises(PlanningError, match="overlaps the break 'Dinner'"):
        with_slots(one, 7)


def test_a_later_train_or_no_trip_at_all() -> None:
    """By the arithmetic of trips where there is a point; else from that moment."""
    station = ArrivalPoint(
        id="HBF", name="Station", mode=TravelMode.TRAIN, transfer_min=10
    )
    trip = Trip(arrival_point="HBF", arrival=at("08:00"))
    one = event(
        [],
        organizations=[organization("ann"), organization("ben")],
        delegates=[delegate("ann", trip=trip), delegate("ben")],
        arrival_points=(station,),
    )
    train = with_arrival(one, one.delegates[0].id, at("09:00"))
    assert sum(present(train, train.delegates[0])) == 4  # from 9:40
    foot = with_arrival(one, one.delegates[1].id, at("09:40"))
    assert sum(present(foot, foot.delegates[1])) == 4
    assert sum(present(one, one.delegates[0])) == 6


def test_online_delegates_do_not_arrive() -> None:
    """The error says so."""
    one = event(
        [],
        organizations=[organization("ann")],
        delegates=[delegate("ann", is_online=True)],
    )
    with pytest.raises(PlanningError, match="attends online"):
        with_arrival(one, one.delegates[0].id, at("09:40"))
