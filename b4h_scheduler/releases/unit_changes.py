"""Which meetings of plans other units of an organization would make impossible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from b4h_scheduler.releases.uprooting import made_impossible
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.units import event_with_units
from b4h_scheduler.store.uprooted import uprooted_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.units import Units
    from b4h_scheduler.store.uprooted import Uprooted

_GOES = mark("the unit goes")


def lost_by_units(
    session: Session, event_id: int, event: Event, units: Units
) -> list[Uprooted]:
    """Return the meetings that would be lost if an organization had these units.

    Those of units that go, and those that some delegates attend who do not stand for
    their side any more.
    """
    own = units.organization

    def goes(meeting: dict[str, Any]) -> bool:
        return any(
            side["organization"] == own.id and side["unit"] in units.gone
            for side in meeting["sides"]
        )

    def is_concerned(meeting: dict[str, Any]) -> bool:
        is_own = any(side["organization"] == own.id for side in meeting["sides"])
        return is_own and not goes(meeting)

    events = event, event_with_units(event, units)
    gone: list[Uprooted] = []
    if units.gone:
        gone = uprooted_by(session, event_id, lambda each: _GOES if goes(each) else "")
    return [*gone, *made_impossible(session, event_id, events, is_concerned)]
