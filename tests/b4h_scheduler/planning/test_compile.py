"""An event as a problem: what goes in, in which order, and what does not."""

from __future__ import annotations

import numpy as np
import pytest

from b4h_scheduler.domain.policy import LevelName, Policy
from b4h_scheduler.domain.wishes import Answer, Veto
from b4h_scheduler.planning.compile import KERNEL_LEVELS, compile_event, kernel_levels
from solver.levels import DEFAULT_LEVELS, REPLAN_LEVELS, Level
from tests.b4h_scheduler.planning.readable import left_out
from tests.b4h_scheduler.planning.small_events import event, side, wish


def test_event_without_wishes_is_a_problem_without_candidates() -> None:
    """Nothing to plan is no error."""
    problem = compile_event(event("ab")).problem
    assert (problem.num_candidates, problem.num_participants) == (0, 2)


def test_event_without_anybody_is_an_empty_problem() -> None:
    """An organizer may look before people come."""
    assert compile_event(event()).problem.num_participants == 0


def test_eligible_candidates_are_in_the_problem_and_others_are_left_out() -> None:
    """Declined; a veto; and one that may be held."""
    rows = [wish("a", "b"), wish("a", "c", answer=Answer.DECLINED), wish("a", "d")]
    veto = Veto(sides=(side("a"), side("d")))
    compiled = compile_event(event("abcd", rows, vetoes=(veto,)))
    assert compiled.in_problem.tolist() == [0]
    assert left_out(compiled) == {("a", "c"): "declined", ("a", "d"): "veto"}
    assert compiled.problem.candidates.value.tolist() == [45]


def test_promised_candidates_are_marked() -> None:
    """Each promise that cannot be held counts in the first level."""
    rows = [wish("a", "b"), wish("a", "c")]
    compiled = compile_event(event("abc", rows, promised=(wish("a", "c"),)))
    assert compiled.problem.candidates.promised.tolist() == [False, True]


def test_promise_that_cannot_be_kept_is_a_warning() -> None:
    """It contradicts a veto."""
    veto = Veto(sides=(side("a"), side("b")))
    compiled = compile_event(event("ab", promised=(wish("a", "b"),), vetoes=(veto,)))
    told = (
        "the promised meeting of A – B cannot be held "
        "(it is ruled out that the two meet)"
    )
    assert compiled.warnings == (told,)


def test_levels_of_the_default_policy_are_the_kernel_s_default() -> None:
    """In the same order; changes come second on re-planning."""
    assert kernel_levels(event()) == DEFAULT_LEVELS
    assert kernel_levels(event(), is_replan=True) == REPLAN_LEVELS


def test_levels_keep_the_organizer_s_order() -> None:
    """Vouchers left out; moves before waiting; risk last."""
    order = (
        LevelName.WISHES,
        LevelName.MOVES,
        LevelName.WAITING,
        LevelName.RISK,
    )
    planned = event(policy=Policy(levels=order))
    expected = (Level.VALUE, Level.MOVES, Level.WAITING, Level.BREAKS, Level.RISK)
    assert kernel_levels(planned) == expected
    assert kernel_levels(planned, is_replan=True) == (Level.CHANGES, *expected)


def test_every_level_name_has_levels_of_the_kernel() -> None:
    """And every level of the kernel but changes a name."""
    assert set(KERNEL_LEVELS) == set(LevelName)
    named = {level for levels in KERNEL_LEVELS.values() for level in levels}
    assert named == set(Level) - {Level.CHANGES}


def test_idle_slots_are_those_in_which_somebody_is_there() -> None:
    """Waiting counts only where one could have met."""
    participants = compile_event(event("ab", [wish("a", "b")])).problem.participants
    assert np.array_equal(participants.idle, participants.can)


def test_compiling_twice_gives_the_same_problem() -> None:
    """Nothing depends on hashes or the clock."""
    rows = [wish("a", "b"), wish("b", "c"), wish("c", "a")]
    one, two = (compile_event(event("abc", rows)).problem for _ in range(2))
    assert np.array_equal(one.option_slots, two.option_slots)
    assert np.array_equal(
        one.options.participants.items, two.options.participants.items
    )
    assert np.array_equal(one.options.groups.items, two.options.groups.items)


def test_replanning_without_a_moment_is_refused() -> None:
    """What has begun depends on it."""
    with pytest.raises(TypeError, match="needs the moment"):
        compile_event(event(), released=object())
