"""A released plan as it stands, though the event may have lost who it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.errors import MismatchError
from b4h_scheduler.outputs.lookup import Lookup
from b4h_scheduler.planning.past import with_past

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.plans import Plan


def standing_lookup(event: Event, plan: Plan) -> Lookup:
    """Return names and agendas of a plan; who is gone is called by the id.

    A released agenda does not vanish because somebody was struck off the list since:
    it holds until the next release.
    """
    try:
        return Lookup(event, plan)
    except MismatchError:
        pinned = tuple(
            meeting.model_copy(update={"is_pinned": True}) for meeting in plan.meetings
        )
        fixed = plan.model_copy(update={"meetings": pinned})
        return Lookup(with_past(event, fixed), fixed)
