"""What wishes add up to: values, eligibility, who is named, stable ids."""

from __future__ import annotations

import pytest

from b4h_scheduler.domain.people import Attends, Kind, Unit
from b4h_scheduler.domain.policy import Eligibility, Policy
from b4h_scheduler.domain.wishes import Answer, Candidate, Ineligible, Veto
from b4h_scheduler.planning.candidates import candidates, gather
from b4h_scheduler.planning.event_warnings import event_warnings
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    side,
    wish,
)

ACCEPTED, DECLINED = Answer.ACCEPTED, Answer.DECLINED
DEFAULT = Policy().values
V1, V2, V3 = DEFAULT.priority


def _only(planned: object) -> Candidate:
    found = candidates(planned)
    assert len(found) == 1
    return found[0]


def test_mutual_wishes_are_worth_the_sum_of_both() -> None:
    """Priority 1 one way and 3 the other; the stronger one names the priority."""
    found = _only(event("ab", [wish("a", "b", 1), wish("b", "a", 3)]))
    assert (found.value, found.priority, found.is_mutual) == (V1 + V3, 1, True)
    assert found.wishes == (0, 1)


def test_accepted_wish_is_worth_its_priority_and_a_bonus() -> None:
    """An acceptance is worth less than a wish of one's own."""
    found = _only(event("ab", [wish("a", "b", 2, answer=ACCEPTED)]))
    assert (found.value, found.is_accepted) == (V2 + DEFAULT.accepted_bonus, True)


def test_unanswered_wish_is_worth_a_part() -> None:
    """Three quarters, rounded down."""
    assert _only(event("ab", [wish("a", "b", 1)])).value == V1 * 75 // 100 == 67


def test_two_rows_in_one_direction_count_once_with_the_higher_priority() -> None:
    """Nothing is gained by wishing twice."""
    rows = [wish("a", "b", 3), wish("a", "b", 1)]
    found = _only(event("ab", rows))
    assert (found.value, found.priority, found.wishes) == (67, 1, (0, 1))


def test_declined_wish_is_not_eligible() -> None:
    """A refusal always wins, even against a wish of one's own."""
    rows = [wish("a", "b", answer=DECLINED), wish("b", "a")]
    assert _only(event("ab", rows)).ineligible is Ineligible.DECLINED


def test_veto_wins_over_mutual_wishes() -> None:
    """Whichever way round the veto is written."""
    rows = [wish("a", "b"), wish("b", "a")]
    veto = Veto(sides=(side("b"), side("a")))
    assert _only(event("ab", rows, vetoes=(veto,))).ineligible is Ineligible.VETO


def test_veto_on_others_is_not_meant() -> None:
    """A veto between a and c says nothing about a and b."""
    veto = Veto(sides=(side("a"), side("c")))
    found = _only(event("abc", [wish("a", "b")], vetoes=(veto,)))
    assert found.ineligible is None


ELIGIBLE_BY_MODE = [
    (Eligibility.OPEN, "unanswered", None),
    (Eligibility.OPEN, "accepted", None),
    (Eligibility.ANSWERED, "unanswered", Ineligible.NOT_ANSWERED),
    (Eligibility.ANSWERED, "accepted", None),
    (Eligibility.ANSWERED, "mutual", None),
    (Eligibility.MUTUAL, "accepted", Ineligible.NOT_MUTUAL),
    (Eligibility.MUTUAL, "mutual", None),
]


@pytest.mark.parametrize(("mode", "state", "reason"), ELIGIBLE_BY_MODE)
def test_eligibility_is_that_of_the_side_wished_for(
    mode: Eligibility, state: str, reason: Ineligible | None
) -> None:
    """B is an investor with the mode; a, a company, is open and wishes for b."""
    rows = [wish("a", "b", answer=ACCEPTED if state == "accepted" else Answer.OPEN)]
    if state == "mutual":
        rows.append(wish("b", "a"))
    rows.append(wish("c", "a", answer=ACCEPTED))
    planned = event(
        "ac",
        rows,
        organizations=(organization("b", kind=Kind.INVESTOR),),
        delegates=(delegate("b"),),
        policy=Policy(eligibility={Kind.INVESTOR: mode}),
    )
    assert candidates(planned)[0].ineligible is reason


def test_wish_of_an_investor_to_a_company_is_open() -> None:
    """Only the side wished for decides."""
    planned = event(
        "ac",
        [wish("b", "a"), wish("c", "a", answer=ACCEPTED)],
        organizations=(organization("b", kind=Kind.INVESTOR),),
        delegates=(delegate("b"),),
    )
    assert candidates(planned)[0].ineligible is None


def test_event_without_any_answer_is_open_and_says_so() -> None:
    """Where nobody could answer nobody is held to it."""
    planned = event(
        "a",
        [wish("a", "b")],
        organizations=(organization("b", kind=Kind.INVESTOR),),
        delegates=(delegate("b"),),
    )
    assert _only(planned).ineligible is None
    (warning,) = event_warnings(planned)
    assert warning == (
        "no wish has an answer: also those that would have to be accepted (investor) "
        "count as open"
    )


def test_event_without_answers_among_companies_needs_no_warning() -> None:
    """Companies are open anyway."""
    assert list(event_warnings(event("ab", [wish("a", "b")]))) == []


