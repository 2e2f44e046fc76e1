"""The file that comes with a delegate's first agenda: the feed as it is now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from b4h_scheduler.outputs.calendars.feed import Entry, Frame, feed
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.store.calendar_settings import calendar_setting, room_of
from b4h_scheduler.store.calendar_state import content_of
from b4h_scheduler.store.schema_calendars import CalendarEntryRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from b4h_scheduler.mail.compose import Composer
    from b4h_scheduler.mail.readers import Reader


def snapshots(composer: Composer) -> Callable[[Reader], bytes]:
    """Return what makes each delegate's file from the entries of the release."""
    session, event_id = composer.session, composer.event.id
    setting = calendar_setting(session, event_id)
    by_delegate: dict[str, list[Any]] = defaultdict(list)
    # Columns, for 20,000 entities would take a second.
    query = select(
        CalendarEntryRow.delegate_key,
        CalendarEntryRow.meeting_id,
        CalendarEntryRow.uid,
        CalendarEntryRow.sequence,
        CalendarEntryRow.stamp,
        CalendarEntryRow.content,
    ).where(
        CalendarEntryRow.event_id == event_id, CalendarEntryRow.is_canceled.is_(False)
    )
    for row in session.execute(query):
        by_delegate[row.delegate_key].append(row)

    def snapshot(reader: Reader) -> bytes:
        entries = [
            Entry(
                uid=row.uid,
                sequence=row.sequence,
                stamp=row.stamp,
                is_canceled=False,
                content=content_of(row),
                room=room_of(composer.mailing.secret, setting, row.meeting_id)
                if row.content["call"]
                else "",
            )
            for row in by_delegate[reader.to.key]
        ]
        title = f"{one_line(composer.settings.name)} – {one_line(reader.to.name)}"
        zone = composer.settings.zone_info
        # The live agenda by the feed's token: calendars are shared with colleagues.
        live = reader.links["feed"].removesuffix("agenda.ics")
        return feed(Frame(title, zone, live), entries)

    return snapshot
