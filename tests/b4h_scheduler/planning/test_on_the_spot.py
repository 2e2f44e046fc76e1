"""Two people agree on the spot to meet, beside a plan that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.domain.wishes import Answer, Veto
from b4h_scheduler.planning.basis import basis_of
from b4h_scheduler.planning.on_the_spot import OnTheSpot, plan_without
from b4h_scheduler.planning.onward import replan_around
from b4h_scheduler.planning.prospects import NOT_HERE, Prospect, prospects
from b4h_scheduler.planning.run import Search
from b4h_scheduler.releases.possible import impossible
from tests.b4h_scheduler.planning.plans import plan_by_hand, times
from tests.b4h_scheduler.planning.small_events import (
    at,
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
    from datetime import datetime

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

ROWS = [wish("a", "b"), wish("c", "d")]
HELD = {("a", "b"): ("09:00", "hall-1"), ("c", "d"): ("09:20", "hall-1")}
EVENING = at("20:00", "2037-11-25")
LATE = (between("09:30", "10:30"),)
NO_LIMITS = Policy(limits=Limits(longest_run_min=None, most_percent=100, lunch_min=0))


def _event(**fields: Any) -> Event:
    """Three slots and two tables, of which one is kept free."""
    people = fields.pop("people", "abcdef")
    fields.setdefault("delegates", [delegate(n) for n in people])
    fields.setdefault("organizations", [organization(n) for n in people])
    fields.setdefault("sessions", (session(num_slots=3),))
    fields.setdefault("tables", tables(2))
    fields.setdefault("policy", NO_LIMITS)
    return event(wishes=fields.pop("wishes", ROWS), **fields)


def _asked(
    first: str = "a",
    second: str = "c",
    moment: datetime = EVENING,
    plan: Plan | None = None,
    **fields: Any,
) -> OnTheSpot:
    plan = plan or plan_by_hand(_event(), HELD)
    basis = basis_of(_event(**fields))
    return OnTheSpot(basis, plan, DelegateId(first), DelegateId(second), moment)


def _free(found: OnTheSpot) -> dict[str, tuple[str | None, ...]]:
    return {f"{s.slot.start:%H:%M}": s.tables for s in found.spots() if s.tables}


def _why(found: OnTheSpot) -> dict[str, tuple[str, ...]]:
    return {f"{s.slot.start:%H:%M}": s.reasons for s in found.spots() if s.reasons}


def test_free_is_where_both_and_a_table_are_free() -> None:
    """Not where either meets somebody; who that is, is not said."""
    found = _asked()
    assert _free(found) == {"09:40": ("hall-1", "hall-2")}
    assert _why(found) == {
        "09:00": ("A has another meeting",),
        "09:20": ("C has another meeting",),
    }


def test_slots_that_have_begun_are_not_offered() -> None:
    """One that begins at this moment neither."""
    assert _free(_asked("e", "f", at("09:20"))) == {"09:40": ("hall-1", "hall-2")}
    assert _free(_asked("e", "f", at("09:40"))) == {}


def test_tables_kept_free_for_the_desk_are_its_own() -> None:
    """At nine one of two tables is taken: the other one is kept free."""
    assert _free(_asked("e", "f"))["09:00"] == ("hall-2",)


def test_without_a_free_table_there_is_no_time() -> None:
    """Both tables are taken at nine once the desk gave the second away."""
    plan = _asked("e", "f").plan_with("am-01", "hall-2")
    rows = [*ROWS, wish("e", "f")]
    again = _asked(
        "g",
        "h",
        plan=plan,
        people="abcdefgh",
        wishes=rows,
        delegates=_named("abcdefgh"),
    )
    assert _why(again) == {"09:00": ("no table is free",)}


def _named(people: str) -> list[Any]:
    return [delegate(n) for n in people]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"delegates": [*_named("abdef"), delegate("c", busy=LATE)]}, "C is not there"),
        ({"policy": Policy(limits=Limits(most_percent=34, longest_run_min=None))},
         "A would have more meetings than it may have"),
    ],
)  # fmt: skip
def test_busy_times_and_limits_hold(fields: dict[str, Any], why: str) -> None:
    """As for everybody who edits a plan."""
    found = _asked(**fields)
    assert _free(found) == {}
    assert why in _why(found)["09:40"]


@pytest.mark.parametrize(
    "fields",
    [
        {"vetoes": (Veto(sides=(side("c"), side("a"))),)},
        {"vetoes": (Veto(sides=(side("a:a"), side("c:c"))),)},
        {"wishes": [*ROWS, wish("a", "c", answer=Answer.DECLINED)]},
    ],
)
def test_vetoes_and_declines_read_alike(fields: dict[str, Any]) -> None:
    """And do not say whose they are."""
    found = _asked(**fields)
    assert (found.why_not, found.spots()) == (NOT_HERE, ())
    assert found.why_not_at("am-03", "hall-1") == (NOT_HERE,)
    basis, plan = basis_of(_event(**fields)), plan_by_hand(_event(), HELD)
    who = [DelegateId(n) for n in "cbe"]
    known = prospects(basis, plan, DelegateId("a"), who, EVENING)
    assert known[DelegateId("c")] == Prospect(NOT_HERE)
    assert known[DelegateId("b")].meeting == plan.meetings[0]
    assert known[DelegateId("e")] == Prospect(num_slots=2)


def test_booked_meeting_is_added_and_nothing_else_changes() -> None:
    """The other meetings are the same objects; what was proven is counted anew."""
    found = _asked()
    plan = found.plan_with("am-03", "hall-2")
    assert times(plan) == {**HELD, ("a", "c"): ("09:40", "hall-2")}
    new = plan.meetings[-1]
    assert (new.is_booked, new.is_promised, new.is_pinned) == (True, True, False)
    assert plan.meetings[:-1] == found.plan.meetings
    assert plan.plain_value == found.plan.plain_value + new.value
    assert {line.method for line in plan.certificate} == {"counted, nothing searched"}


def test_the_same_two_meet_once() -> None:
    """Whether they met this morning or will this afternoon."""
    found = _asked("b", "a")
    assert found.meeting == found.plan.meetings[0]
    assert found.spots() == ()


def test_who_missed_each_other_meets_later_instead() -> None:
    """The new meeting takes the place of the one that is known to be missed."""
    plan, basis = plan_by_hand(_event(), HELD), basis_of(_event())
    first, other = plan.meetings
    pair, noon = (DelegateId("b"), DelegateId("a")), at("09:05")
    missed = {(first.id, utc(first.start))}
    elsewhere = {(first.id, utc(other.start)), (other.id, utc(other.start))}
    assert OnTheSpot(basis, plan, *pair, noon, elsewhere).meeting == first
    found = OnTheSpot(basis, plan, *pair, noon, missed)
    assert (found.meeting, found.missed) == (None, first)
    assert list(_free(found)) == ["09:20", "09:40"]
    after = found.plan_with("am-03", "hall-1")
    assert times(after) == {**HELD, ("a", "b"): ("09:40", "hall-1")}
    assert after.plain_value >= plan.plain_value
    assert found.plan == plan
    known = prospects(basis, plan, pair[0], [pair[1]], noon, missed)
    assert known[pair[1]] == Prospect(num_slots=2, missed=first)


def test_taken_back_it_is_as_before() -> None:
    """The pair is no candidate any more."""
    found = _asked()
    plan = found.plan_with("am-03", None)
    basis = basis_of(found.event)
    back = plan_without(basis, plan, plan.meetings[-1], found.wish)
    assert back.meetings == found.plan.meetings
    assert all(u.candidate.id != found.candidate for u in back.unmet)


def test_impossible_meetings_keep_people_and_tables() -> None:
    """C cannot come any more: its meeting at 9:20 stands until somebody decides."""
    ill = [*_named("abdef"), delegate("c", busy=(between("08:00", "18:00"),))]
    found = _asked("d", "e", delegates=ill)
    assert _free(found) == {
        "09:00": ("hall-2",),
        "09:40": ("hall-1", "hall-2"),
    }
    assert _why(found) == {"09:20": ("D has another meeting",)}
    assert _free(_asked("a", "e", delegates=ill))["09:20"] == ("hall-2",)
    plan = found.plan_with("am-03", "hall-1")
    assert times(plan) == {**HELD, ("d", "e"): ("09:40", "hall-1")}


def test_each_of_a_separate_organization_meets_alone() -> None:
    """Ann of A meets C though Amy does then; a wish that names nobody stays Amy's."""
    people = [delegate("amy", "a"), delegate("ann", "a"), *_named("bcdef")]
    apart = [
        organization("a", attends=Attends.SEPARATELY), *map(organization, "bcdef")
    ]  # fmt: skip
    rows = [wish("a:amy", "b"), wish("c", "d"), wish("a", "e")]
    fields: dict[str, Any] = {"delegates": people, "organizations": apart}
    held = {**HELD, ("a", "e"): ("09:40", "hall-1")}
    plan = plan_by_hand(_event(wishes=rows, **fields), held)
    found = _asked("ann", "c", plan=plan, wishes=rows, **fields)
    assert "09:00" in _free(found)
    other = _asked("ann", "e", plan=plan, wishes=rows, **fields)
    assert other.meeting == plan.meetings[-1]


def test_desk_table_is_not_taken_away_again() -> None:
    """A release and a plan around it keep what uses a table that was kept free.

    And nobody else gets the table of the slot that is kept free now as before.
    """
    found = _asked("e", "f")
    plan = found.plan_with("am-01", "hall-2")
    rows = [*ROWS, wish("b", "c", 1), wish("a", "d", 1), wish("b", "d", 1)]
    changed = found.event.model_copy(update={"wishes": tuple(rows)})
    assert impossible(basis_of(changed), plan, EVENING) == ()
    cheap = changed.policy.change_costs.model_copy(update={"added": 0})
    policy = changed.policy.model_copy(update={"change_costs": cheap})
    freely = changed.model_copy(update={"policy": policy})
    after = replan_around(freely, plan, (), EVENING, Search(work_limit=3000))
    kept = times(after)
    assert {pair: kept[pair] for pair in times(plan)} == times(plan)
    assert {table for _, table in kept.values()} <= {"hall-1", "hall-2"}
    clocks = sorted(clock for clock, _ in kept.values())
    assert clocks == ["09:00", "09:00", "09:20", "09:40"]
    assert [m.is_booked for m in after.meetings if m.slot == "am-01"] == [False, True]
    assert not any(m.is_pinned for m in after.meetings)
