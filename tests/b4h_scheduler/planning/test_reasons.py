"""Why a candidate is not held, in words that name people and times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.people import Kind
from b4h_scheduler.domain.policy import Eligibility, Limits, Policy
from b4h_scheduler.domain.wishes import Answer, Veto
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    session,
    side,
    tables,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.plans import Plan

ACCEPTED = wish("y", "x", answer=Answer.ACCEPTED)


def _texts(plan: Plan) -> list[list[str]]:
    return [[reason.text for reason in unmet.reasons] for unmet in plan.unmet]


def test_declined_wish_says_who_declined() -> None:
    """Also where the one who declined stands first in the pair."""
    planned = event("ab", [wish("b", "a", answer=Answer.DECLINED)])
    assert _texts(plan_by_hand(planned, {})) == [["A declined"]]


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        (Eligibility.ANSWERED, "A has not accepted"),
        (Eligibility.MUTUAL, "A did not wish for it too"),
    ],
)
def test_wish_that_is_not_eligible_says_what_is_missing(
    mode: Eligibility, text: str
) -> None:
    """Of the side that was wished for."""
    planned = event(
        "bxy",
        [wish("b", "a"), ACCEPTED],
        organizations=(organization("a", kind=Kind.INVESTOR),),
        delegates=(delegate("a"),),
        policy=Policy(eligibility={Kind.INVESTOR: mode}),
    )
    plan = plan_by_hand(planned, {("x", "y"): ("09:00", "hall-1")})
    assert _texts(plan) == [[text]]
    assert plan.unmet[0].reasons[0].rule == plan.unmet[0].candidate.ineligible


def test_veto_is_said_without_naming_a_culprit() -> None:
    """It is the organizer's rule."""
    veto = Veto(sides=(side("a"), side("b")))
    planned = event("ab", [wish("a", "b")], vetoes=(veto,))
    assert _texts(plan_by_hand(planned, {})) == [["it is ruled out that the two meet"]]


def test_nobody_attending_names_the_organization() -> None:
    """Whichever side it is."""
    planned = event("b", [wish("b", "a")], organizations=(organization("a"),))
    assert _texts(plan_by_hand(planned, {})) == [["nobody attends for A"]]


def test_no_common_time_says_when_each_is_there() -> None:
    """So that the organizer sees what would help."""
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=(
            delegate("a", busy=(between("10:00", "11:00"),)),
            delegate("b", busy=(between("09:00", "10:00"),)),
        ),
    )
    assert _texts(plan_by_hand(planned, {})) == [
        ["no common time: A 09:00–10:00; B 10:00–11:00"]
    ]


def _rivals(first: int, second: int, **fields: Any) -> Any:
    """B and c both wish for a, which is there in one slot only."""
    fields.setdefault("sessions", (session("09:00", 1),))
    return event("abc", [wish("a", "b", first), wish("a", "c", second)], **fields)


def test_full_organization_is_named_with_what_its_meetings_are_worth() -> None:
    """The meeting in the way is worth more."""
    limits = Policy(limits=Limits(most_percent=0))
    planned = _rivals(1, 2, policy=limits)
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    ((reason,),) = [unmet.reasons for unmet in plan.unmet]
    assert reason.text == "A is full in every slot: 1 meeting worth at least as much"
    assert (reason.rule, reason.organization) == ("clash", "a")
    assert reason.candidates == (plan.meetings[0].candidate,)
    assert reason.slots == ("am-01",)


def test_meeting_in_the_way_that_is_worth_less_is_not_said_to_be_worth_more() -> None:
    """It may have been held for another level's sake."""
    limits = Policy(limits=Limits(most_percent=0))
    planned = _rivals(2, 1, policy=limits)
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    assert _texts(plan) == [["A is full in every slot: 1 meeting"]]


def test_most_meetings_name_the_limit() -> None:
    """Two slots, one meeting at most."""
    planned = _rivals(1, 1, sessions=(session("09:00", 2),))
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    assert _texts(plan) == [
        [
            "A has as many meetings as it may have: 1 meeting worth at least as much",
        ]
    ]


def test_tables_that_are_taken_or_kept_free_are_told() -> None:
    """One slot, two tables: one taken, one for the help desk."""
    planned = event(
        "abcd",
        [wish("a", "b"), wish("c", "d")],
        sessions=(session("09:00", 1),),
        tables=tables(2),
    )
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    rules = {reason.rule for unmet in plan.unmet for reason in unmet.reasons}
    assert rules == {"tables-kept-free"}
    assert _texts(plan) == [
        ["the tables left over in every slot are kept free for the help desk"]
    ]


def test_candidate_with_nothing_in_the_way_says_so() -> None:
    """The plan by hand simply left it out."""
    plan = plan_by_hand(event("ab", [wish("a", "b")]), {})
    ((reason,),) = [unmet.reasons for unmet in plan.unmet]
    assert reason.rule == "could-be-added"
    assert reason.text.startswith("nothing is in the way")


def test_strongest_unmet_stand_first_and_ineligible_ones_last() -> None:
    """What an organizer wants to see first."""
    rows = [
        wish("a", "b", 1, answer=Answer.DECLINED),
        wish("a", "c", 3),
        wish("a", "d", 1),
    ]
    plan = plan_by_hand(event("abcd", rows), {})
    assert [unmet.candidate.sides[1].organization for unmet in plan.unmet] == [
        "d",
        "c",
        "b",
    ]


def test_who_may_have_no_meeting_is_told() -> None:
    """Nothing that could be dropped is in the way."""
    people = (delegate("a", most=0),)
    planned = event(
        "b", [wish("b", "a")], organizations=(organization("a"),), delegates=people
    )
    (texts,) = _texts(plan_by_hand(planned, {}))
    assert texts == ["A has as many meetings as it may have: none is allowed"]
