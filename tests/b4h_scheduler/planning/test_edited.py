"""What an edited draft is, and what is still proven about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np
import pytest

from b4h_scheduler.domain.ids import OrganizationId
from b4h_scheduler.domain.wishes import Side
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import MeetingWriter
from b4h_scheduler.planning.edited import EDITED, edited, fitted
from b4h_scheduler.planning.editing import Editor
from b4h_scheduler.planning.edits import Drop, Put
from b4h_scheduler.planning.run import plan
from b4h_scheduler.plans import Meeting
from solver.levels import Level
from solver.validate import recompute
from tests.b4h_scheduler.planning.random_events import random_event

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.edits import Laid
    from b4h_scheduler.plans import Plan


def _edits(planned: Event, draft: Plan) -> list[Drop | Put]:
    held = [meeting.candidate for meeting in draft.meetings[:6]]
    moves = [Put(one, slot.id) for one in held[:3] for slot in planned.slots]
    return [*map(Drop, held), *moves]


def _after(seed: int) -> list[tuple[Editor, Laid, Plan]]:
    planned = random_event(seed)
    draft = plan(planned, work_limit=20)
    editor = Editor(compile_event(planned))
    laid = editor.lay_out(draft)
    found = []
    for edit in _edits(planned, draft):
        checked = editor.check(laid, edit)
        if not checked.reasons:
            made = edited(editor.compiled, laid, checked.assignment, is_same_data=True)
            found.append((editor, laid, made))
    return found


@pytest.mark.parametrize("seed", range(10))
def test_no_bound_of_an_edited_draft_is_beaten_by_the_draft(seed: int) -> None:
    """A bound holds over all plans as good above: the plan before the edit is one."""
    for _, laid, made in _after(seed):
        old = {line.level: line for line in laid.plan.certificate}
        for line in made.certificate:
            sense = Level(line.level).sense
            assert sense * line.value <= sense * line.bound
            assert sense * old[line.level].value <= sense * line.bound
            if sense * old[line.level].value < sense * line.value:
                break


@pytest.mark.parametrize("seed", range(10))
def test_values_of_an_edited_draft_are_those_of_its_meetings(seed: int) -> None:
    """Recomputed by the validator's code from the plan read back."""
    for editor, _, made in _after(seed):
        again = editor.lay_out(made)
        values = recompute(editor.problem, again.assignment)
        assert (again.gone, again.broken) == ((), ())
        assert {line.level: line.value for line in made.certificate} == {
            str(level): value for level, value in values.items()
        }
        assert made.plain_value + made.bonus == values[Level.VALUE]
        assert made.warnings.count(EDITED) == 1


@pytest.mark.parametrize("seed", range(10))
def test_every_candidate_is_held_or_told(seed: int) -> None:
    """A dropped meeting is among what is not met, with reasons; an added one is not."""
    for editor, _, made in _after(seed):
        held = {meeting.candidate for meeting in made.meetings}
        told = {each.candidate.id for each in made.unmet}
        assert held.isdisjoint(told)
        assert held | told == {each.id for each in editor.compiled.gathered}


OTHERWISE = {
    "id": "m-other",
    "candidate": "c-other",
    "sides": (Side(organization=OrganizationId("x")),) * 2,
    "slot": "other",
    "start": datetime(2030, 1, 1, tzinfo=UTC),
    "end": datetime(2030, 1, 1, tzinfo=UTC),
    "table": "other",
    "delegates": ((), ()),
    "companions": ("other",),
    "value": -1,
    "priority": None,
    "is_mutual": None,
    "is_promised": None,
}


def test_meeting_that_differs_in_anything_is_made_anew() -> None:
    """Every field but those of pins and the desk, and the first of two hours."""
    assert OTHERWISE.keys() | {"is_pinned", "is_booked"} == set(Meeting.model_fields)
    planned = random_event(1)
    editor = Editor(compile_event(planned))
    laid = editor.lay_out(plan(planned, work_limit=20))
    writer = MeetingWriter(editor.compiled, laid.assignment)
    number = int(np.flatnonzero(laid.assignment.held)[0])
    held = writer.meeting(number, is_pinned=False)
    assert writer.is_as_held(number, held)
    for name, value in OTHERWISE.items():
        other = held.model_copy(update={name: value})
        assert not writer.is_as_held(number, other), name
    moved = held.start.astimezone(timezone(timedelta(hours=5)))
    other = held.model_copy(update={"start": moved})
    assert other == held
    assert not writer.is_as_held(number, other)


@pytest.mark.parametrize("seed", range(10))
def test_draft_edited_on_a_changed_event_is_all_made_of_that_event(seed: int) -> None:
    """Meetings kept as they were are what the event would make of them now."""
    planned = random_event(seed)
    draft = plan(planned, work_limit=20)
    one, *others = planned.delegates
    values = planned.policy.values.model_copy(update={"priority": (9, 7, 5)})
    policy = planned.policy.model_copy(update={"values": values})
    people = (one.model_copy(update={"is_online": not one.is_online}), *others)
    for changed in (
        planned,
        planned.model_copy(update={"policy": policy}),
        planned.model_copy(update={"delegates": people}),
    ):
        editor = Editor(compile_event(changed))
        laid = editor.lay_out(draft)
        made = edited(editor.compiled, laid, laid.assignment, is_same_data=False)
        writer = MeetingWriter(editor.compiled, laid.assignment)
        held = np.flatnonzero(laid.assignment.held).tolist()
        afresh = [writer.meeting(each, is_pinned=False) for each in held]
        assert set(made.meetings) == set(afresh)
        after = editor.relaid(laid, made, laid.assignment)
        assert fitted(editor.compiled, after) == made


def test_nothing_is_proven_of_an_event_that_changed() -> None:
    """Bounds of other data are not shown for these."""
    planned = random_event(1)
    draft = plan(planned, work_limit=20)
    editor = Editor(compile_event(planned))
    laid = editor.lay_out(draft)
    made = edited(editor.compiled, laid, laid.assignment, is_same_data=False)
    assert {line.method for line in made.certificate} == {"counted, nothing searched"}
    same = edited(editor.compiled, laid, laid.assignment, is_same_data=True)
    assert same.certificate == draft.certificate
