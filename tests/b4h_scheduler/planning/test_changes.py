"""What differs between two plans, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.planning.changes import changes
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.planning.small_events import at, event, wish

if TYPE_CHECKING:
    from b4h_scheduler.plans import Meeting

PLANNED = event("abc", [wish("a", "b"), wish("b", "c")])
RELEASED = plan_by_hand(
    PLANNED, {("a", "b"): ("09:00", "hall-1"), ("b", "c"): ("09:20", "hall-1")}
)
FIRST, SECOND = RELEASED.meetings

CASES: list[tuple[str, dict[str, Any], str]] = [
    ("time", {"start": at("10:00")}, "moved"),
    ("time and table", {"start": at("10:00"), "table": "hall-2"}, "moved"),
    ("people and table", {"delegates": (("x",), ("b",)), "table": "t"}, "people"),
    ("companion", {"companions": ("ivy",)}, "people"),
    ("table", {"table": "hall-2"}, "table"),
    ("table left for a call", {"table": None}, "table"),
]


def _found(*after: Meeting, **forced: str) -> list[tuple[str, bool, str]]:
    reasons = {FIRST.id: forced["first"]} if forced else {}
    return [
        (change.kind, change.is_forced, change.reason)
        for change in changes(PLANNED, RELEASED, after, reasons)
    ]


@pytest.mark.parametrize(
    ("fields", "kind"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_change_is_named_for_the_greatest_difference(
    fields: dict[str, Any], kind: str
) -> None:
    """Time before people before table."""
    (found,) = changes(PLANNED, RELEASED, (FIRST.model_copy(update=fields), SECOND), {})
    assert found.kind == kind


def test_meetings_that_are_the_same_are_no_change() -> None:
    """Also where only the pin is new."""
    pinned = FIRST.model_copy(update={"is_pinned": True})
    assert _found(pinned, SECOND) == []


def test_dropped_and_added_meetings_are_told() -> None:
    """Each with the side of the change that there is."""
    new = FIRST.model_copy(update={"id": "m-new"})
    dropped, added = changes(PLANNED, RELEASED, (new, SECOND), {})
    assert (dropped.kind, dropped.before, dropped.after) == ("dropped", FIRST, None)
    assert (added.kind, added.before, added.after) == ("added", None, new)


def test_forced_change_has_its_reason_and_others_have_none() -> None:
    """The first had become impossible; the second was given up for it."""
    assert _found(first="A is ill") == [
        ("dropped", True, "A is ill"),
        ("dropped", False, ""),
    ]


def test_colleague_who_joins_is_a_change_that_nothing_forced() -> None:
    """Nobody left."""
    more = FIRST.model_copy(update={"delegates": (("a", "x"), ("b",))})
    assert _found(more, SECOND) == [("people", False, "")]


def test_everybody_before_and_after_is_concerned() -> None:
    """Each once."""
    other = FIRST.model_copy(update={"delegates": (("x",), ("b",))})
    (found,) = changes(PLANNED, RELEASED, (other, SECOND), {})
    assert found.delegates == ("a", "b", "x")


def test_changes_stand_in_order_of_time() -> None:
    """Of the new time where there is one."""
    late = FIRST.model_copy(update={"start": at("10:40")})
    found = changes(PLANNED, RELEASED, (late,), {})
    assert [change.kind for change in found] == ["dropped", "moved"]
