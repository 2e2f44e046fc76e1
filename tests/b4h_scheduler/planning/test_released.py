"""Re-planning on the day: facts stay, notice is given, changes are few and told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.places import HomePlace, HomeUse
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.planning.compile import compile_event
from solver.levels import Level
from solver.validate import recompute
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import (
    Meetings,
    decoded,
    plan_by_hand,
    times,
)
from tests.b4h_scheduler.planning.readable import assignment
from tests.b4h_scheduler.planning.small_events import (
    at,
    between,
    companion,
    delegate,
    event,
    organization,
    session,
    tables,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.base import Interval
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.plans import Plan

ROWS = [wish("a", "b"), wish("a", "c"), wish("b", "c"), wish("c", "d")]
RELEASED: Meetings = {
    ("a", "b"): ("09:00", "hall-1"),
    ("c", "d"): ("09:20", "hall-2"),
    ("a", "c"): ("09:40", "hall-1"),
    ("b", "c"): ("10:20", "hall-1"),
}
"""At 9:10 the first is running, the second is within notice, the others are not."""
NOW = at("09:10")


def _event(**fields: Any) -> Event:
    fields.setdefault("policy", Policy(limits=Limits(notice_min=20)))
    people = [delegate(n, busy=fields.pop(f"busy_{n}", ())) for n in "abcd"]
    fields.setdefault("delegates", people)
    fields.setdefault("organizations", [organization(n) for n in "abcd"])
    return event(wishes=fields.pop("wishes", ROWS), **fields)


def _replanned(changed: Event, now: Any = NOW, meetings: Meetings = RELEASED) -> Plan:
    """Plan again with the plain planner."""
    compiled = compile_event(
        changed, released=plan_by_hand(_event(), meetings), now=now
    )
    return decoded(compiled, first_come(compiled.problem))


def _changes(plan: Plan) -> list[tuple[str, str, bool]]:
    """Kind, sides and whether it was forced."""
    found: list[tuple[str, str, bool]] = []
    for change in plan.changes:
        meeting = change.after or change.before
        assert meeting is not None
        pair = "".join(side.organization for side in meeting.sides)
        found.append((change.kind, pair, change.is_forced))
    return found


def test_unchanged_event_keeps_the_released_plan_without_a_change() -> None:
    """The baseline costs nothing, and its level comes second."""
    released = plan_by_hand(_event(), RELEASED)
    compiled = compile_event(_event(), released=released, now=NOW)
    kept = assignment(compiled, RELEASED)
    pins = compiled.problem.pins
    kept.option[compiled.problem.option_candidate[pins.option]] = pins.option
    assert recompute(compiled.problem, kept)[Level.CHANGES] == 0
    assert decoded(compiled, kept).changes == ()
    assert compiled.problem.levels[1] is Level.CHANGES


def test_before_the_event_nothing_is_pinned() -> None:
    """A correction the evening before: everything may move, at a price."""
    released = plan_by_hand(_event(), RELEASED)
    evening = at("20:00", "2037-11-25")
    problem = compile_event(_event(), released=released, now=evening).problem
    assert len(problem.pins) == 0
    assert problem.baseline is not None
    assert len(problem.baseline) == 4


@pytest.mark.parametrize(
    ("clock", "pinned"),
    [
        ("08:39", 0),
        ("08:41", 1),
        ("09:00", 1),
        ("09:01", 2),
        ("09:20", 2),
        ("09:21", 3),
    ],
)
def test_meetings_that_start_within_notice_are_pinned(clock: str, pinned: int) -> None:
    """20 minutes: at 8:41 the one at 9:00, at 9:01 also the one at 9:20, and so on."""
    released = plan_by_hand(_event(), RELEASED)
    problem = compile_event(_event(), released=released, now=at(clock)).problem
    assert len(problem.pins) == pinned


def test_nothing_new_is_put_into_slots_that_are_past_or_within_notice() -> None:
    """A wish that comes at 9:10 is met from 9:40 on at the earliest."""
    plan = _replanned(_event(wishes=[*ROWS, wish("b", "d", 1)]))
    assert times(plan)["b", "d"] == ("09:40", "hall-2")
    assert _changes(plan) == [("added", "bd", False)]


def test_delegate_ill_from_now_on_has_held_the_meeting_at_nine() -> None:
    """B is reported ill at 9:10 for the whole day: what is past stays as it was."""
    plan = _replanned(_event(busy_b=(between("08:00", "18:00"),)))
    assert times(plan) == {
        ("a", "b"): ("09:00", "hall-1"),
        ("c", "d"): ("09:20", "hall-2"),
        ("a", "c"): ("09:40", "hall-1"),
    }
    assert plan.meetings[0].delegates == (("a",), ("b",))
    assert plan.meetings[0].is_pinned
    assert _changes(plan) == [("dropped", "bc", True)]
    (change,) = plan.changes
    assert change.reason == "B is not available at Thu 10:20"
    assert change.delegates == ("b", "c")
    reasons = [[r.text for r in unmet.reasons] for unmet in plan.unmet]
    assert reasons == [["no common time: B never; C 09:00–11:00"]]


def test_delegate_who_is_struck_off_the_list_has_held_its_meeting_all_the_same() -> (
    None
):
    """The row is gone, and with it the agenda; the fact is carried along."""
    gone = _event(
        delegates=[delegate(n) for n in "acd"],
        organizations=[organization(n) for n in "abcd"],
    )
    plan = _replanned(gone)
    assert ("a", "b") in times(plan)
    assert plan.meetings[0].delegates == (("a",), ("b",))
    assert _changes(plan) == [("dropped", "bc", True)]
    assert plan.changes[0].reason == "who came for B does not take part any more"


def test_organization_that_withdrew_has_held_its_meeting_all_the_same() -> None:
    """No wish of it is left either."""
    gone = _event(
        wishes=[wish("a", "c"), wish("c", "d")],
        delegates=[delegate(n) for n in "acd"],
        organizations=[organization(n) for n in "acd"],
    )
    plan = _replanned(gone)
    assert [m.sides[1].organization for m in plan.meetings] == ["b", "d", "c"]
    assert _changes(plan) == [("dropped", "bc", True)]
    assert plan.changes[0].reason == "nobody wishes for this meeting any more"


def test_wish_declined_after_the_meeting_changes_nothing() -> None:
    """It took place."""
    rows = [wish("a", "b", answer=Answer.DECLINED), *ROWS[1:]]
    plan = _replanned(_event(wishes=rows))
    assert times(plan)["a", "b"] == ("09:00", "hall-1")
    assert plan.changes == ()


def test_wish_declined_before_the_meeting_drops_it() -> None:
    """Declined always wins; who declined is said."""
    rows = [*ROWS[:2], wish("b", "c", answer=Answer.DECLINED), ROWS[3]]
    plan = _replanned(_event(wishes=rows))
    assert _changes(plan) == [("dropped", "bc", True)]
    assert plan.changes[0].reason == "C declined"


def test_table_that_is_gone_was_there_at_nine() -> None:
    """hall-1 is struck off: the running meeting stays there, later ones change."""
    plan = _replanned(_event(tables=tables(3)[1:]))
    assert times(plan)["a", "b"] == ("09:00", "hall-1")
    assert times(plan)["a", "c"][0] == "09:40"
    assert _changes(plan) == [("table", "ac", True), ("table", "bc", True)]
    assert plan.changes[0].reason == "table hall-1 is not there any more"


def test_table_closed_within_notice_is_changed_and_nothing_else() -> None:
    """C and d keep their time; the table for the help desk may be used."""
    planned = _event(
        tables=(
            tables(3)[0],
            tables(3, closed=(between("09:15", "18:00"),))[1],
            tables(3)[2],
        )
    )
    plan = _replanned(planned)
    assert times(plan)["c", "d"] == ("09:20", "hall-1")
    assert _changes(plan) == [("table", "cd", True)]
    assert plan.changes[0].reason == "table hall-2 cannot be used at Thu 09:20"


def test_last_table_may_be_used_within_notice_but_not_later() -> None:
    """Of two tables one is left: at 9:20 it is taken, later it is the help desk's."""
    planned = _event(
        tables=(tables(2)[0], tables(2, closed=(between("09:15", "18:00"),))[1])
    )
    released: Meetings = {("c", "d"): ("09:20", "hall-2")}
    compiled = compile_event(
        planned, released=plan_by_hand(_event(tables=tables(2)), released), now=NOW
    )
    plan = decoded(compiled, first_come(compiled.problem))
    assert times(plan) == {("c", "d"): ("09:20", "hall-1")}


