"""From the kernel's numbers back to people, times and places."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.places import HomePlace, HomeUse
from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import decode, meetings_of
from b4h_scheduler.plans import BoundScope
from solver.levels import Level
from solver.result import Assignment, Entry, Result, Scope, Status
from tests.b4h_scheduler.planning.plans import (
    RUN,
    plan_by_hand,
    plan_first_come,
    times,
)
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.readable import assignment
from tests.b4h_scheduler.planning.small_events import (
    between,
    companion,
    delegate,
    event,
    organization,
    session,
    wish,
)

EARLY = (between("10:00", "11:00"),)


def test_meeting_has_slot_table_and_everybody_who_is_there() -> None:
    """Ann leaves at ten: at 9:00 she attends with Bob, at 10:00 Bob alone."""
    planned = event(
        "bc",
        [wish("a", "b", 1), wish("c", "a", 2)],
        organizations=(organization("a"),),
        delegates=(delegate("ann", "a", busy=EARLY), delegate("bob", "a")),
    )
    plan = plan_by_hand(
        planned, {("a", "b"): ("09:00", "hall-2"), ("a", "c"): ("10:00", "hall-1")}
    )
    early, late = plan.meetings
    assert (early.slot, early.table) == ("am-01", "hall-2")
    assert (f"{early.start:%H:%M}", f"{early.end:%H:%M}") == ("09:00", "09:20")
    assert early.delegates == (("ann", "bob"), ("b",))
    assert late.delegates == (("bob",), ("c",))
    assert [m.priority for m in plan.meetings] == [1, 2]


def test_meeting_id_is_that_of_its_sides_in_every_plan() -> None:
    """Whatever slot, table and other wishes."""
    one = plan_by_hand(event("ab", [wish("a", "b")]), {("a", "b"): ("09:00", "hall-1")})
    two = plan_by_hand(
        event("abc", [wish("c", "a"), wish("b", "a", 1)]),
        {("a", "b"): ("09:20", "hall-2")},
    )
    assert one.meetings[0].id == two.meetings[0].id
    assert one.meetings[0].candidate == two.meetings[0].candidate


def test_seats_of_a_home_place_decode_to_the_place() -> None:
    """Two meetings at once at one booth."""
    booth = HomePlace(
        id="booth",
        zone="hall",
        organizations=("a", "c"),
        capacity=2,
        use=HomeUse.ALWAYS,
    )
    planned = event("abcd", [wish("a", "b"), wish("c", "d")], home_places=(booth,))
    plan = plan_by_hand(
        planned, {("a", "b"): ("09:00", "booth"), ("c", "d"): ("09:00", "booth")}
    )
    assert [meeting.table for meeting in plan.meetings] == ["booth", "booth"]


def test_meeting_of_two_online_delegates_has_no_table() -> None:
    """They call each other."""
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=(delegate("a", is_online=True), delegate("b", is_online=True)),
    )
    assert times(plan_first_come(planned)) == {("a", "b"): ("09:00", None)}


def test_interpreter_is_in_the_meeting() -> None:
    """Beside the two sides."""
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=(
            delegate("a", speaks=frozenset({"de"})),
            delegate("b", speaks=frozenset({"fr"})),
        ),
        companions=(companion("ivy", "de", "fr"),),
    )
    (meeting,) = plan_first_come(planned).meetings
    assert meeting.companions == ("ivy",)


def test_plain_value_and_bonus_are_told_apart() -> None:
    """Two meetings of a: bonuses 4 + 3 for a, 4 for b and for c."""
    planned = event("abc", [wish("a", "b", 1), wish("a", "c", 2)])
    plan = plan_by_hand(
        planned, {("a", "b"): ("09:00", "hall-1"), ("a", "c"): ("09:20", "hall-1")}
    )
    assert (plan.plain_value, plan.bonus) == (67 + 45, 15)


def test_meetings_stand_in_order_of_time_then_table() -> None:
    """Whatever the order of candidates."""
    rows = [wish("a", "b"), wish("c", "d"), wish("b", "c")]
    plan = plan_by_hand(
        event("abcd", rows),
        {
            ("a", "b"): ("09:20", "hall-1"),
            ("c", "d"): ("09:20", "hall-2"),
            ("b", "c"): ("09:00", "hall-2"),
        },
    )
    assert list(times(plan).values()) == [
        ("09:00", "hall-2"),
        ("09:20", "hall-1"),
        ("09:20", "hall-2"),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_meetings_that_stay_are_those_made_anew(seed: int) -> None:
    """When wishes are worth something else now, and the plan is kept as it can be."""
    before = random_event(seed)
    plan = plan_first_come(before)
    wishes = tuple(
        each.model_copy(update={"priority": 1}) if number % 2 else each
        for number, each in enumerate(before.wishes)
    )
    after = before.model_copy(update={"wishes": wishes})
    moment = before.slots[0].start - timedelta(days=1)
    compiled = compile_event(after, released=plan, now=moment)
    assert compiled.fixed is not None
    held = Assignment.empty(compiled.problem.num_candidates)
    start = compiled.problem.candidates.option_start
    for kept in compiled.fixed.baseline:
        held.option[kept.candidate] = start[kept.candidate] + kept.way
        held.slot[kept.candidate] = kept.slot
        held.table[kept.candidate] = kept.table
    found = meetings_of(compiled, held)
    assert found == meetings_of(replace(compiled, released=None), held)
    stay = {m.id for m in plan.meetings if m in found}
    assert {m.id for m in found if any(m is old for old in plan.meetings)} == stay


def test_certificate_is_taken_over_line_by_line() -> None:
    """With what is proven."""
    compiled = compile_event(event("ab", [wish("a", "b")]))
    plan = assignment(compiled, {("a", "b"): ("09:00", "hall-1")})
    entries = (
        Entry(Level.VALUE, 53, 53, Scope.ALL, "prices", 0.1, safe_bound=54),
        Entry(Level.WAITING, 0, 0, Scope.HELD, "trivial"),
    )
    found = decode(compiled, Result(Status.FEASIBLE, plan, entries), RUN)
    value, waiting = found.certificate
    assert (value.level, value.value, value.bound) == ("value", 53, 53)
    assert (value.proven, value.safe_bound) == (True, 54)
    assert (waiting.scope, waiting.proven) == (BoundScope.HELD, False)


def test_result_without_a_plan_is_refused() -> None:
    """There is nothing to decode."""
    compiled = compile_event(event("ab", [wish("a", "b")]))
    with pytest.raises(ValueError, match="is unknown: it holds no plan"):
        decode(compiled, Result(Status.UNKNOWN, None), RUN)


STOPPED = "stopped: this is the best plan found so far, without its bounds"


def test_warnings_of_event_and_kernel_are_in_the_plan() -> None:
    """Rules applied are said; what the kernel says to developers alone is not."""
    veto_free = event("ab", [wish("a", "b")])
    compiled = compile_event(veto_free)
    empty = Assignment.empty(1)
    found = decode(
        compiled,
        Result(Status.FEASIBLE, empty, warnings=("row 7 of 9",), message=STOPPED),
        RUN,
    )
    assert found.warnings == (STOPPED,)


def _voucher_event(counts: CountingMeetings) -> object:
    voucher = {"number": "V7", "partner": "BioRegio", "least": 1}
    others = [organization(n, country=c) for n, c in (("b", "FR"), ("c", "DE"))]
    return event(
        wishes=[wish("a", "b"), wish("a", "c")],
        organizations=(organization("a", country="DE"), *others),
        delegates=(
            delegate("ann", "a", voucher=voucher),
            delegate("b"),
            delegate("c"),
        ),
        policy=Policy(voucher_counts=counts),
    )


@pytest.mark.parametrize(
    ("rule", "counting"),
    [(CountingMeetings.ON_SITE_ABROAD, 1), (CountingMeetings.ALL, 2)],
)
def test_voucher_status_tells_target_planned_and_counting(
    rule: CountingMeetings, counting: int
) -> None:
    """Two meetings planned; with the one from France abroad."""
    plan = plan_by_hand(
        _voucher_event(rule),
        {("a", "b"): ("09:40", "hall-1"), ("a", "c"): ("10:20", "hall-1")},
    )
    (status,) = plan.vouchers
    assert (status.delegate, status.number, status.partner) == ("ann", "V7", "BioRegio")
    assert (status.least, status.target, status.possible) == (1, 3, counting)
    assert (status.planned, status.counting) == (2, counting)
    assert (status.first_slot, status.last_slot) == ("am-03", "am-05")


def test_voucher_holder_without_a_meeting_has_no_first_slot() -> None:
    """Nothing is planned."""
    planned = _voucher_event(CountingMeetings.ALL)
    (status,) = plan_by_hand(planned, {}).vouchers
    assert (status.planned, status.first_slot, status.last_slot) == (0, None, None)


def test_plan_of_the_day_clocks_change_has_real_times() -> None:
    """Three hours of meetings from 1:30 end at 3:30, with the repeated hour between."""
    day = "2026-10-25"
    planned = event(
        "ab", [wish("a", "b")], sessions=(session("01:30", 6, slot_min=30, day=day),)
    )
    compiled = compile_event(planned)
    plan = assignment(compiled, {("a", "b"): ("01:30", "hall-1")})
    plan.slot[0] = 3
    (meeting,) = decode(compiled, Result(Status.FEASIBLE, plan), RUN).meetings
    assert meeting.start.isoformat() == "2026-10-25T02:00:00+01:00"
    assert meeting.end.isoformat() == "2026-10-25T02:30:00+01:00"
