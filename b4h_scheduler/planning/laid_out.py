"""A plan in the numbers of the kernel, for looking into it: what `decode` undoes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.times import later
from b4h_scheduler.planning.compile import compile_event, kernel_levels
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.sentence import Sentence, listed
from solver.problem import Pins
from solver.result import Assignment
from solver.validate import validate

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import MeetingId
    from b4h_scheduler.planning.compiled import Compiled
    from b4h_scheduler.plans import Plan

LONG_BEFORE_MIN = 7 * 24 * 60
"""So long before the event nothing of it has begun, whatever the notice period."""
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """An event as a problem, and a plan of it as an assignment.

    Attributes
    ----------
    compiled : Compiled
        As for planning anew.
    assignment : Assignment
        Valid.
    """

    compiled: Compiled
    assignment: Assignment


def lay_out(event: Event, plan: Plan) -> LaidOut:
    """Lay a plan out on its event.

    Raises
    ------
    PlanningError
        The event has changed since: it cannot hold the plan any more.
    """
    first = min(
        (utc(meeting.start) for meeting in plan.meetings),
        default=utc(event.slots[0].start),
    )
    moment = later(min(first, utc(event.slots[0].start)), -LONG_BEFORE_MIN)
    compiled = compile_event(event, released=plan, now=moment)
    base, fixed = compiled.problem.baseline, compiled.fixed
    if base is None or fixed is None:
        raise TypeError("re-planning has no baseline")
    if fixed.forced:
        raise PlanningError(_changed(dict(fixed.forced)))
    problem = replace(
        compiled.problem, baseline=None, pins=Pins(), levels=kernel_levels(event)
    )
    assignment = Assignment.empty(problem.num_candidates)
    assignment.option[base.candidate] = base.option
    assignment.slot[base.candidate] = base.slot
    assignment.table[base.candidate] = base.table
    broken = validate(problem, assignment)
    if broken:
        rules = ", ".join(sorted({one.rule.value for one in broken}))
        message = Sentence(
            "the event has changed since this plan was made: it breaks {rules} now; "
            "plan again, or take the files it was made from",
            rules=rules,
        )
        raise PlanningError(message)
    anew = replace(compiled, problem=problem, released=None, fixed=None)
    return LaidOut(anew, assignment)


def _changed(forced: dict[MeetingId, str]) -> str:
    return Sentence(
        "the event has changed since this plan was made: {number} of its meetings are "
        "impossible now ({reasons}); plan again, or take the files it was made from",
        number=len(forced),
        reasons=listed(list(dict.fromkeys(forced.values()))[:_MOST_NAMED]),
    )
