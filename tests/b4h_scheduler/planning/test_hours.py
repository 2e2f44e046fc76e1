"""Slots, rests, and the lunch that is owed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.domain.times import Break
from b4h_scheduler.planning.hours import compile_slots, lunch_windows
from tests.b4h_scheduler.planning.small_events import between, event, session


def _windows(*sessions: object, away: slice | None = None, **limits: Any) -> object:
    """Return (first, last, free) of the lunch window of one participant."""
    planned = event(sessions=sessions, policy=Policy(limits=Limits(**limits)))
    can = np.ones((1, len(planned.slots)), dtype=np.bool_)
    if away is not None:
        can[0, away] = False
    windows = lunch_windows(planned, can)
    return [
        (
            f"{planned.slots[first].start:%H:%M}",
            f"{planned.slots[last].end:%H:%M}",
            int(free),
        )
        for first, last, free in zip(
            windows.first, windows.last, windows.free, strict=True
        )
    ]


def test_each_day_is_a_row_and_lengths_are_minutes() -> None:
    """Two days of two slots of 25 minutes."""
    planned = event(
        sessions=(
            session("09:00", 2, slot_min=25),
            session("09:00", 2, id="next", slot_min=30, day="2037-11-27"),
        )
    )
    slots = compile_slots(planned)
    assert slots.row.tolist() == [0, 0, 1, 1]
    assert slots.length.tolist() == [25, 25, 30, 30]


def test_gap_between_sessions_is_a_rest() -> None:
    """Lunch from 10:00 to 11:00."""
    planned = event(sessions=(session("09:00", 3), session("11:00", 2, id="pm")))
    rests = compile_slots(planned).rest_after
    assert rests.tolist() == [False, False, True, False, False]


def test_sessions_that_follow_directly_give_no_rest() -> None:
    """Only the length of the slots changes."""
    planned = event(
        sessions=(session("09:00", 2), session("09:40", 2, id="b", slot_min=30))
    )
    assert not compile_slots(planned).rest_after.any()


@pytest.mark.parametrize(("start", "is_rest"), [("09:50", False), ("09:51", True)])
def test_gap_of_a_changeover_is_no_rest(start: str, *, is_rest: bool) -> None:
    """The boundary: no more time than between any two slots of the session."""
    first = session("09:00", 2, slot_min=20, changeover_min=5)
    planned = event(sessions=(first, session(start, 1, id="b")))
    assert bool(compile_slots(planned).rest_after[1]) is is_rest


def test_break_inside_a_changeover_is_a_rest() -> None:
    """A session may leave room for coffee between its slots."""
    coffee = Break(name="coffee", time=between("09:20", "09:35"))
    planned = event(
        sessions=(session("09:00", 3, slot_min=20, changeover_min=15),),
        breaks=(coffee,),
    )
    assert compile_slots(planned).rest_after.tolist() == [True, False, False]


def test_lunch_is_owed_where_the_program_leaves_no_pause() -> None:
    """Two slots of 20 minutes, one after the other, between twelve and two."""
    assert _windows(session("11:00", 12)) == [("12:00", "14:00", 2)]


def test_lunch_counts_the_changeover_after_each_slot() -> None:
    """One slot of 35 minutes with its 5 minutes is enough for 40, but not for 41."""
    through = session("11:20", 5, slot_min=35, changeover_min=5)
    assert _windows(through) == [("12:00", "13:55", 1)]
    assert _windows(through, lunch_min=41) == [("12:00", "13:55", 2)]


def test_program_with_a_lunch_break_owes_no_window() -> None:
    """From 12:20 to 13:00 nobody meets; one minute less would not do."""
    morning = session("09:00", 10)
    assert _windows(morning, session("13:00", 3, id="pm")) == []
    assert _windows(morning, session("12:59", 3, id="pm")) == [("12:00", "13:59", 2)]


def test_morning_that_ends_early_enough_owes_no_window() -> None:
    """After 13:20 forty minutes are left until two."""
    assert _windows(session("09:00", 13)) == []
    assert _windows(session("09:01", 13)) == [("12:01", "13:21", 2)]


def test_slots_that_do_not_fit_into_the_hours_are_taken_as_they_are() -> None:
    """One slot from 11:30 to 14:30 has to stay free as a whole."""
    assert _windows(session("11:30", 1, slot_min=180)) == [("11:30", "14:30", 1)]


def test_who_is_away_at_noon_needs_no_window() -> None:
    """Away in two slots running is lunch; away in one is not."""
    through = session("11:00", 12)
    assert _windows(through, away=slice(5, 7)) == []
    assert _windows(through, away=slice(5, 6)) == [("12:00", "14:00", 2)]


def test_lunch_can_be_switched_off() -> None:
    """0 minutes."""
    assert _windows(session("11:00", 12), lunch_min=0) == []


def test_each_day_has_its_own_lunch() -> None:
    """Two days through noon."""
    sessions = (session("11:00", 12), session("11:00", 12, id="b", day="2037-11-27"))
    assert _windows(*sessions) == [("12:00", "14:00", 2), ("12:00", "14:00", 2)]


def test_lunch_on_the_day_the_clocks_change_is_at_noon() -> None:
    """Twelve is twelve on the wall."""
    through = session("11:00", 12, day="2026-10-25")
    assert _windows(through) == [("12:00", "14:00", 2)]
