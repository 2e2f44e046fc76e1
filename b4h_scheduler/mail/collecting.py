"""Changes on event days wait a little for further ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.store.schema_mail import OutboxRow

COLLECTED = timedelta(minutes=5)
"""On event days changes wait so long for further ones."""
PRESSING = timedelta(hours=1)
"""Before a meeting nothing waits."""


def when_to_send(
    composer: Composer, times: Sequence[datetime], waiting: Sequence[OutboxRow]
) -> tuple[datetime, bool]:
    """Return when a message goes, and whether before all others.

    Parameters
    ----------
    times
        When the meetings that changed begin, and began; empty: nothing changed, it
        is the first message.
    waiting
        Messages that it takes the place of: the wait counts from the first.
    """
    moment, zone = composer.moment, composer.settings.zone_info
    days = {each.start.astimezone(zone).date() for each in composer.settings.sessions}
    if not times or moment.astimezone(zone).date() not in days:
        return moment, False
    if any(moment <= time <= moment + PRESSING for time in times):
        return moment, True
    return min([moment + COLLECTED, *(row.due for row in waiting)]), False
