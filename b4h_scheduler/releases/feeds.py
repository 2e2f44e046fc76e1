"""The bytes of feeds: of one delegate, of a table, of the whole event."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from b4h_scheduler.outputs.calendars.contents import (
    EVENT_ENTRY,
    Content,
    event_content,
)
from b4h_scheduler.outputs.calendars.feed import Entry, Frame, feed
from b4h_scheduler.outputs.calendars.words import asking, category
from b4h_scheduler.outputs.plain_text import one_line
from b4h_scheduler.store.calendar_settings import calendar_setting, room_of, uid_of
from b4h_scheduler.store.calendar_state import content_of, entries_of
from b4h_scheduler.store.late import holders
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.schema_calendars import CalendarEntryRow
from b4h_scheduler.store.schema_plans import RevisionRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.plans import Meeting
    from b4h_scheduler.store.schema_calendars import CalendarSettingRow
    from b4h_scheduler.store.schema_event import DelegateRow, EventRow


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the addresses in a feed lead.

    Attributes
    ----------
    secret : bytes
        Links and rooms are derived from it.
    address : str
        Of the web application, without a slash at the end.
    """

    secret: bytes
    address: str

    def live(self, event: EventRow, delegate: DelegateRow) -> str:
        """Return the address of a delegate's live agenda, which shows nothing else."""
        token = link_token(self.secret, Purpose.FEED, event, delegate)
        return f"{self.address}/cal/{token}/"


def personal_feed(
    session: Session, origin: Origin, event: EventRow, delegate: DelegateRow
) -> bytes | None:
    """Return a delegate's feed; None: nothing is released yet."""
    setting = calendar_setting(session, event.id)
    released = first_release(session, event.id)
    if released is None or setting is None:
        return None
    settings = settings_of(event)
    rows = entries_of(session, event.id, delegate.key)
    entries = [
        Entry(
            row.uid,
            row.sequence,
            row.stamp,
            row.is_canceled,
            content_of(row),
            room_of(origin.secret, setting, row.meeting_id)
            if row.content["call"]
            else "",
        )
        for row in rows
    ]
    if all(row.meeting_id != EVENT_ENTRY for row in rows):  # came after the release
        is_online = bool(delegate.content.get("is_online"))
        holder = holders(session, event.id).get(delegate.key, delegate.key)
        uid = uid_of(setting.uid_key, EVENT_ENTRY, holder)
        content = event_content(settings, 0, is_online=is_online)
        entries.append(Entry(uid, 0, released, is_canceled=False, content=content))
    title = f"{one_line(event.name)} – {one_line(delegate.name)}"
    frame = Frame(title, settings.zone_info, origin.live(event, delegate))
    return feed(frame, entries)


def ended_feed(session: Session, event: EventRow, token: str) -> bytes | None:
    """Return what a revoked address gives: no meeting, and where to find a new one.

    Programs that get an error keep what they had for ever; with this the meetings of
    somebody else, or of a link that was lost, leave their calendars. None: nothing
    was released, so nobody subscribed.
    """
    setting = calendar_setting(session, event.id)
    released = first_release(session, event.id)
    if released is None or setting is None:
        return None
    settings = settings_of(event)
    content = event_content(settings, 0, is_online=False).model_copy(
        update={
            "summary": f"{one_line(event.name)} (calendar ended)",
            "description": "This address is not valid any more: subscribe anew from "
            "your personal page.",
        }
    )
    digest = hashlib.sha256(token.encode()).hexdigest()
    uid = uid_of(setting.uid_key, "ended", digest)
    entry = Entry(uid, 0, released, is_canceled=False, content=content)
    return feed(Frame(one_line(event.name), settings.zone_info), [entry])


def floor_feed(
    session: Session,
    setting: CalendarSettingRow,
    lookup: Lookup,
    table: str | None,
    *,
    shows_pairs: bool,
) -> bytes:
    """Return the feed of a table, or of the whole event; without names of people.

    Parameters
    ----------
    lookup : Lookup
        Of the latest revision.
    table : str or None
        None: of the whole event.
    shows_pairs
        Say which organizations meet; else only that the table is taken.
    """
    event = lookup.event
    released = first_release(session, setting.event_id)
    if released is None:
        raise TypeError("a lookup of a released plan, but nothing is released")
    state = _state_of_meetings(session, setting.event_id)
    what = "the whole event" if table is None else lookup.place_name[table]  # type: ignore[index]
    entries = [
        Entry(
            uid_of(setting.uid_key, meeting.id, f"floor {table or ''}"),
            state[meeting.id].sequence,
            state[meeting.id].stamp,
            is_canceled=False,
            content=_floor_content(lookup, meeting, shows_pairs=shows_pairs),
        )
        for meeting in lookup.meetings
        if (table is None or meeting.table == table) and meeting.id in state
    ]
    uid = uid_of(setting.uid_key, EVENT_ENTRY, f"floor {table or ''}")
    days = event_content(event, len(entries), is_online=False)
    told = f"Meetings: {len(entries)}.{asking(event)}"
    days = days.model_copy(update={"description": told})
    entries.append(Entry(uid, 0, released, is_canceled=False, content=days))
    return feed(Frame(f"{one_line(event.name)} – {what}", event.zone_info), entries)


def first_release(session: Session, event_id: int) -> datetime | None:
    """Return when an event's first plan was released, if one was."""
    query = select(RevisionRow.released).where(RevisionRow.event_id == event_id)
    return session.scalar(query.order_by(RevisionRow.number).limit(1))


def _floor_content(lookup: Lookup, meeting: Meeting, *, shows_pairs: bool) -> Content:
    where = "online" if meeting.table is None else lookup.where(meeting.table)
    pair = " – ".join(lookup.side_name(side) for side in meeting.sides)
    return Content(
        start=meeting.start,
        end=meeting.end,
        summary=pair if shows_pairs else f"Meeting, {where}",
        place=", ".join(filter(None, (where, one_line(lookup.event.venue)))),
        description="",
        category=category(meeting),
    )


def _state_of_meetings(session: Session, event_id: int) -> dict[str, Row[Any]]:
    """Return the highest SEQUENCE and latest stamp of each meeting's entries."""
    query = (
        select(
            CalendarEntryRow.meeting_id,
            func.max(CalendarEntryRow.sequence).label("sequence"),
            func.max(CalendarEntryRow.stamp).label("stamp"),
        )
        .where(CalendarEntryRow.event_id == event_id)
        .group_by(CalendarEntryRow.meeting_id)
    )
    return {row.meeting_id: row for row in _rows(session, query)}


def _rows(session: Session, query: Any) -> Iterator[Row[Any]]:  # noqa: ANN401
    yield from session.execute(query)
