"""A plan on its event in the kernel's numbers; a changed event is refused."""

from __future__ import annotations

import pytest

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.laid_out import lay_out
from solver.evaluate import level_values
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import decoded, plan_by_hand
from tests.b4h_scheduler.planning.random_events import random_event
from tests.b4h_scheduler.planning.small_events import delegate, event, wish


@pytest.mark.parametrize("seed", range(6))
def test_laying_out_undoes_decoding(seed: int) -> None:
    """Options, slots and levels are those that the plan was decoded from."""
    one = random_event(seed)
    compiled = compile_event(one)
    assignment = first_come(compiled.problem)
    found = lay_out(one, decoded(compiled, assignment))
    assert found.assignment.slot.tolist() == assignment.slot.tolist()
    assert found.assignment.option.tolist() == assignment.option.tolist()
    assert found.compiled.problem.baseline is None
    assert found.compiled.problem.levels == compiled.problem.levels
    assert level_values(found.compiled.problem, found.assignment) == level_values(
        compiled.problem, assignment
    )


def test_a_changed_event_is_refused() -> None:
    """Ben has left since: the message says why and what to do."""
    wishes = [wish("ann", "ben")]
    before = event(["ann", "ben"], wishes)
    plan = plan_by_hand(before, {("ann", "ben"): ("09:20", "hall-1")})
    lay_out(before, plan)
    absent = delegate("ben", sessions=frozenset())
    after = event(
        ["ann"], wishes, organizations=before.organizations[1:], delegates=[absent]
    )
    with pytest.raises(PlanningError, match="1 of its meetings are impossible now"):
        lay_out(after, plan)
