"""Bonuses that never overrule a priority."""

from __future__ import annotations

from b4h_scheduler.domain.people import Unit
from b4h_scheduler.domain.policy import Fairness, FairnessOver, Policy, Values
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.fairness import bonuses, neighbor_difference
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    wish,
)


def test_difference_is_that_of_unanswered_wishes() -> None:
    """Of 90, 60, 40 three quarters: 67, 45, 30."""
    assert neighbor_difference(Values()) == 15


def test_default_bonuses_are_below_the_difference() -> None:
    """4 for each of two organizations."""
    assert bonuses(event(), 2) == ((4, 3, 2, 1), None)


def test_bonuses_one_below_the_difference_stay() -> None:
    """Two times 7 is 14, below 15."""
    policy = Policy(fairness=Fairness(bonus=(7, 2)))
    assert bonuses(event(policy=policy), 2) == ((7, 2), None)


def test_bonuses_that_reach_the_difference_are_lowered_with_a_warning() -> None:
    """Two times 8 is 16: lowered to 7."""
    policy = Policy(fairness=Fairness(bonus=(9, 8, 2)))
    used, warning = bonuses(event(policy=policy), 2)
    assert used == (7, 7, 2)
    assert warning == (
        "fairness bonuses [9, 8, 2] were lowered to [7, 7, 2]: one meeting can bring 2 "
        "of them, and together they must stay below 15, the difference between "
        "neighboring priorities"
    )


def test_bonuses_over_delegates_count_everybody_in_the_meeting() -> None:
    """Five people in one meeting: at most 2 each."""
    policy = Policy(fairness=Fairness(over=FairnessOver.DELEGATES))
    team = organization("team")
    planned = event(
        "a",
        [wish("a", "team")],
        organizations=(team,),
        delegates=[delegate(f"d{n}", "team") for n in range(4)],
        policy=policy,
    )
    compiled = compile_event(planned)
    assert compiled.problem.bonus.tolist() == [2, 2, 2, 1]
    assert compiled.problem.num_groups == 5
    assert compiled.problem.options.groups[0].tolist() == [0, 1, 2, 3, 4]


def test_no_wish_is_given_up_for_bonuses_of_lower_ones() -> None:
    """Priority 2 with all bonuses is worth less than priority 1 without."""
    compiled = compile_event(event("abc", [wish("a", "b", 1), wish("a", "c", 2)]))
    value = compiled.problem.candidates.value
    assert value[0] > value[1] + 2 * compiled.problem.bonus[0]


def test_units_have_a_count_of_their_own() -> None:
    """As if separate."""
    uni = organization("uni", units=(Unit(id="lab", name="Lab"),))
    planned = event(
        "ab",
        [wish("a", "uni"), wish("a", "uni/lab"), wish("b", "uni")],
        organizations=(uni,),
        delegates=(delegate("u", "uni"),),
    )
    groups = compile_event(planned).problem.options.groups
    assert [row.tolist() for row in groups] == [[0, 1], [0, 2], [3, 1]]
