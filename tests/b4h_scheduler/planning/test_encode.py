"""Plans as the kernel's assignments."""

from __future__ import annotations

import pytest

from b4h_scheduler.domain.event import Event
from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.editing import Editor
from solver.validate import validate
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import decoded, plan_by_hand
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import (
    companion,
    delegate,
    event,
    organization,
    wish,
)


@pytest.mark.parametrize("seed", range(40))
def test_plan_laid_out_is_the_assignment_it_came_from(seed: int) -> None:
    """But for which seat of a home place; nothing is gone, and it is valid."""
    planned = random_event(seed)
    compiled = compile_event(planned)
    assignment = first_come(compiled.problem)
    laid = Editor(compiled).lay_out(decoded(compiled, assignment))
    assert laid.gone == ()
    assert laid.assignment.option.tolist() == assignment.option.tolist()
    assert laid.assignment.slot.tolist() == assignment.slot.tolist()
    assert validate(compiled.problem, laid.assignment) == []


def test_meeting_whose_interpreter_is_gone_is_impossible_as_it_was() -> None:
    """Even where the two may meet alone, as nobody else could help."""
    planned = event(
        wishes=[wish("a", "b")],
        organizations=(organization("a"), organization("b")),
        delegates=(
            delegate("a", speaks=frozenset({"de"})),
            delegate("b", speaks=frozenset({"fr"})),
        ),
        companions=(companion("ivy", "de", "fr"),),
    )
    plan = plan_by_hand(planned, {("a", "b"): ("09:00", "hall-1")})
    content = {name: getattr(planned, name) for name in Event.model_fields}
    alone = Event(**content | {"companions": ()})
    assert plan_by_hand(alone, {("a", "b"): ("09:00", "hall-1")}).meetings
    (gone,) = Editor(compile_event(alone)).lay_out(plan).gone
    assert gone.reason == "companion ivy does not take part any more"
