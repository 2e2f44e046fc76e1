"""Plans made by hand or by the plain planner, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import decode
from b4h_scheduler.plans import Plan, RunRecord
from solver.result import Result, Status
from solver.validate import validate
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.readable import assignment

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.planning.compiled import Compiled
    from solver.result import Assignment

RUN = RunRecord(
    input_hash="",
    seed=0,
    workers=1,
    time_limit_s=None,
    work_limit=None,
    created=datetime(2026, 11, 1, tzinfo=UTC),
    seconds=0,
    seconds_per_step={},
    versions={},
    status="feasible",
)

Meetings = dict[tuple[str, str], tuple[str, str | None]]
"""Clock and table by the two organizations."""


def decoded(compiled: Compiled, plan: Assignment) -> Plan:
    """Return a valid assignment as a plan; both must be sound."""
    assert validate(compiled.problem, plan) == []
    found = decode(compiled, Result(Status.FEASIBLE, plan), RUN)
    assert Plan.model_validate_json(found.model_dump_json()) == found
    return found


def plan_by_hand(event: Event, meetings: Meetings) -> Plan:
    """Return the plan with these meetings."""
    compiled = compile_event(event)
    return decoded(compiled, assignment(compiled, meetings))


def plan_first_come(event: Event) -> Plan:
    """Return the plan of the plain planner."""
    compiled = compile_event(event)
    return decoded(compiled, first_come(compiled.problem))


def times(plan: Plan) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Return clock and table of each meeting, by its organizations."""
    return {
        (m.sides[0].organization, m.sides[1].organization): (
            f"{m.start:%H:%M}",
            m.table,
        )
        for m in plan.meetings
    }
