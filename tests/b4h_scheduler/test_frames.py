"""Plans as pandas tables."""

from __future__ import annotations

from b4h_scheduler.frames import meetings_frame, unmet_frame
from tests.b4h_scheduler.outputs.sample import sample_event, sample_plan


def test_meetings_frame_has_each_meeting_once_in_order_of_time() -> None:
    """Index, times in the event's zone, names in place of ids."""
    event = sample_event()
    plan = sample_plan(event)
    frame = meetings_frame(event, plan)
    assert sorted(frame.index) == sorted(meeting.id for meeting in plan.meetings)
    assert frame["start"].is_monotonic_increasing
    assert str(frame["start"].dt.tz) == event.time_zone
    names = {organization.name for organization in event.organizations}
    assert set(frame["organization_1"]) <= names
    assert frame["value"].sum() == sum(meeting.value for meeting in plan.meetings)


def test_unmet_frame_has_each_reason_once() -> None:
    """A candidate with two reasons has two rows."""
    event = sample_event()
    plan = sample_plan(event)
    frame = unmet_frame(event, plan)
    assert len(frame) == sum(len(unmet.reasons) for unmet in plan.unmet)
    assert set(frame["candidate"]) == {unmet.candidate.id for unmet in plan.unmet}


def test_frames_of_an_empty_plan_have_their_columns() -> None:
    """Nobody meets: no rows, the same columns."""
    event = sample_event()
    plan = sample_plan(event)
    empty = plan.model_copy(update={"meetings": (), "unmet": ()})
    assert list(meetings_frame(event, empty)) == list(meetings_frame(event, plan))
    assert list(unmet_frame(event, empty)) == list(unmet_frame(event, plan))
