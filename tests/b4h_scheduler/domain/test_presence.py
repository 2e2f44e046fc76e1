"""When a delegate can meet: the arithmetic of trips, sessions, busy times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.places import ArrivalPoint, TravelMode
from b4h_scheduler.domain.presence import companion_present, present, present_from
from tests.b4h_scheduler.planning.small_events import (
    at,
    between,
    companion,
    delegate,
    event,
    organization,
    session,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate

AIRPORT = ArrivalPoint(
    id="STR", name="Stuttgart Airport", mode=TravelMode.PLANE, transfer_min=25
)
STATION = ArrivalPoint(
    id="hbf", name="Main station", mode=TravelMode.TRAIN, transfer_min=10
)


def _event(person: Delegate, **fields: Any) -> Event:
    return event(
        organizations=(organization("acme"),),
        delegates=(person,),
        arrival_points=(AIRPORT, STATION),
        **fields,
    )


def _first_slot(**trip: Any) -> str | None:
    """When a delegate with this trip starts; slots of 20 minutes from 9 to 12."""
    person = delegate("ann", "acme", trip=trip)
    planned = _event(person, sessions=(session("09:00", 9),))
    can = present(planned, person)
    return f"{planned.slots[can.index(True)].start:%H:%M}" if any(can) else None


def _last_slot(**trip: Any) -> str | None:
    """When the last meeting of a delegate with this trip ends."""
    person = delegate("ann", "acme", trip=trip)
    planned = _event(person, sessions=(session("09:00", 9),))
    can = present(planned, person)
    if not any(can):
        return None
    return f"{planned.slots[len(can) - 1 - can[::-1].index(True)].end:%H:%M}"


def test_plane_arrival_adds_exit_transfer_check_in_and_buffer() -> None:
    """30 + 25 + 15 + 20 minutes after landing at 7:30 it is 9:00."""
    assert _first_slot(arrival_point="STR", arrival=at("07:30")) == "09:00"


def test_plane_arrival_a_minute_later_costs_the_slot() -> None:
    """Present at 9:01 misses the meeting at 9:00."""
    assert _first_slot(arrival_point="STR", arrival=at("07:31")) == "09:20"


def test_train_arrival_adds_exit_transfer_check_in_and_buffer() -> None:
    """5 + 10 + 15 + 10 minutes after 8:40 it is 9:20."""
    assert _first_slot(arrival_point="hbf", arrival=at("08:40")) == "09:20"


def test_plane_departure_subtracts_be_there_transfer_and_buffer() -> None:
    """90 + 25 + 20 minutes before 13:35 it is 11:20."""
    assert _last_slot(departure_point="STR", departure=at("13:35")) == "11:20"


def test_plane_departure_a_minute_earlier_costs_the_slot() -> None:
    """Gone at 11:19 misses the meeting that ends at 11:20."""
    assert _last_slot(departure_point="STR", departure=at("13:34")) == "11:00"


def test_train_departure_subtracts_be_there_transfer_and_buffer() -> None:
    """15 + 10 + 10 minutes before 11:35 it is 11:00."""
    assert _last_slot(departure_point="hbf", departure=at("11:35")) == "11:00"


def test_arrival_point_may_have_minutes_of_its_own() -> None:
    """Exit, buffer, be-there and check-in of a point replace those of its mode."""
    near = AIRPORT.model_copy(
        update={"exit_min": 5, "buffer_min": 0, "check_in_min": 0, "be_there_min": 60}
    )
    assert near.minutes_after_arrival() == 30
    assert near.minutes_before_departure() == 85


def test_override_replaces_the_arithmetic() -> None:
    """The organizer's word counts, with a reason."""
    first = _first_slot(
        arrival_point="STR",
        arrival=at("09:00"),
        present_from=at("09:20"),
        override_reason="is met by car",
    )
    assert first == "09:20"


def test_override_of_departure_leaves_the_arrival() -> None:
    """Each half of a trip stands for itself."""
    last = _last_slot(present_until=at("10:00"), override_reason="has a talk")
    assert last == "10:00"


def test_arrival_after_the_event_leaves_no_slot() -> None:
    """Somebody can come too late."""
    assert _first_slot(arrival_point="STR", arrival=at("11:00")) is None


def test_no_trip_is_present_all_the_time() -> None:
    """Who says nothing is there."""
    person = delegate("ann", "acme")
    assert present(_event(person), person) == (True,) * 6


def test_trip_of_an_online_delegate_means_nothing() -> None:
    """Nobody waits for the plane of somebody at home."""
    trip = {"arrival_point": "STR", "arrival": at("11:00")}
    person = delegate("ann", "acme", is_online=True, trip=trip)
    assert present(_event(person), person) == (True,) * 6


def test_chosen_sessions_leave_out_the_others() -> None:
    """Who comes in the afternoon has no slot in the morning."""
    person = delegate("ann", "acme", sessions=frozenset({"pm"}))
    sessions = (session("09:00", 2), session("14:00", 2, id="pm"))
    assert present(_event(person, sessions=sessions), person) == (
        False,
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("busy", "free"),
    [
        (("09:20", "09:40"), [0, 2, 3, 4, 5]),
        (("09:19", "09:40"), [2, 3, 4, 5]),
        (("09:20", "09:41"), [0, 3, 4, 5]),
    ],
)
def test_busy_time_takes_every_slot_it_touches(
    busy: tuple[str, str], free: list[int]
) -> None:
    """A minute of a slot is enough; touching its edge is not."""
    person = delegate("ann", "acme", busy=(between(*busy),))
    can = present(_event(person), person)
    assert [slot for slot, is_free in enumerate(can) if is_free] == free


def test_arrival_before_the_change_of_clocks_counts_real_minutes() -> None:
    """A plane at 1:00 on the day clocks go back brings people by 1:30 real time later.

    1:00 summer time + 90 minutes is 2:30 summer time, one and a half hours before 3:00.
    """
    trip = {"arrival_point": "STR", "arrival": at("01:00", "2026-10-25")}
    person = delegate("ann", "acme", trip=trip)
    planned = _event(person, sessions=(session("02:00", 12, day="2026-10-25"),))
    moment = present_from(planned, person)
    assert moment is not None
    assert (f"{moment:%H:%M}", moment.fold) == ("02:30", 0)
    assert present(planned, person).index(True) == 2


def test_companion_without_hours_is_there_all_the_time() -> None:
    """Empty availability means the whole event."""
    ivy = companion("ivy", "de", "fr")
    assert companion_present(event(companions=(ivy,)), ivy) == (True,) * 6


def test_companion_is_there_in_its_hours_but_for_busy_times() -> None:
    """A slot lies wholly inside one of the stretches, and touches no busy time."""
    ivy = companion(
        "ivy",
        "de",
        "fr",
        available=(between("09:00", "09:50"), between("10:20", "11:00")),
        busy=(between("10:20", "10:30"),),
    )
    can = companion_present(event(companions=(ivy,)), ivy)
    assert can == (True, True, False, False, False, True)
