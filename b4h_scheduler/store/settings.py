"""An event's settings without its people: cheap to read on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from b4h_scheduler.domain.event import Event
from b4h_scheduler.store.content import from_json

if TYPE_CHECKING:
    from b4h_scheduler.store.schema_event import EventRow


def settings_of(row: EventRow) -> Event:
    """Return an event with sessions, zones, arrival points and policy, and nobody."""
    zone = ZoneInfo(row.content["time_zone"])
    return Event.model_validate(from_json(row.content, zone))
