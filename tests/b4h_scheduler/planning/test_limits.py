"""Most, least, runs, lunch and lateness of participants."""

from __future__ import annotations

from typing import Any

import pytest

from b4h_scheduler.domain.people import Attends
from b4h_scheduler.domain.places import ArrivalPoint, TravelMode
from b4h_scheduler.domain.policy import Fairness, Limits, Policy
from b4h_scheduler.planning.compile import compile_event
from solver.problem import UNLIMITED
from tests.b4h_scheduler.planning.readable import broken, participant
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

NO_LIMITS = {"longest_run_min": None, "most_percent": 0, "lunch_min": 0}
PARTNERS = "bcdefghijkl"


def _with_partners(num_slots: int, start: str = "09:00", **limits: Any) -> Any:
    """Compile an event in which a wishes for eleven partners."""
    return compile_event(
        event(
            "a" + PARTNERS,
            [wish("a", partner) for partner in PARTNERS],
            sessions=(session(start, num_slots),),
            policy=Policy(limits=Limits(**limits)),
        )
    )


def _meets(compiled: Any, *slots: int) -> set[str]:
    """Rules broken where a meets a partner in each of these slots."""
    clocks = [f"{slot.start:%H:%M}" for slot in compiled.event.slots]
    return broken(
        compiled,
        {
            ("a", partner): (clocks[slot], "hall-1")
            for partner, slot in zip(PARTNERS, slots, strict=False)
        },
    )


def test_run_of_eighty_minutes_is_allowed_and_of_a_hundred_is_not() -> None:
    """The limit is ninety; slots have twenty."""
    compiled = _with_partners(9, most_percent=0)
    assert _meets(compiled, 0, 1, 2, 3) == set()
    assert _meets(compiled, 0, 1, 2, 3, 4) == {"longest-run"}
    assert _meets(compiled, 0, 1, 2, 3, 5, 6, 7, 8) == set()


def test_run_may_be_as_long_as_the_limit() -> None:
    """A hundred minutes are allowed where a hundred are the limit."""
    compiled = _with_partners(9, most_percent=0, longest_run_min=100)
    assert _meets(compiled, 0, 1, 2, 3, 4) == set()
    assert _meets(compiled, 0, 1, 2, 3, 4, 5) == {"longest-run"}


def test_run_ends_at_a_rest() -> None:
    """Three meetings before the coffee break and three after it."""
    planned = event(
        "a" + PARTNERS,
        [wish("a", partner) for partner in PARTNERS],
        sessions=(session("09:00", 3), session("10:15", 3, id="late")),
        policy=Policy(limits=Limits(most_percent=0)),
    )
    assert _meets(compile_event(planned), 0, 1, 2, 3, 4, 5) == set()


def test_slot_longer_than_the_limit_can_be_used() -> None:
    """A single meeting is never too long a run."""
    planned = event(
        "ab",
        [wish("a", "b")],
        sessions=(session("09:00", 2, slot_min=120),),
    )
    problem = compile_event(planned).problem
    assert problem.participants.longest_run.tolist() == [120, 120]


@pytest.mark.parametrize(
    ("num_slots", "most"), [(1, 1), (6, 5), (9, 8), (10, 9), (11, 9)]
)
def test_most_is_ninety_percent_of_own_slots_rounded_down(
    num_slots: int, most: int
) -> None:
    """But at least one."""
    compiled = _with_partners(num_slots)
    assert compiled.problem.participants.most[participant(compiled, "A")] == most


def test_plan_with_one_meeting_more_than_most_is_broken() -> None:
    """Five of six slots."""
    compiled = _with_partners(6, longest_run_min=None)
    assert _meets(compiled, 0, 1, 2, 3, 4) == set()
    assert _meets(compiled, 0, 1, 2, 3, 4, 5) == {"most"}


def test_most_counts_the_slots_in_which_somebody_is_there() -> None:
    """Half a day: three slots, so two meetings."""
    planned = event(
        "b",
        [wish("a", "b")],
        organizations=(organization("a"),),
        delegates=(delegate("a", busy=(between("10:00", "11:00"),)),),
    )
    compiled = compile_event(planned)
    assert compiled.problem.participants.most[participant(compiled, "A")] == 2


def test_most_stated_by_a_delegate_replaces_the_part() -> None:
    """On a shared agenda the lowest number."""
    planned = event(
        organizations=(organization("a"),),
        delegates=(
            delegate("ann", "a", most=6),
            delegate("bob", "a", most=4),
            delegate("eve", "a"),
        ),
    )
    assert compile_event(planned).problem.participants.most.tolist() == [4]


def test_most_per_day_binds_on_each_day() -> None:
    """Two a day; a third on the second day is fine."""
    planned = event(
        "a" + PARTNERS,
        [wish("a", partner) for partner in PARTNERS],
        sessions=(session("09:00", 4), session("14:00", 4, id="b", day="2037-11-27")),
        policy=Policy(limits=Limits(most_per_day=2)),
    )
    compiled = compile_event(planned)
    assert _meets(compiled, 0, 1, 4) == set()
    assert _meets(compiled, 0, 1, 2) == {"most-row"}


