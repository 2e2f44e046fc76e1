"""Limits that give way to what is fixed, and to nothing else."""

from __future__ import annotations

import numpy as np

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.widen import busy_slots, freeze, widen, without_broken
from solver.problem import Windows
from tests.b4h_scheduler.planning.small_events import event, session, wish


def test_busy_slots_are_those_of_everybody_in_a_pinned_meeting() -> None:
    """Two people in slot 1, two in slot 2."""
    busy = busy_slots([((0, 1), 1), ((1, 2), 2)], 3, 4)
    assert np.argwhere(busy).tolist() == [[0, 1], [1, 1], [1, 2], [2, 2]]


def test_freezing_leaves_pinned_meetings_and_later_slots() -> None:
    """Of six slots two are frozen; a has a meeting in the first."""
    people = compile_event(event("ab", [wish("a", "b")])).problem.participants
    frozen = freeze(people, busy_slots([((0,), 0)], 2, 6), 2)
    assert frozen.can.tolist() == [[True, False] + [True] * 4, [False] * 2 + [True] * 4]
    assert np.array_equal(frozen.idle, people.idle)


def test_least_is_what_can_still_be_reached() -> None:
    """Everything is frozen, and nobody met."""
    rows = [wish("a", "b"), wish("b", "a")]
    people = compile_event(event("ab", rows)).problem.participants
    assert people.least.tolist() == [1, 1]
    assert freeze(people, busy_slots([], 2, 6), 6).least.tolist() == [0, 0]


def test_limits_are_raised_to_what_is_pinned_and_no_further() -> None:
    """A has five meetings running (100 minutes), b one."""
    problem = compile_event(event("ab", [wish("a", "b")])).problem
    pins = [((0,), slot) for slot in range(5)] + [((1,), 0)]
    widened = widen(problem.participants, busy_slots(pins, 2, 6), problem.slots)
    assert widened.longest_run.tolist() == [100, 90]
    assert widened.most.tolist() == [5, 5]
    many = [((0,), slot) for slot in range(6)]
    widened = widen(problem.participants, busy_slots(many, 2, 6), problem.slots)
    assert widened.most.tolist() == [6, 5]


def test_run_over_a_rest_is_two_runs() -> None:
    """Sixty minutes before coffee and sixty after it."""
    sessions = (session("09:00", 3), session("10:15", 3, id="b"))
    problem = compile_event(event("ab", [wish("a", "b")], sessions=sessions)).problem
    busy = busy_slots([((0,), slot) for slot in range(6)], 2, 6)
    widened = widen(problem.participants, busy, problem.slots)
    assert widened.longest_run.tolist() == [90, 90]


def test_window_that_is_broken_is_dropped_and_others_stay() -> None:
    """Two free slots running are left for participant 1 only."""
    one, two = np.array([0, 1]), np.array([2, 2])
    windows = Windows(one, np.array([0, 0]), np.array([3, 3]), two)
    busy = busy_slots([((0,), 1), ((0,), 2), ((1,), 0)], 2, 4)
    assert without_broken(windows, busy).participant.tolist() == [1]
