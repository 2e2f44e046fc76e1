"""What-if solves again: differences are those of two plans, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.domain.policy import Fairness, Limits, Policy
from b4h_scheduler.planning import whatif
from b4h_scheduler.planning.changed_event import with_tables
from b4h_scheduler.planning.run import plan as plan_event
from b4h_scheduler.planning.whatif_words import difference_words
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    at,
    event,
    session,
    tables,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

FREE = Policy(
    fairness=Fairness(bonus=(), least_meetings=0),
    limits=Limits(
        spare_tables_percent=0, most_percent=100, longest_run_min=None, lunch_min=0
    ),
)
PAIRS = [("ann", "ben"), ("cem", "dan"), ("eve", "fox")]


def three_pairs(num_tables: int = 1) -> Event:
    """Three pairs who would all meet at once; two slots in two sessions."""
    return event(
        [name for two in PAIRS for name in two],
        [wish(*two) for two in PAIRS],
        sessions=(session(num_slots=1), session("13:00", 1, id="pm")),
        tables=tables(num_tables),
        policy=FREE,
    )


def test_tables_bring_meetings_until_they_are_enough() -> None:
    """One table: two meetings in two slots; two tables: all three."""
    curve = whatif.tables_curve(three_pairs(), [1, 2, 3])
    assert curve.now.meetings == 2
    assert [point.meetings for point in curve.points] == [2, 3, 3]
    assert all(point.is_proven for point in curve.points)
    assert curve.points[0].text == "1 table: no difference"
    assert curve.points[1].text == (
        "2 tables: 1 more meeting, 45 more points of wish value"
    )


def test_tables_in_one_session_or_slot() -> None:
    """Another table in either session serves the third pair."""
    by_session = whatif.session_tables_curve(three_pairs(), [1, 2])
    assert [point.meetings for point in by_session.points] == [3, 3, 3, 3]
    assert by_session.points[1].label == "2 more tables am"
    by_slot = whatif.slot_tables_curve(three_pairs())
    assert [point.label for point in by_slot.points] == [
        "1 more table at Thu 09:00",
        "1 more table at Thu 13:00",
    ]
    assert [point.meetings for point in by_slot.points] == [3, 3]


def test_slots_bring_meetings() -> None:
    """One table, three slots."""
    assert [
        point.meetings for point in whatif.slots_curve(three_pairs(), [2, 3]).points
    ] == [2, 3]


def test_someone_arrives_after_lunch_or_never() -> None:
    """Ann after the morning is no loss; after everything she meets nobody."""
    one = three_pairs(num_tables=2)
    ann = one.delegates[0].id
    curve = whatif.arrival_curve(one, ann, [at("12:00"), at("14:00")])
    assert [point.meetings for point in curve.points] == [3, 2]
    assert curve.points[1].text.startswith("Ann at Thu 14:00: 1 fewer meeting, ")


def test_points_equal_plans_of_the_changed_event() -> None:
    """On random events: the levels are those of a whole solve."""
    for seed in range(4):
        one = random_event(seed)
        numbers = [max(1, len(one.tables) - 1), len(one.tables) + 1]
        curve = whatif.tables_curve(one, numbers)
        for number, point in zip(numbers, curve.points, strict=True):
            plan = plan_event(with_tables(one, number), work_limit=60)
            for line in plan.certificate:
                if line.level not in point.levels:
                    continue
                assert line.value == point.levels[line.level]
                if line.value != line.bound:
                    break


def test_differences_in_words() -> None:
    """Upper levels first; what is missing less is more."""
    before = (10, {"promised": 1, "targets": 4, "least": 0, "value": 1500})
    after = (9, {"promised": 0, "targets": 1, "least": 1, "value": 1300})
    assert difference_words(before, after) == (
        "1 more promised meeting held, 3 more meetings for travel vouchers, "
        "1 fewer meeting for those with too few, 1 fewer meeting, "
        "200 fewer points of wish value"
    )
    assert difference_words(before, before) == "no difference"
