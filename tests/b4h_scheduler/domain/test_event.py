"""An event whose parts contradict each other cannot be made."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from b4h_scheduler.domain.event import Event
from b4h_scheduler.domain.places import HomePlace, Table, WalkingTime
from b4h_scheduler.domain.times import Break
from b4h_scheduler.domain.wishes import Veto
from tests.b4h_scheduler.planning.small_events import (
    at,
    between,
    delegate,
    event,
    organization,
    session,
    side,
    wish,
)

CONTRADICTIONS: list[tuple[dict[str, Any], str]] = [
    ({"people": ["acme", "acme"]}, "organization 'acme' is defined twice"),
    ({"sessions": (session(), session("10:00", id="b"))}, "'am' and 'b' overlap"),
    (
        {"breaks": (Break(name="coffee", time=between("09:10", "09:30")),)},
        "slot 'am-01' overlaps the break 'coffee'",
    ),
    ({"tables": (Table(id="t", zone="attic"),)}, "unknown zone 'attic'"),
    (
        {"walking": (WalkingTime(zones=("hall", "attic"), minutes=3),)},
        "walking time: unknown zone 'attic'",
    ),
    (
        {"home_places": (HomePlace(id="h", zone="hall", organizations=("x",)),)},
        "home place 'h': unknown organization 'x'",
    ),
    ({"delegates": (delegate("ann", "nobody"),)}, "unknown organization 'nobody'"),
    (
        {
            "organizations": (organization("acme"),),
            "delegates": (delegate("ann", "acme", unit="lab"),),
        },
        "unknown unit 'lab'",
    ),
    (
        {
            "organizations": (organization("acme"),),
            "delegates": (delegate("ann", "acme", sessions=frozenset({"pm"})),),
        },
        "unknown session 'pm'",
    ),
    (
        {
            "organizations": (organization("acme"),),
            "delegates": (
                delegate(
                    "ann", "acme", trip={"arrival_point": "STR", "arrival": at("08:00")}
                ),
            ),
        },
        "unknown arrival point 'STR'",
    ),
    ({"people": ["a"], "wishes": [wish("a", "b")]}, "unknown organization 'b'"),
    ({"people": ["a"], "wishes": [wish("a", "a")]}, "'a' wishes to meet itself"),
    (
        {"people": ["a", "b"], "wishes": [wish("a:b", "b")]},
        "'b' is no delegate of 'a'",
    ),
    (
        {"people": ["a"], "vetoes": (Veto(sides=(side("a"), side("b"))),)},
        "veto: unknown organization 'b'",
    ),
]


@pytest.mark.parametrize(
    ("fields", "message"), CONTRADICTIONS, ids=[m for _, m in CONTRADICTIONS]
)
def test_contradiction_is_refused_in_words(
    fields: dict[str, Any], message: str
) -> None:
    """The message names what contradicts what."""
    with pytest.raises(ValidationError, match="Value error") as caught:
        event(**fields)
    assert message in str(caught.value)


def test_unknown_time_zone_is_refused() -> None:
    """The message shows how a zone is written."""
    with pytest.raises(ValidationError, match="use an IANA name, Europe/Berlin"):
        Event(name="x", time_zone="Stuttgart", sessions=(session(),))


def test_session_in_another_zone_is_refused() -> None:
    """All moments of an event are in its own time zone."""
    with pytest.raises(ValidationError, match="is not in time zone Europe/Paris"):
        Event(name="x", time_zone="Europe/Paris", sessions=(session(),))


def test_slots_of_several_sessions_are_numbered_in_order_of_time() -> None:
    """Whatever the order of the sessions in the file."""
    planned = event(sessions=(session("14:00", 2, id="pm"), session("09:00", 2)))
    assert [slot.id for slot in planned.slots] == ["am-01", "am-02", "pm-01", "pm-02"]
    assert [slot.index for slot in planned.slots] == [0, 1, 2, 3]


def test_two_sessions_that_touch_are_sound() -> None:
    """One may begin when the other ends."""
    planned = event(sessions=(session("09:00", 3), session("10:00", 3, id="b")))
    assert len(planned.slots) == 6
