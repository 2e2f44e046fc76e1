"""The figures of a plan, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.people import Attends, CountingMeetings
from b4h_scheduler.domain.places import HomePlace, HomeUse
from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.domain.wishes import Answer
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.figures import figures
from b4h_scheduler.planning.tally import spread
from b4h_scheduler.plans import BoundScope, CertificateLine
from solver.levels import Level
from solver.validate import recompute
from tests.b4h_scheduler.planning.plans import (
    Meetings,
    decoded,
    plan_by_hand,
    plan_first_come,
)
from tests.b4h_scheduler.planning.readable import assignment
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    session,
    tables,
    wish,
)

NO_LIMITS = Policy(limits=Limits(longest_run_min=None, most_percent=0, lunch_min=0))
ROWS = [
    wish("a", "b", 1),
    wish("b", "a", 2),
    wish("a", "c", 2, answer=Answer.ACCEPTED),
    wish("c", "d", 3),
    wish("d", "a", 1, answer=Answer.DECLINED),
]
HELD: Meetings = {("a", "b"): ("09:00", "hall-1"), ("a", "c"): ("09:40", "hall-2")}


def _event(**fields: Any) -> Any:
    return event("abcd", ROWS, policy=NO_LIMITS, **fields)


def test_sizes_are_counted() -> None:
    """Five wishes make four candidates, of which three may be held and two are."""
    planned = _event()
    size = figures(planned, plan_by_hand(planned, HELD)).size
    assert (size.num_wishes, size.num_candidates, size.num_eligible) == (5, 4, 3)
    assert (size.num_meetings, size.num_mutual, size.num_online_meetings) == (2, 1, 0)
    assert (size.num_slots, size.num_tables, size.num_home_places) == (6, 3, 0)


def test_wishes_are_counted_by_priority() -> None:
    """Both rows of a mutual pair are met; a declined row is not eligible."""
    planned = _event()
    found = figures(planned, plan_by_hand(planned, HELD)).priorities
    rows = [(p.priority, p.wishes, p.eligible, p.met) for p in found]
    assert rows == [(1, 2, 1, 1), (2, 2, 2, 2), (3, 1, 1, 0)]


def test_own_wishes_are_worth_what_they_add_to_the_candidate() -> None:
    """Mutual: 90 of a and 60 of b; accepted: 60 + 10; unanswered: 30 of 40."""
    planned = _event()
    plan = plan_by_hand(planned, HELD)
    people = {str(s.delegate): s for s in figures(planned, plan).delegates}
    values = {n: (s.own_value, s.own_value_met) for n, s in people.items()}
    assert values == {"a": (160, 160), "b": (60, 60), "c": (30, 0), "d": (0, 0)}
    assert [people[n].share for n in "abcd"] == [1.0, 1.0, 0.0, None]
    assert plan.plain_value == sum(s.own_value_met for s in people.values())
    assert [people[n].candidates for n in "abcd"] == [2, 1, 2, 1]
    assert [people[n].meetings for n in "abcd"] == [2, 1, 1, 0]


def test_wish_of_a_company_counts_for_each_delegate_who_shares_its_agenda() -> None:
    """But for the company once."""
    planned = event(
        "b",
        [wish("a", "b")],
        organizations=(organization("a"),),
        delegates=(delegate("ann", "a"), delegate("bob", "a")),
    )
    found = figures(planned, plan_first_come(planned))
    own = {str(s.delegate): s.own_wishes for s in found.delegates}
    assert own == {"ann": 1, "bob": 1, "b": 0}
    assert [s.own_wishes for s in found.organizations] == [0, 1]


def test_wish_of_a_fund_counts_in_person_only_where_somebody_is_named() -> None:
    """Its partners attend separately."""
    planned = event(
        "bc",
        [wish("fund", "b"), wish("fund:joe", "c")],
        organizations=(organization("fund", attends=Attends.SEPARATELY),),
        delegates=(delegate("joe", "fund"), delegate("zoe", "fund")),
    )
    found = figures(planned, plan_first_come(planned))
    own = {str(s.delegate): s.own_wishes for s in found.delegates}
    assert (own["joe"], own["zoe"]) == (1, 0)
    assert [s.own_wishes for s in found.organizations] == [0, 0, 2]


def test_worst_off_have_the_lowest_shares_and_nobody_with_all_is_among_them() -> None:
    """C has nothing of its wish; d wished for nothing eligible."""
    planned = _event()
    found = figures(planned, plan_by_hand(planned, HELD))
    assert found.worst_off == ("c",)
    assert found.without_meeting == ("d",)


def test_shares_are_spread() -> None:
    """Two have all, one has nothing."""
    planned = _event()
    found = figures(planned, plan_by_hand(planned, HELD)).spread_delegates
    assert (found.num, found.lowest, found.median) == (3, 0.0, 1.0)
    assert found.mean == pytest.approx(2 / 3)
    assert found.gini == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("shares", "gini"), [([0.5, 0.5], 0.0), ([0.0, 1.0], 0.5), ([0.0, 0.0], 0.0)]
)
def test_gini_is_zero_where_all_have_the_same(
    shares: list[float | None], gini: float
) -> None:
    """And (n - 1) / n where one has everything."""
    assert spread(shares).gini == pytest.approx(gini)


def test_tenth_percentile_is_between_the_lowest_shares() -> None:
    """Of 0, 0.1, ..., 1."""
    found = spread([n / 10 for n in range(11)])
    assert found.tenth_percentile == pytest.approx(0.1)


def test_spread_of_nobody_is_unknown() -> None:
    """Nobody wished."""
    found = spread([None])
    assert (found.num, found.lowest, found.gini) == (0, None, None)


def test_waiting_breaks_and_table_changes_agree_with_the_kernel_s_levels() -> None:
    """Counted here from people and times, there from participants and slots."""
    compiled = compile_event(_event())
    plan = assignment(compiled, HELD)
    levels = recompute(compiled.problem, plan)
    found = figures(compiled.event, decoded(compiled, plan))
    assert found.waiting == levels[Level.WAITING] == 1
    assert found.breaks == levels[Level.BREAKS] == 1
    assert found.table_changes == levels[Level.MOVES] == 1
    assert [s.waiting for s in found.delegates] == [1, 0, 0, 0]
    assert [s.table_changes for s in found.organizations] == [1, 0, 0, 0]


def test_waiting_counts_only_slots_in_which_one_is_there() -> None:
    """A is busy between its two meetings."""
    planned = event(
        "bcd",
        ROWS,
        organizations=(organization("a"),),
        delegates=(delegate("a", busy=(between("09:20", "09:40"),)),),
    )
    assert figures(planned, plan_by_hand(planned, HELD)).waiting == 0


def test_regions_count_organizations_meetings_and_pairs() -> None:
    """Without a region the country stands for it."""
    homes = {"a": ("DE", "BW"), "b": ("DE", "BW"), "c": ("FR", ""), "d": ("", "")}
    planned = event(
        wishes=ROWS,
        organizations=[
            organization(n, country=country, region=region)
            for n, (country, region) in homes.items()
        ],
        delegates=[delegate(n) for n in homes],
    )
    found = figures(planned, plan_by_hand(planned, HELD))
    rows = [(r.country, r.region, r.organizations, r.meetings) for r in found.regions]
    assert rows == [("", "", 1, 0), ("DE", "BW", 2, 2), ("FR", "FR", 1, 1)]
    pairs = [(p.first, p.second, p.meetings) for p in found.region_pairs]
    assert pairs == [(1, 1, 1), (1, 2, 1)]
    assert [r.own_value_met for r in found.regions] == [0, 220, 0]


def test_slots_and_tables_tell_how_full_they_are() -> None:
    """One meeting at a booth, one at a table; one table is closed at nine."""
    booth = HomePlace(
        id="booth", zone="hall", organizations=("a",), capacity=2, use=HomeUse.PREFERRED
    )
    closing = tables(3, closed=(between("09:00", "09:20"),))
    planned = _event(home_places=(booth,), tables=(*tables(2), closing[2]))
    held: Meetings = {("a", "b"): ("09:00", "booth"), ("c", "d"): ("09:00", "hall-1")}
    found = figures(planned, plan_by_hand(planned, held))
    first = found.slots[0]
    assert (first.meetings, first.online, first.home_used) == (2, 0, 1)
    assert (first.tables_used, first.tables_open) == (1, 2)
    assert (first.delegates_busy, first.delegates_present) == (4, 4)
    rows = [(t.table, t.is_home, t.meetings, t.open_slots) for t in found.tables]
    assert rows == [
        ("hall-1", False, 1, 6),
        ("hall-2", False, 0, 6),
        ("hall-3", False, 0, 5),
        ("booth", True, 1, 12),
    ]


def test_vouchers_are_summed_up() -> None:
    """One holder: least 2, target 4, two partners, one meeting."""
    voucher = {"number": "7", "least": 2}
    planned = event(
        "bc",
        [wish("a", "b"), wish("a", "c")],
        organizations=(organization("a"),),
        delegates=(delegate("a", voucher=voucher),),
        policy=Policy(voucher_counts=CountingMeetings.ALL),
    )
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    found = figures(planned, plan).vouchers
    assert (found.holders, found.least_reached, found.target_reached) == (1, 0, 0)
    assert (found.missing, found.missing_beyond_wishes) == (3, 2)


@pytest.mark.parametrize(
    ("scope", "share"), [(BoundScope.ALL, 0.9), (BoundScope.HELD, None)]
)
def test_share_of_the_bound_is_told_where_the_bound_holds_for_all_plans(
    scope: BoundScope, share: float | None
) -> None:
    """90 of 100."""
    planned = _event()
    line = CertificateLine(
        level="value",
        value=90,
        bound=100,
        scope=scope,
        proven=False,
        method="",
        seconds=0,
    )
    plan = plan_by_hand(planned, HELD).model_copy(update={"certificate": (line,)})
    assert figures(planned, plan).wishes_bound_share == share


def test_figures_of_an_empty_event_are_all_zero() -> None:
    """Nobody has come yet."""
    planned = event(sessions=(session(),))
    found = figures(planned, plan_by_hand(planned, {}))
    assert (found.waiting, found.spread_delegates.num, found.regions) == (0, 0, ())