def test_meeting_within_notice_whose_delegate_is_late_is_given_up_or_moved() -> None:
    """D is there from 10:00 on."""
    plan = _replanned(_event(busy_d=(between("08:00", "10:00"),)))
    assert times(plan)["c", "d"][0] == "10:00"
    assert _changes(plan) == [("moved", "cd", True)]
    assert plan.changes[0].reason == "D is not available at Thu 09:20"


def test_late_train_is_the_reason() -> None:
    """The trip says when d comes."""
    late = {"present_from": at("10:00"), "override_reason": "train late"}
    people = [delegate(n) for n in "abc"] + [delegate("d", trip=late)]
    plan = _replanned(_event(delegates=people))
    assert plan.changes[0].reason == "D is not there before Thu 10:00"


def test_early_departure_is_the_reason() -> None:
    """C has to leave before its last meeting."""
    early = {"present_until": at("10:30"), "override_reason": "earlier flight"}
    people = [delegate(n) for n in "abd"] + [delegate("c", trip=early)]
    plan = _replanned(_event(delegates=people))
    assert [change.reason for change in plan.changes] == ["C has to leave by Thu 10:30"]


def test_slot_that_is_not_in_the_program_any_more_is_the_reason() -> None:
    """The last two slots are canceled."""
    plan = _replanned(_event(sessions=(session("09:00", 4),)))
    assert _changes(plan) == [("moved", "bc", True)]
    assert plan.changes[0].reason == "there is no slot at Thu 10:20 any more"


