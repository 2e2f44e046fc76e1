"""Whether there is anywhere to meet: a table, a home place, or online."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from b4h_scheduler.domain.event import Event

PAIR = 2
"""Organizations online that can meet without a table."""


def is_anywhere_to_meet(event: Event) -> bool:
    """Whether any two could meet; an event of no more than one has nobody to ask."""
    if event.tables or event.home_places:
        return True
    online = {each.organization for each in event.delegates if each.is_online}
    return len(online) >= min(PAIR, len(event.organizations))
