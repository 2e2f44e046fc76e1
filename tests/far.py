"""Events that have not begun, whenever a test runs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.domain.moved import moved

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event


def far(event: Event) -> Event:
    """Return the event eleven years later, on the same days of the week."""
    return moved(event, timedelta(weeks=574))
