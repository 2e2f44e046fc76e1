"""Demands in conflict, in words: what an organizer can change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from b4h_scheduler.domain.policy import Limits, Policy
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.conflicts import conflict_words
from b4h_scheduler.planning.errors import InfeasibleEventError
from b4h_scheduler.planning.run import Search, run_compiled
from solver.problem import Pins, Precedences
from solver.solving import solve
from tests.b4h_scheduler.planning.small_events import (
    between,
    delegate,
    event,
    organization,
    session,
    tables,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.compiled import Compiled

NO_SPARE = Policy(limits=Limits(spare_tables_percent=0))


def demanded(one: Event, **changes: Any) -> Compiled:
    """Return the event with every candidate mandatory."""
    compiled = compile_event(one)
    candidates = replace(
        compiled.problem.candidates,
        mandatory=np.ones(compiled.problem.num_candidates, dtype=np.bool_),
    )
    problem = replace(compiled.problem, candidates=candidates, **changes)
    return replace(compiled, problem=problem)


def words(one: Event, **changes: Any) -> tuple[str, ...]:
    """Return the conflict of an event whose every candidate is mandatory."""
    return conflict_words(demanded(one, **changes))


def test_one_slot_for_two() -> None:
    """Ann must meet Ben and Eve, and can be in one meeting at a time."""
    one = event(
        ["ann", "ben", "eve"],
        [wish("ann", "ben"), wish("ann", "eve")],
        sessions=(session(num_slots=1),),
    )
    assert words(one) == (
        "Ann and Ben must meet",
        "Ann and Eve must meet",
        "Ann can be in one meeting at a time only",
    )


def test_someone_has_time_for_one() -> None:
    """Ann is there in one slot of six."""
    one = event(
        ["ben", "eve"],
        [wish("ann", "ben"), wish("ann", "eve")],
        organizations=[organization("ann")],
        delegates=[delegate("ann", busy=(between("09:20", "11:00"),), most=5)],
    )
    found = words(one)
    assert "Ann can be in one meeting at a time only" in found
    assert "Ann is there 09:00–09:20, 1 slot" in found


def test_a_cap_of_her_own() -> None:
    """Ann said that one meeting is enough."""
    one = event(
        ["ben", "eve"],
        [wish("ann", "ben"), wish("ann", "eve")],
        organizations=[organization("ann")],
        delegates=[delegate("ann", most=1)],
    )
    assert words(one)[-1] == "Ann may have 1 meeting at most"


def test_too_few_tables() -> None:
    """One slot, one table, two pairs."""
    one = event(
        ["ann", "ben", "cem", "dan"],
        [wish("ann", "ben"), wish("cem", "dan")],
        sessions=(session(num_slots=1),),
        tables=tables(1),
        policy=NO_SPARE,
    )
    assert words(one) == (
        "Ann and Ben must meet",
        "Cem and Dan must meet",
        "there is only table hall-1",
    )


def test_tables_closed_when_two_are_there() -> None:
    """Ann and Ben share the first slot alone; that the tables are closed is told."""
    people = [delegate("ann"), delegate("ben", busy=(between("09:20", "11:00"),))]
    one = event(
        wishes=[wish("ann", "ben")],
        organizations=[organization("ann"), organization("ben")],
        delegates=people,
        tables=tables(2, closed=(between("09:00", "09:20"),)),
        policy=NO_SPARE,
    )
    shut = "there are only 2 tables for these meetings, closed at 09:00"
    assert words(one) == (
        "Ann and Ben must meet",
        "Ben is there 09:00–09:20, 1 slot",
        shut,
    )


def test_a_table_that_is_seldom_open_tells_when_it_is() -> None:
    """The shorter list of times is told: one open slot of eight."""
    people = [delegate("ann"), delegate("ben", busy=(between("09:20", "09:40"),))]
    one = event(
        wishes=[wish("ann", "ben")],
        organizations=[organization("ann"), organization("ben")],
        delegates=people,
        sessions=(session(num_slots=8),),
        tables=tables(1, closed=(between("09:00", "09:20"), between("09:40", "12:00"))),
        policy=NO_SPARE,
    )
    assert words(one)[-1] == "there is only table hall-1, open at 09:20"


def test_fixed_in_the_wrong_order() -> None:
    """Pins and an order."""
    one = event(["ann", "ben", "cem", "dan"], [wish("ann", "ben"), wish("cem", "dan")])
    pins = Pins(np.array([0, 1]), np.array([2, 1]), np.array([0, -1]))
    order = Precedences(np.array([0]), np.array([1]))
    assert words(one, pins=pins, precedences=order) == (
        "Ann and Ben are fixed at 09:40, at table hall-1",
        "Cem and Dan are fixed at 09:20",
        "Ann and Ben meet before Cem and Dan",
    )


def test_what_is_possible_has_no_conflict() -> None:
    """Nothing is told."""
    assert words(event(["ann", "ben"], [wish("ann", "ben")])) == ()


def test_planning_tells_the_conflict() -> None:
    """As the error's message, and one by one."""
    one = event(
        ["ann", "ben", "eve"],
        [wish("ann", "ben"), wish("ann", "eve")],
        sessions=(session(num_slots=1),),
    )
    with pytest.raises(InfeasibleEventError, match="Ann and Eve must meet") as caught:
        run_compiled(solve, demanded(one), Search(work_limit=5))
    assert len(caught.value.demands) == 3
