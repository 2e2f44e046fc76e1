"""Choices of sessions end with their session, and no other choice does."""

from __future__ import annotations

from b4h_scheduler.store.chosen_sessions import ended_choices, only_among
from b4h_scheduler.store.setup import changed
from tests.web.events import moment, small_event


def test_choice_of_two_keeps_the_one_that_stays() -> None:
    """And is told by the sessions' names; who chose nothing is left alone."""
    event = small_event()
    second = {
        "id": "late",
        "name": "Afternoon",
        "start": moment(14),
        "slot_min": 20,
        "num_slots": 2,
    }
    sessions = [each.model_dump() for each in event.sessions]
    both = changed(event, {"sessions": [*sessions, second]})
    people = [each.model_dump() for each in both.delegates]
    people[0]["sessions"] = ["morning", "late"]
    both = changed(both, {"delegates": people})
    after = changed(both, {"sessions": sessions})
    assert [each.sessions for each in after.delegates] == [{"morning"}, *[None] * 4]
    (ended,) = ended_choices(both, after)
    assert (ended.key, ended.gone, ended.left) == (
        "d-alba",
        ("Afternoon",),
        ("Thursday morning",),
    )
    assert ended_choices(after, after) == []


def test_choice_of_nothing_that_stays_is_none() -> None:
    """That is all sessions, as files say it by an empty cell."""
    person = (
        small_event().delegates[0].model_copy(update={"sessions": frozenset({"late"})})
    )
    assert only_among((person,), ["morning"])[0].sessions is None
    assert only_among((person,), ["late"]) == (person,)
