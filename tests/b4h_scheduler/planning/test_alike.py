"""What planning does not read changes nothing that it makes."""

from __future__ import annotations

import ast
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import b4h_scheduler.planning as package
import solver
from b4h_scheduler.domain.people import Delegate
from b4h_scheduler.files.load import load_event
from b4h_scheduler.planning.alike import UNREAD, Versions, are_alike
from b4h_scheduler.planning.compile import compile_event
from tests.b4h_scheduler.planning.small_events import (
    delegate,
    event,
    organization,
    wish,
)

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

EXAMPLE = Path(__file__).parents[3] / "examples" / "stuttgart-morning"
SMALL = event(("ann", "bob"), (wish("ann", "bob"),))
OTHER = {"email": "new@example.org", "phone": "+49 1", "role": "CEO", "language": "fr"}


def _with(whole: Event, number: int, **changes: Any) -> Event:
    people = list(whole.delegates)
    people[number] = people[number].model_copy(update=changes)
    return whole.model_copy(update={"delegates": tuple(people)})


def test_no_module_of_planning_reads_what_is_left_out() -> None:
    """Neither planning nor the kernel has an attribute of such a name in its code."""
    assert set(Delegate.model_fields) > UNREAD
    read = {
        (path.name, node.attr)
        for folder in (package, solver)
        for path in Path(str(folder.__file__)).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in UNREAD
    }
    assert read == set()


@pytest.mark.parametrize("field", sorted(UNREAD))
def test_problem_is_the_same_whatever_a_field_says(field: str) -> None:
    """All arrays, what is left out, targets and warnings."""
    before = load_event(EXAMPLE).event
    after = _with(before, 0, **{field: OTHER[field]})
    assert before != after
    assert are_alike(before, after)
    one, other = compile_event(before), compile_event(after)
    assert one.left_out == other.left_out
    assert one.warnings == other.warnings
    assert one.gathered == other.gathered
    assert repr(one.vouchers) == repr(other.vouchers)
    for each in fields(one.problem):
        with np.printoptions(threshold=10**9):
            parts = [repr(getattr(made.problem, each.name)) for made in (one, other)]
        assert parts[0] == parts[1]


@pytest.mark.parametrize(
    "changes",
    [
        {
            "delegates": (
                SMALL.delegates[0].model_copy(update={"name": "Anna"}),
                SMALL.delegates[1],
            )
        },
        {"delegates": (delegate("ann", is_online=True), SMALL.delegates[1])},
        {"delegates": SMALL.delegates[:1]},
        {"organizations": (organization("ann", country="FR"), SMALL.organizations[1])},
        {"wishes": (wish("bob", "ann"),)},
        {"wishes": ()},
        {"name": "Another"},
        {"tables": SMALL.tables[:1]},
    ],
    ids=str,
)
def test_everything_else_makes_another_event(changes: dict[str, Any]) -> None:
    """Names too: planning tells its reasons with them."""
    assert not are_alike(SMALL, SMALL.model_copy(update=changes))


def test_hour_that_comes_twice_is_two_hours() -> None:
    """02:10 before and after clocks go back are equal to Python, not to planning."""
    first = datetime(2026, 10, 25, 2, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)
    assert first == second
    assert second.timestamp() - first.timestamp() == timedelta(hours=1).seconds
    trip = SMALL.delegates[0].trip
    early, late = (
        _with(SMALL, 0, trip=trip.model_copy(update={"arrival": moment}))
        for moment in (first, second)
    )
    assert not are_alike(early, late)


def test_alike_states_share_the_number_of_the_first() -> None:
    """Until something changes that planning reads; going back makes a new one."""
    versions = Versions()
    role = _with(SMALL, 0, role="CEO")
    gone = SMALL.model_copy(update={"wishes": ()})
    states = (SMALL, role, SMALL, gone, gone, role)
    found = [versions.number(each, n) for n, each in enumerate(states, start=10)]
    assert found == [10, 10, 10, 13, 13, 15]
