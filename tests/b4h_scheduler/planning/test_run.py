"""Planning with the kernel itself."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import b4h_scheduler
from b4h_scheduler.domain.people import CountingMeetings
from b4h_scheduler.domain.policy import Policy
from b4h_scheduler.domain.times import Session
from b4h_scheduler.planning.errors import NothingFoundError
from b4h_scheduler.planning.run import VERSIONS_OF, plan, plan_in_child, replan
from tests.b4h_scheduler.planning.plans import times
from tests.b4h_scheduler.planning.small_events import (
    at,
    between,
    delegate,
    event,
    organization,
    session,
    tables,
    wish,
)

if TYPE_CHECKING:
    from solver.result import Progress

ROWS = [wish("a", "b", 1), wish("b", "a", 2), wish("a", "c"), wish("c", "d", 3)]


def test_package_offers_plan_when_it_is_asked_for() -> None:
    """The function, and nothing of a name that it does not know."""
    assert b4h_scheduler.plan is plan
    with pytest.raises(AttributeError, match="no attribute 'plann'"):
        b4h_scheduler.plann  # noqa: B018


def test_small_event_is_planned_and_proven() -> None:
    """Every wish is met, and every level of it is proven."""
    found = plan(event("abcd", ROWS))
    assert len(found.meetings) == 3
    assert found.unmet == ()
    assert {line.level: line.proven for line in found.certificate}["value"] is True
    assert found.plain_value == 150 + 45 + 30


def test_run_record_holds_what_is_needed_to_repeat_it() -> None:
    """Input, seed, limits, versions."""
    found = plan(event("ab", ROWS[:2]), work_limit=5, seed=3, input_hash="abc")
    run = found.run
    assert (run.input_hash, run.seed, run.work_limit) == ("abc", 3, 5)
    assert run.time_limit_s is None
    assert set(run.versions) == {"python", *VERSIONS_OF}
    assert run.created.utcoffset() in (timedelta(hours=1), timedelta(hours=2))


def test_equal_inputs_under_a_work_limit_give_equal_plans() -> None:
    """No step reads the clock."""
    one, two = (plan(event("abcd", ROWS), work_limit=5, seed=1) for _ in range(2))
    assert one.meetings == two.meetings


def test_progress_is_told() -> None:
    """Steps by name."""
    steps: list[Progress] = []
    plan(event("ab", ROWS[:2]), on_progress=steps.append)
    assert "select" in {step.step for step in steps}


def test_child_plans_as_well() -> None:
    """Same event, another process."""
    found = plan_in_child(event("abcd", ROWS))
    assert len(found.meetings) == 3


def test_child_that_is_stopped_before_it_found_anything_is_an_error() -> None:
    """There is no plan to show."""
    stop = threading.Event()
    stop.set()
    with pytest.raises(NothingFoundError, match="stopped"):
        plan_in_child(event("abcd", ROWS), should_stop=stop.is_set)


def test_replanning_on_the_day_changes_what_it_must() -> None:
    """B falls ill at 9:10 after its first meeting."""
    released = plan(event("abcd", ROWS))
    first = min(meeting.start for meeting in released.meetings)
    firms = [organization(n) for n in "abcd"]
    people = [delegate(n) for n in "acd"]
    people.append(delegate("b", busy=(between("08:00", "18:00"),)))
    changed = event(wishes=ROWS, organizations=firms, delegates=people)
    found = replan(changed, released, now=first)
    assert found.revision == released.revision + 1
    held_before, held_now = times(released), times(found)
    kept = {
        pair
        for pair, (clock, _) in held_before.items()
        if "b" not in pair or clock == f"{first:%H:%M}"
    }
    assert set(held_now) == kept
    assert all(held_now[pair][0] == held_before[pair][0] for pair in kept)
    assert {change.kind for change in found.changes} <= {"dropped"}
    assert all(change.is_forced for change in found.changes)


def test_event_on_the_day_the_clocks_change_is_planned() -> None:
    """Slots through the night, across the repeated hour, with a trip and a voucher."""
    day = "2026-10-25"
    night = Session(
        id="night", name="Night", start=at("01:00", day), slot_min=30, num_slots=6
    )
    rows = [wish("a", n) for n in "bcd"]
    ann = delegate("a", voucher={"number": "7", "least": 1})
    planned = event(
        "bcd",
        rows,
        organizations=(organization("a"),),
        delegates=(ann,),
        sessions=(night,),
        tables=tables(2),
        policy=Policy(voucher_counts=CountingMeetings.ALL),
    )
    found = plan(planned)
    assert len(found.meetings) == 3
    assert found.vouchers[0].counting == 3
    starts = sorted(meeting.start.timestamp() for meeting in found.meetings)
    assert all(b - a >= 1800 for a, b in pairwise(starts))


def test_event_without_wishes_has_an_empty_plan() -> None:
    """And is proven."""
    found = plan(event("ab", sessions=(session(),)))
    assert found.meetings == ()
    assert all(line.proven for line in found.certificate)
