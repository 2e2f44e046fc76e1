"""A plan as pandas tables, for whoever goes on calculating with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.domain.wishes import Side
    from b4h_scheduler.plans import Meeting, Plan


def meetings_frame(event: Event, plan: Plan) -> pd.DataFrame:
    """Return one row per meeting, in order of time and table.

    Columns: ``meeting`` (index), ``start`` and ``end`` (in the event's time zone),
    ``table`` (missing: online only), ``zone``, ``organization_1``, ``delegates_1``,
    ``organization_2``, ``delegates_2``, ``companions`` (names, "; " between them),
    ``value``, ``priority``, ``is_mutual``.
    """
    rows = [_meeting(event, meeting) for meeting in plan.meetings]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("meeting")
    for column in ("start", "end"):
        frame[column] = pd.to_datetime(frame[column], utc=True).dt.tz_convert(
            event.time_zone
        )
    return frame.sort_values(["start", "table"], kind="stable")


def unmet_frame(event: Event, plan: Plan) -> pd.DataFrame:
    """Return one row per reason of each candidate that is not held.

    Columns: ``candidate``, ``organization_1``, ``organization_2``, ``value``,
    ``priority``, ``rule``, ``reason``.
    """
    rows = [
        {
            "candidate": unmet.candidate.id,
            "organization_1": _name(event, unmet.candidate.sides[0]),
            "organization_2": _name(event, unmet.candidate.sides[1]),
            "value": unmet.candidate.value,
            "priority": unmet.candidate.priority,
            "rule": reason.rule,
            "reason": reason.text,
        }
        for unmet in plan.unmet
        for reason in unmet.reasons
    ]
    return pd.DataFrame(rows, columns=list(_UNMET_COLUMNS))


_COLUMNS = (
    "meeting",
    "start",
    "end",
    "table",
    "zone",
    "organization_1",
    "delegates_1",
    "organization_2",
    "delegates_2",
    "companions",
    "value",
    "priority",
    "is_mutual",
)
_UNMET_COLUMNS = (
    "candidate",
    "organization_1",
    "organization_2",
    "value",
    "priority",
    "rule",
    "reason",
)


def _meeting(event: Event, meeting: Meeting) -> dict[str, object]:
    place = None if meeting.table is None else event.place_of.get(meeting.table)
    companions = {companion.id: companion.name for companion in event.companions}
    first, second = meeting.sides
    return {
        "meeting": meeting.id,
        "start": meeting.start,
        "end": meeting.end,
        "table": meeting.table,
        "zone": None if place is None else place.zone,
        "organization_1": _name(event, first),
        "delegates_1": _names(event, meeting.delegates[0]),
        "organization_2": _name(event, second),
        "delegates_2": _names(event, meeting.delegates[1]),
        "companions": "; ".join(companions.get(c, c) for c in meeting.companions),
        "value": meeting.value,
        "priority": meeting.priority,
        "is_mutual": meeting.is_mutual,
    }


def _name(event: Event, side: Side) -> str:
    """Name of an organization; its id if it has left the event since."""
    organization = event.organization_of.get(side.organization)
    return side.organization if organization is None else organization.name


def _names(event: Event, delegates: tuple[DelegateId, ...]) -> str:
    known = event.delegate_of
    return "; ".join(known[d].name if d in known else d for d in delegates)