def test_colleague_who_cannot_attend_is_a_change_of_people() -> None:
    """The company is still there with Bob."""
    both = [delegate("ann", "e"), delegate("bob", "e"), delegate("f")]
    firms = (organization("e"), organization("f"))
    rows = [wish("e", "f")]
    before = event(wishes=rows, organizations=firms, delegates=both)
    both[0] = delegate("ann", "e", busy=(between("10:00", "11:00"),))
    after = event(wishes=rows, organizations=firms, delegates=both)
    released = plan_by_hand(before, {("e", "f"): ("10:00", "hall-1")})
    compiled = compile_event(after, released=released, now=at("08:00"))
    plan = decoded(compiled, assignment(compiled, {("e", "f"): ("10:00", "hall-1")}))
    assert _changes(plan) == [("people", "ef", True)]
    assert plan.changes[0].reason == "Ann cannot attend any more"
    assert plan.changes[0].delegates == ("ann", "bob", "f")


def test_interpreter_who_is_ill_frees_the_meeting_for_another_one() -> None:
    """Released with Ivy; Ian can help as well."""

    def _with(*ivy_busy: Interval) -> Event:
        return event(
            wishes=[wish("a", "b")],
            organizations=(organization("a"), organization("b")),
            delegates=(
                delegate("a", speaks=frozenset({"de"})),
                delegate("b", speaks=frozenset({"fr"})),
            ),
            companions=(
                companion("ivy", "de", "fr", busy=ivy_busy),
                companion("ian", "de", "fr"),
            ),
        )

    released = plan_by_hand(_with(), {("a", "b"): ("10:00", "hall-1")})
    ill = _with(between("08:00", "18:00"))
    compiled = compile_event(ill, released=released, now=at("08:00"))
    assert compiled.fixed is not None
    assert list(compiled.fixed.forced.values()) == ["Ivy is not available at Thu 10:00"]
    plan = decoded(compiled, assignment(compiled, {("a", "b"): ("10:00", "hall-1")}))
    assert plan.meetings[0].companions == ("ian",)
    assert _changes(plan) == [("people", "ab", True)]


def test_limits_changed_since_do_not_contradict_what_was_held() -> None:
    """Now at most one meeting, no run above 20 minutes, no table but one."""
    released: Meetings = {
        ("a", "b"): ("09:00", "hall-1"),
        ("a", "c"): ("09:20", "hall-1"),
        ("c", "d"): ("09:00", "hall-2"),
        ("b", "c"): ("09:40", "hall-1"),
    }
    strict = Limits(longest_run_min=20, most_percent=1, most_per_day=1, notice_min=0)
    planned = _event(policy=Policy(limits=strict), tables=tables(1))
    plan = _replanned(planned, at("09:45"), released)
    assert times(plan) == released
    assert plan.changes == ()


def test_lunch_that_is_over_and_was_not_kept_is_no_obstacle() -> None:
    """A met through noon before lunch was introduced."""
    noon = (session("12:00", 6),)
    relaxed = Policy(limits=Limits(lunch_min=0, longest_run_min=None, most_percent=0))
    rows = [wish("a", n) for n in "bcdef"]
    released: Meetings = {
        ("a", "b"): ("12:00", "hall-1"),
        ("a", "c"): ("12:40", "hall-1"),
        ("a", "d"): ("13:20", "hall-1"),
    }
    before = event("abcdef", rows, sessions=noon, policy=relaxed)
    compiled = compile_event(
        event("abcdef", rows, sessions=noon),
        released=plan_by_hand(before, released),
        now=at("13:30"),
    )
    assert times(decoded(compiled, first_come(compiled.problem))) == released


