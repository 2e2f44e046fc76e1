"""Plans with other meetings than a solve gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.domain.base import utc

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Meeting, Plan


def plan_with(plan: Plan, meetings: list[Meeting]) -> Plan:
    """Return the plan with these meetings in order of time."""
    ordered = sorted(meetings, key=lambda m: (utc(m.start), m.table or "", m.id))
    return plan.model_copy(update={"meetings": tuple(ordered)})


def between(plan: Plan, first: str, second: str) -> Meeting:
    """Return the meeting of two organizations."""
    return next(
        m for m in plan.meetings if {s.organization for s in m.sides} == {first, second}
    )


def other(plan: Plan, meeting: Meeting, **changed: Any) -> Plan:
    """Return the plan with one meeting changed."""
    new = meeting.model_copy(update=changed)
    return plan_with(plan, [new if m.id == new.id else m for m in plan.meetings])


def without(plan: Plan, meeting: Meeting) -> Plan:
    """Return the plan without one meeting."""
    return plan_with(plan, [m for m in plan.meetings if m.id != meeting.id])


def at(event: Event, number: int) -> dict[str, Any]:
    """Return what changes if a meeting moves to a slot."""
    slot = event.slots[number]
    return {"slot": slot.id, "start": slot.start, "end": slot.end}