def test_limits_can_be_switched_off() -> None:
    """None or 0."""
    people = _with_partners(9, most_per_day=0, **NO_LIMITS).problem.participants
    assert set(people.most.tolist()) == {UNLIMITED}
    assert set(people.longest_run.tolist()) == {UNLIMITED}
    assert set(people.most_row.ravel().tolist()) == {UNLIMITED}


def test_lunch_needs_two_free_slots_running_around_noon() -> None:
    """Slots of 20 minutes from 12:00 to 14:00 are the numbers 0 to 5."""
    off = {"longest_run_min": None, "most_percent": 0}
    compiled = _with_partners(6, "12:00", **off)
    assert _meets(compiled, 0, 1, 4, 5) == set()
    assert _meets(compiled, 0, 1, 3, 5) == {"window"}


def test_least_is_two_or_the_number_of_own_candidates() -> None:
    """A has three, b and d one, c two; declined ones do not count."""
    rows = [wish("a", "b"), wish("a", "c"), wish("a", "d"), wish("c", "e")]
    rows.append(wish("e", "a", answer="declined"))
    compiled = compile_event(event("abcde", rows))
    least = compiled.problem.participants.least
    found = {name: int(least[participant(compiled, name)]) for name in "ABCDE"}
    assert found == {"A": 2, "B": 1, "C": 2, "D": 1, "E": 1}


def test_least_is_no_more_than_somebody_can_have() -> None:
    """One slot, one meeting."""
    planned = event(
        "bc",
        [wish("a", "b"), wish("a", "c")],
        organizations=(organization("a"),),
        delegates=(delegate("a", busy=(between("09:20", "11:00"),)),),
    )
    compiled = compile_event(planned)
    assert compiled.problem.participants.least[participant(compiled, "A")] == 1


def test_least_stated_by_a_delegate_replaces_the_event_s() -> None:
    """Ann asks for three, Bob for none."""
    rows = [wish(one, other) for one in "ab" for other in "cdef"]
    planned = event(
        "cdef",
        rows,
        organizations=(organization("a"), organization("b")),
        delegates=(delegate("a", least=3), delegate("b", least=0)),
    )
    compiled = compile_event(planned)
    least = compiled.problem.participants.least
    assert [int(least[participant(compiled, name)]) for name in "AB"] == [3, 0]


def test_least_of_the_policy_can_be_changed() -> None:
    """Three meetings for everybody who has candidates for them."""
    rows = [wish("a", partner) for partner in "bcde"]
    policy = Policy(fairness=Fairness(least_meetings=3))
    compiled = compile_event(event("abcde", rows, policy=policy))
    assert compiled.problem.participants.least.tolist() == [3, 1, 1, 1, 1]


def test_delegates_separately_are_not_to_go_empty_each() -> None:
    """Both can take both candidates of their fund."""
    planned = event(
        "ab",
        [wish("a", "fund"), wish("b", "fund")],
        organizations=(organization("fund", attends=Attends.SEPARATELY),),
        delegates=(delegate("joe", "fund"), delegate("zoe", "fund")),
    )
    assert compile_event(planned).problem.participants.least.tolist() == [1, 1, 2, 2]


def test_interpreter_neither_waits_nor_needs_meetings() -> None:
    """But has pauses as everybody."""
    people = [delegate(n, speaks=frozenset({s})) for n, s in (("a", "de"), ("b", "fr"))]
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=people,
        companions=(companion("ivy", "de", "fr"),),
        sessions=(session("11:00", 12),),
    )
    problem = compile_event(planned).problem
    ivy = 2
    assert problem.participants.idle[ivy].tolist() == [False] * 12
    assert problem.participants.least[ivy] == 0
    assert problem.participants.most[ivy] == UNLIMITED
    assert problem.participants.longest_run[ivy] == 90
    assert ivy in problem.windows.participant


def test_lateness_falls_by_ten_for_each_late_time() -> None:
    """Late by 30 minutes or more in one case of ten, with 10 minutes of buffer.

    Present from 9:00: the slot at 9:00 is missed by delays above 10 minutes, the one
    at 9:20 by delays above 30.
    """
    station = ArrivalPoint(
        id="hbf", name="x", mode=TravelMode.TRAIN, transfer_min=0, late_min=30
    )
    trip = {"arrival_point": "hbf", "arrival": at("08:30")}
    planned = event(
        "b",
        [wish("a", "b")],
        organizations=(organization("a"),),
        delegates=(delegate("a", trip=trip),),
        arrival_points=(station,),
    )
    compiled = compile_event(planned)
    late = compiled.problem.participants.late
    assert late[participant(compiled, "A")].tolist() == [464, 100, 22, 5, 1, 0]
    assert not late[participant(compiled, "B")].any()


def test_colleague_who_is_there_anyway_takes_away_the_risk() -> None:
    """The agenda is shared."""
    station = ArrivalPoint(
        id="hbf", name="x", mode=TravelMode.TRAIN, transfer_min=0, late_min=30
    )
    trip = {"arrival_point": "hbf", "arrival": at("08:30")}
    planned = event(
        organizations=(organization("a"),),
        delegates=(delegate("ann", "a", trip=trip), delegate("bob", "a")),
        arrival_points=(station,),
        tables=tables(2),
    )
    assert not compile_event(planned).problem.participants.late.any()
