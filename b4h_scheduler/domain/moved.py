"""An event on other days."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from b4h_scheduler.domain.event import Event

if TYPE_CHECKING:
    from datetime import timedelta


def moved(event: Event, by: timedelta) -> Event:
    """Return the event with every moment later by whole days; clocks show the same."""
    return Event.model_validate(_moved(event.model_dump(), by))


def _moved(content: object, by: timedelta) -> object:
    # Arithmetic on a moment with a time zone is that of its wall clock.
    if isinstance(content, datetime):
        return content + by
    if isinstance(content, dict):
        return {key: _moved(value, by) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_moved(value, by) for value in content]
    return content
