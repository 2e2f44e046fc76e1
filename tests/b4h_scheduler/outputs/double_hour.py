"""An event in the night in which the clocks go back, and its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.planning.compile import compile_event
from b4h_scheduler.planning.decode import decode
from solver.result import Result, Status
from tests.b4h_scheduler.planning.first_come import first_come
from tests.b4h_scheduler.planning.plans import RUN
from tests.b4h_scheduler.planning.small_events import event, session, wish

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan

CLOCKS = (
    "01:30", "01:50", "02:10 CEST", "02:30 CEST", "02:50 CEST", "02:10 CET",
    "02:30 CET", "02:50 CET", "03:10",
)  # fmt: skip
"""The beginnings of its slots."""


def night_event() -> Event:
    """Return an event of nine slots in which A wishes to meet everybody."""
    others = "bcdefgh"
    wishes = [wish("a", other) for other in others]
    night = session("01:30", len(CLOCKS), id="night", day="2026-10-25")
    return event("a" + others, wishes, sessions=(night,))


def night_plan() -> Plan:
    """Return a plan in which A has a meeting at both of 02:10."""
    compiled = compile_event(night_event())
    assignment = first_come(compiled.problem)
    plan = decode(compiled, Result(Status.FEASIBLE, assignment), RUN)
    starts = [f"{each.start:%H:%M %z}" for each in plan.meetings]
    assert {"02:10 +0200", "02:10 +0100"} <= set(starts)
    return plan
