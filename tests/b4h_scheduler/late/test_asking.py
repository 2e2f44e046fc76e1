"""What a delegate says becomes the fields of trip, sessions or blocked times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.domain.people import Delegate, Trip
from b4h_scheduler.domain.presence import present, present_from, present_until
from b4h_scheduler.late.asking import SAID, absent, arrives, back, has_point, leaves
from b4h_scheduler.late.danger import as_changed, in_danger
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.errors import RefusedError
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from typing import Any

EVENT = small_event()


def _ada(**changes: Any) -> Delegate:
    return as_changed(EVENT.delegates[0], changes)


def _by_plane(**more: Any) -> Delegate:
    trip = {"arrival_point": "STR", "arrival": moment(7), "departure_point": "STR"}
    return _ada(trip=Trip(**trip, departure=moment(16), **more))


def test_new_time_of_a_ticket_moves_the_ticket() -> None:
    """Way, exit, check-in and buffer are added as for the trip before."""
    changed = as_changed(_by_plane(), arrives(EVENT, _by_plane(), moment(8)).changes)
    assert changed.trip.arrival == moment(8)
    assert changed.trip.arrival_point == "STR"
    assert present_from(EVENT, changed) == moment(9, 30)
    changed = as_changed(_by_plane(), leaves(EVENT, _by_plane(), moment(13)).changes)
    assert changed.trip.departure == moment(13)
    assert present_until(EVENT, changed) == moment(10, 45)


def test_without_a_ticket_it_is_the_time_at_the_event() -> None:
    """With a reason, as the trip's rules ask for."""
    changed = as_changed(_ada(), arrives(EVENT, _ada(), moment(10)).changes)
    assert present_from(EVENT, changed) == moment(10)
    assert changed.trip.override_reason == SAID
    assert not has_point(_ada(), "arrival")


def test_where_staff_overrode_the_arithmetic_the_override_moves() -> None:
    """Else the new arrival would change nothing; the reason of staff stays."""
    ada = _by_plane(present_from=moment(9), override_reason="comes the day before")
    changed = as_changed(ada, arrives(EVENT, ada, moment(10)).changes)
    assert changed.trip.present_from == moment(10)
    assert changed.trip.arrival == moment(7)
    assert changed.trip.override_reason == "comes the day before"


def test_online_the_time_before_is_blocked_and_the_last_word_counts() -> None:
    """Trips of those online mean nothing; own blocked times stay."""
    own = {"start": moment(11), "end": moment(11, 20)}
    ada = _ada(is_online=True, busy=(own,))
    late = as_changed(ada, arrives(EVENT, ada, moment(10)).changes)
    assert present(EVENT, late).index(True) == 3
    earlier = as_changed(late, arrives(EVENT, late, moment(9, 30)).changes)
    assert [(each.start, each.end) for each in earlier.busy] == [
        (moment(11), moment(11, 20)),
        (moment(9), moment(9, 30)),
    ]
    as_before = as_changed(late, arrives(EVENT, late, moment(9)).changes)
    assert as_before == ada


def test_absent_and_back() -> None:
    """No session, and again those of before; each only once."""
    ada = _ada(sessions=frozenset({"morning"}))
    asked = absent(ada)
    away = as_changed(ada, asked.changes)
    assert not any(present(EVENT, away))
    assert as_changed(away, back(away, asked.told["sessions"]).changes) == ada
    with pytest.raises(RefusedError, match="known already"):
        absent(away)
    with pytest.raises(RefusedError, match="planned as coming"):
        back(ada, None)


def test_impossible_trip_is_told() -> None:
    """An arrival after the departure is refused by the trip's own rule."""
    with pytest.raises(ValueError, match="is not before departure"):
        as_changed(_by_plane(), arrives(EVENT, _by_plane(), moment(10, 30)).changes | {
            "trip": _by_plane().trip.model_dump() | {"arrival": moment(17)}
        })  # fmt: skip


def test_in_danger_is_what_would_be_missed_and_is_still_to_come() -> None:
    """By the slots in which the delegate is there; what has begun is a fact."""
    found = plan(EVENT, work_limit=2000)
    lookup = Lookup(EVENT, found)
    ada = EVENT.delegates[0]
    away = as_changed(ada, absent(ada).changes)
    all_of_them = lookup.agendas[ada.id]
    before = moment(8)
    missed = in_danger(lookup, away, before)
    assert [each.appointment for each in missed] == list(all_of_them)
    assert in_danger(lookup, ada, before) == ()
    begun = all_of_them[0].meeting.start
    assert len(in_danger(lookup, away, begun)) == len(all_of_them) - 1
