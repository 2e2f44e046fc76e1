"""What a re-plan changes, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.plans import Change, Meeting, Plan


def change_lines(event: Event, plan: Plan) -> Iterator[str]:
    """Yield all changes in order of time, and whom they concern."""
    if not plan.changes:
        yield "Nothing changes."
        return
    forced = sum(change.is_forced for change in plan.changes)
    concerned = {who for change in plan.changes for who in change.delegates}
    yield (
        f"{len(plan.changes)} changes ({forced} forced) for {len(concerned)} delegates:"
    )
    for change in plan.changes:
        yield f"  {change.told:8} {_times(event, change)}  {_sides(event, change)}"
        names = ", ".join(_name(event, who) for who in change.delegates)
        yield f"           tell {names}"
        if change.is_forced:
            yield f"           forced: {change.reason}"


def _times(event: Event, change: Change) -> str:
    places = [_place(event, m) for m in (change.before, change.after) if m is not None]
    return " → ".join(places)


def _place(event: Event, meeting: Meeting) -> str:
    start = meeting.start.astimezone(event.zone_info)
    return f"{start:%a %H:%M} {meeting.table or 'online'}"


def _sides(event: Event, change: Change) -> str:
    meeting = change.after or change.before
    sides = () if meeting is None else meeting.sides
    return " and ".join(_organization(event, side) for side in sides)


def _organization(event: Event, side: Side) -> str:
    """Return a name; a withdrawn organization has only its id left."""
    organization = event.organization_of.get(side.organization)
    return str(side.organization) if organization is None else organization.name


def _name(event: Event, who: str) -> str:
    found = [delegate.name for delegate in event.delegates if delegate.id == who]
    return found[0] if found else who
