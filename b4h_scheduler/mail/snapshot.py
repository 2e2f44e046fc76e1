"""The file that comes with a delegate's first agenda: the feed as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.feed import Entry, Frame, feed
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.store.calendar_settings import calendar_setting, room_of
from b4h_scheduler.store.calendar_state import content_of, entries_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.readers import Reader


def snapshots(composer: Composer) -> Callable[[Reader], bytes]:
    """Return what makes each delegate's file from the calendar entries."""
    setting = calendar_setting(composer.session, composer.event.id)
    secret = composer.mailing.secret

    def snapshot(reader: Reader) -> bytes:
        own = [
            Entry(
                row.uid,
                row.sequence,
                row.stamp,
                is_canceled=False,
                content=content_of(row),
                room=room_of(secret, setting, row.meeting_id)
                if row.content["call"]
                else "",
            )
            for row in entries_of(composer.session, composer.event.id, reader.to.key)
            if not row.is_canceled
        ]
        title = f"{one_line(composer.settings.name)} – {one_line(reader.to.name)}"
        zone = composer.settings.zone_info
        # The live agenda by the feed's token: calendars are shared with colleagues.
        live = reader.links["feed"].removesuffix("agenda.ics")
        return feed(Frame(title, zone, live), own)

    return snapshot
