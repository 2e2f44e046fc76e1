"""Plans as the kernel's assignments."""

from __future__ import annotations

import pytest

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.editing import Editor
from solver.validate import validate
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import decoded
from tests.b4h_scheduler.planning.random_events import random_event


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