def test_mutual_mode_holds_without_any_answers() -> None:
    """A wish of one's own needs no answer."""
    planned = event(
        "ab",
        [wish("a", "b")],
        policy=Policy(eligibility={Kind.COMPANY: Eligibility.MUTUAL}),
    )
    assert _only(planned).ineligible is Ineligible.NOT_MUTUAL


def test_promised_pair_needs_no_answer() -> None:
    """The organizer's promise stands for the acceptance; its value counts as such."""
    planned = event(
        "ac",
        [wish("a", "b", 3), wish("c", "a", answer=ACCEPTED)],
        promised=(wish("b", "a", 1),),
        organizations=(organization("b", kind=Kind.INVESTOR),),
        delegates=(delegate("b"),),
    )
    found = candidates(planned)[0]
    assert (found.is_promised, found.ineligible) == (True, None)
    assert (found.value, found.is_mutual) == (V3 + DEFAULT.accepted_bonus, False)


def test_promise_without_a_wish_is_a_candidate() -> None:
    """Worth what its own priority says, as accepted."""
    found = _only(event("ab", promised=(wish("a", "b", 1),)))
    assert (found.wishes, found.value) == ((), V1 + DEFAULT.accepted_bonus)


def test_promise_does_not_lift_a_veto() -> None:
    """Must never meet means never."""
    veto = Veto(sides=(side("a"), side("b")))
    planned = event("ab", promised=(wish("a", "b"),), vetoes=(veto,))
    assert _only(planned).ineligible is Ineligible.VETO


def test_units_make_candidates_of_their_own() -> None:
    """A lab wishes and is wished for as if it were separate."""
    lab = organization("uni", units=(Unit(id="lab", name="Lab"),))
    planned = event(
        "a",
        [wish("a", "uni"), wish("a", "uni/lab"), wish("uni/lab", "a")],
        organizations=(lab,),
        delegates=(delegate("u", "uni"),),
    )
    assert [(c.sides[1].unit, c.is_mutual) for c in candidates(planned)] == [
        (None, False),
        ("lab", True),
    ]


def _two_partners(rows: list[object], attends: Attends) -> list[Candidate]:
    planned = event(
        "a",
        rows,
        organizations=(organization("fund", attends=attends),),
        delegates=(delegate("joe", "fund"), delegate("zoe", "fund")),
    )
    return list(candidates(planned))


def test_delegates_who_attend_separately_have_candidates_of_their_own() -> None:
    """The wish that names nobody joins the strongest."""
    rows: list[object] = [
        wish("a", "fund:joe", 2),
        wish("a", "fund:zoe", 1),
        wish("fund", "a", 3),
    ]
    found = _two_partners(rows, Attends.SEPARATELY)
    assert [(c.sides[1].delegate, c.is_mutual) for c in found] == [
        ("zoe", True),
        ("joe", False),
    ]


def test_one_named_delegate_takes_up_the_wishes_that_name_nobody() -> None:
    """Joe wishes for a, a wishes for anybody of the fund: that is mutual."""
    rows: list[object] = [wish("a", "fund"), wish("fund:joe", "a")]
    found = _two_partners(rows, Attends.SEPARATELY)
    assert [(c.sides[1].delegate, c.is_mutual) for c in found] == [("joe", True)]


def test_delegates_who_attend_together_share_one_candidate() -> None:
    """Names restrict when it takes place, not with whom."""
    rows: list[object] = [wish("a", "fund:joe"), wish("a", "fund:zoe")]
    found = _two_partners(rows, Attends.TOGETHER)
    assert [c.sides[1].delegate for c in found] == [None]


def test_named_delegates_are_remembered_for_each_side() -> None:
    """Also of the side that wishes."""
    planned = event("ab", [wish("b:b", "a:a")])
    assert gather(planned)[0].named == (frozenset({"a"}), frozenset({"b"}))


@pytest.mark.parametrize(
    ("there", "back", "host"), [(1, 2, 1), (2, 1, 0), (2, 2, 0), (None, 2, 0)]
)
def test_host_is_the_side_that_is_wished_for_more_strongly(
    there: int | None, back: int, host: int
) -> None:
    """A wishes for b with priority ``there``; b for a with ``back``."""
    rows = [wish("b", "a", back)]
    if there is not None:
        rows.append(wish("a", "b", there))
    assert gather(event("ab", rows))[0].host == host


def test_candidate_ids_do_not_depend_on_other_wishes_or_their_order() -> None:
    """They are derived from the two sides."""
    rows = [wish("a", "b"), wish("b", "c"), wish("c", "a")]
    ids = {c.sides: c.id for c in candidates(event("abc", rows))}
    again = {c.sides: c.id for c in candidates(event("abc", rows[::-1]))}
    assert ids == again
    assert len(set(ids.values())) == 3


def test_voucher_holder_without_a_trip_is_a_warning_until_resolved() -> None:
    """So is one who attends online."""
    voucher = {"number": "7", "least": 4}
    planned = event(
        organizations=(organization("a"),),
        delegates=(
            delegate("ann", "a", voucher=voucher),
            delegate("bob", "a", voucher=voucher, is_online=True),
            delegate("eve", "a"),
        ),
    )
    assert list(event_warnings(planned)) == [
        "voucher holder Ann has given no trip: taken to be there all the time",
        "voucher holder Bob attends online",
    ]
