"""Whether a plan is one of an event: its meetings name nothing that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.errors import MismatchError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


def must_belong(event: Event, plan: Plan) -> None:
    """Compare every meeting with the event; one that is pinned may be of the past.

    Raises
    ------
    MismatchError
        A meeting that is not pinned names a slot, table or person that the event
        does not have.
    """
    known: dict[str, set[str | None]] = {
        "slot": {slot.id for slot in event.slots},
        "table": {None, *event.place_of},
        "organization": set(event.organization_of),
        "delegate": set(event.delegate_of),
        "companion": {companion.id for companion in event.companions},
    }
    slots, places = known["slot"], known["table"]
    organizations, people = known["organization"], known["delegate"]
    for meeting in plan.meetings:
        (one, other), (first, second) = meeting.sides, meeting.delegates
        if meeting.is_pinned or (
            meeting.slot in slots
            and meeting.table in places
            and one.organization in organizations
            and other.organization in organizations
            and people.issuperset(first)
            and people.issuperset(second)
            and known["companion"].issuperset(meeting.companions)
        ):
            continue  # as nearly all: what is unknown is looked for in the others
        named: dict[str, Iterable[str | None]] = {
            "slot": (meeting.slot,),
            "table": (meeting.table,),
            "organization": (side.organization for side in meeting.sides),
            "delegate": (*meeting.delegates[0], *meeting.delegates[1]),
            "companion": meeting.companions,
        }
        for kind, ids in named.items():
            for unknown in (i for i in ids if i not in known[kind]):
                message = (
                    f"the plan of {plan.event_name!r} holds a meeting with {kind} "
                    f"{unknown!r}, which the event {event.name!r} does not have; "
                    "give the plan and the event that belong together, or plan again"
                )
                raise MismatchError(message)