def test_agendas_that_were_joined_since_keep_two_meetings_at_once() -> None:
    """Joe and Zoe met separately at nine; now the fund attends together."""
    rows = [wish("a", "fund:joe"), wish("b", "fund:zoe")]
    people = (delegate("joe", "fund"), delegate("zoe", "fund"))

    def _with(attends: str) -> Event:
        fund = organization("fund", attends=attends)
        return event("ab", rows, organizations=(fund,), delegates=people)

    released = plan_by_hand(
        _with("separately"),
        {("a", "fund"): ("09:00", "hall-1"), ("b", "fund"): ("09:00", "hall-2")},
    )
    compiled = compile_event(_with("together"), released=released, now=at("09:30"))
    plan = decoded(compiled, first_come(compiled.problem))
    assert [m.delegates for m in plan.meetings if m.start == at("09:00")] == [
        (("a",), ("joe",)),
        (("b",), ("zoe",)),
    ]


def test_carried_meetings_count_for_vouchers_and_limits() -> None:
    """A partner that withdrew after the meeting still counts for Ann."""
    voucher = {"number": "7", "least": 1}

    def _with(*partners: str) -> Event:
        return event(
            wishes=[wish("acme", p) for p in partners],
            organizations=[organization(n) for n in ("acme", *partners)],
            delegates=[
                delegate("ann", "acme", voucher=voucher),
                *(delegate(p) for p in partners),
            ],
            policy=Policy(voucher_counts=CountingMeetings.ON_SITE),
        )

    released = plan_by_hand(_with("b", "c"), {("acme", "b"): ("09:00", "hall-1")})
    compiled = compile_event(_with("c"), released=released, now=at("09:30"))
    (holder,) = compiled.vouchers
    assert (holder.carried, holder.possible) == (1, 2)
    assert compiled.problem.targets.amount.tolist() == [1]
    assert compiled.problem.participants.most[0] == 4
    (status,) = decoded(compiled, first_come(compiled.problem)).vouchers
    assert (status.counting, status.possible) == (2, 2)


def _online(*names: str) -> list[Delegate]:
    return [delegate(name, is_online=name in names) for name in "abcd"]


@pytest.mark.parametrize("pair", ["cd", "bc"])
def test_meeting_of_two_who_went_online_is_forced_from_its_table_once(
    pair: str,
) -> None:
    """Within notice (c, d) and later (b, c): same time, told once, with the reason."""
    plan = _replanned(_event(delegates=_online(*pair)))
    (change,) = [each for each in plan.changes if set(each.delegates) == set(pair)]
    before, after = change.before, change.after
    assert before is not None
    assert after is not None
    assert (before.table is None, after.table) == (False, None)
    assert before.start == after.start
    assert (change.kind, change.told, change.is_forced) == ("table", "online", True)
    assert change.reason == "both sides are online now"
    assert _changes(plan) == [("table", pair, True)]


def test_meeting_of_two_who_are_online_no_more_is_forced_to_a_table_once() -> None:
    """The reason names no table that is gone: there was none."""
    at_home = _event(delegates=_online("c", "d"))
    meetings = RELEASED | {("c", "d"): ("09:20", None)}
    compiled = compile_event(
        _event(), released=plan_by_hand(at_home, meetings), now=NOW
    )
    plan = decoded(compiled, first_come(compiled.problem))
    (change,) = plan.changes
    assert set(change.delegates) == {"c", "d"}
    assert (change.kind, change.told, change.is_forced) == ("table", "on-site", True)
    assert change.reason == "not everybody is online any more, so it needs a table"
    assert change.after is not None
    assert change.after.table is not None


def test_home_place_with_less_room_than_before_moves_one_meeting() -> None:
    """Two meetings at the booth, which now has one table."""

    def _with(capacity: int) -> Event:
        booth = HomePlace(
            id="booth",
            zone="hall",
            organizations=("a", "c"),
            capacity=capacity,
            use=HomeUse.PREFERRED,
        )
        return event("abcd", [wish("a", "b"), wish("c", "d")], home_places=(booth,))

    place = ("10:00", "booth")
    released = plan_by_hand(_with(2), {("a", "b"): place, ("c", "d"): place})
    compiled = compile_event(_with(1), released=released, now=at("08:00"))
    assert compiled.fixed is not None
    assert len(compiled.fixed.forced) == 1
    assert [kept.slot for kept in compiled.fixed.baseline] == [3, 3]


def test_replanned_plan_is_the_baseline_of_the_next_one() -> None:
    """Twice in a morning, with somebody struck off in between."""
    gone = _event(
        delegates=[delegate(n) for n in "acd"],
        organizations=[organization(n) for n in "abcd"],
    )
    first = _replanned(gone)
    compiled = compile_event(gone, released=first, now=at("09:50"))
    second = decoded(compiled, first_come(compiled.problem))
    assert second.changes == ()
    assert times(second) == times(first)
