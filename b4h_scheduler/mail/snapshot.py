"""The file that comes with a delegate's first agenda: the feed as it is now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from b4h_scheduler.outputs.calendars.feed import Frame, feed
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.store.calendar_settings import calendar_setting, room_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.readers import Reader
    from b4h_scheduler.store.calendar_state import Entries


def snapshots(composer: Composer, entries: Entries) -> Callable[[Reader], bytes]:
    """Return what makes each delegate's file from the entries of the release."""
    setting = calendar_setting(composer.session, composer.event.id)
    secret = composer.mailing.secret

    def snapshot(reader: Reader) -> bytes:
        own = [
            replace(entry, room=room_of(secret, setting, meeting))
            if entry.content.call
            else entry
            for meeting, entry in entries[reader.to.key].items()
        ]
        title = f"{one_line(composer.settings.name)} – {one_line(reader.to.name)}"
        zone = composer.settings.zone_info
        # The live agenda by the feed's token: calendars are shared with colleagues.
        live = reader.links["feed"].removesuffix("agenda.ics")
        return feed(Frame(title, zone, live), own)

    return snapshot
