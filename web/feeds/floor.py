"""What hangs in the hall: the wall display, and feeds of tables and of the event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from b4h_scheduler.releases.feeds import floor_feed
from b4h_scheduler.store.base import now
from b4h_scheduler.store.calendar_settings import (
    Floor,
    calendar_setting,
    floor_of_token,
)
from web.cache import Cache
from web.feeds.answer import calendar
from web.languages.choice import speak
from web.languages.local import place
from web.languages.texts import gettext
from web.readings import read_settings
from web.released import released_lookup
from web.site import site

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.times import Slot
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.store.schema_calendars import CalendarSettingRow
    from b4h_scheduler.store.schema_event import EventRow, TableRow

floor = Blueprint("floor", __name__)
PER_PAGE = 48
PAGE_S = 15
"""A longer list is shown page by page, so many seconds each."""
STILL_SHOWN = timedelta(minutes=3)
"""A slot is shown so long after it began, for those who are late."""
_KEPT = Cache(512)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who goes where in a slot."""

    who: str
    where: str


@floor.get("/cal/floor/<token>/table.ics")
def table(token: str) -> ResponseReturnValue:
    """Give the feed of a table."""
    return _feed(token, Floor.TABLE)


@floor.get("/cal/floor/<token>/event.ics")
def event(token: str) -> ResponseReturnValue:
    """Give the feed of the whole event."""
    return _feed(token, Floor.EVENT)


@floor.get("/wall/<token>")
def wall(token: str) -> ResponseReturnValue:
    """Show who goes where next; the page renews itself."""
    moment = now()
    with site().database.read() as reading:
        row, _, setting = _opened(reading, token, Floor.WALL)
        lookup = released_lookup(reading, row.id)
        speak(read_settings(reading, row.id).languages[0])
    slot = None if lookup is None else next_slot(lookup, moment)
    seats = []
    if lookup is not None and slot is not None:
        seats = seats_of(lookup, slot, shows_pairs=setting.shows_pairs)
    num_pages = max(-(-len(seats) // PER_PAGE), 1)
    number = int(moment.timestamp()) // PAGE_S % num_pages
    return render_template(
        "feeds/wall.html",
        event=row,
        revision=None if lookup is None else lookup.plan.revision,
        slot=slot,
        start=None if lookup is None or slot is None else lookup.local(slot.start),
        seconds=0 if slot is None else (slot.start - moment).total_seconds(),
        clock=None if lookup is None else lookup.local(moment),
        seats=seats[number * PER_PAGE : (number + 1) * PER_PAGE],
        number=number + 1,
        num_pages=num_pages,
        page_s=PAGE_S,
    )


def next_slot(lookup: Lookup, moment: datetime) -> Slot | None:
    """Return the next slot with meetings, or the one that has just begun."""
    held = {meeting.slot for meeting in lookup.plan.meetings}
    coming = (
        slot
        for slot in lookup.event.slots
        if slot.id in held
        and slot.start.timestamp() > (moment - STILL_SHOWN).timestamp()
    )
    return next(coming, None)


def seats_of(lookup: Lookup, slot: Slot, *, shows_pairs: bool) -> list[Seat]:
    """Return where organizations go in a slot, sorted; pairs only if so wanted."""
    found: dict[str, list[str]] = {}
    for meeting in lookup.meetings:
        if meeting.slot != slot.id:
            continue
        where = (
            gettext("online") if meeting.table is None else place(lookup, meeting.table)
        )
        names = [lookup.side_name(side) for side in meeting.sides]
        for who in [" – ".join(names)] if shows_pairs else names:
            found.setdefault(who, []).append(where)
    both = f" {gettext('and')} "
    return [Seat(who, both.join(found[who])) for who in sorted(found, key=str.casefold)]


def _feed(token: str, what: Floor) -> Response:
    with site().database.read() as reading:
        row, place, setting = _opened(reading, token, what)
        is_on = setting.is_event_feed_on
        if what is Floor.TABLE:
            is_on = setting.is_table_feed_on and place is not None
        lookup = released_lookup(reading, row.id)
        if not is_on or lookup is None:
            abort(404)
        key = place.key if what is Floor.TABLE and place is not None else None
        kept = (site().database.url, row.id, setting.version, lookup.plan.revision, key)
        content = _KEPT.get(
            kept,
            lambda: floor_feed(
                reading, setting, lookup, key, shows_pairs=setting.shows_pairs
            ),
        )
    return calendar(content)


def _opened(
    reading: Session, token: str, what: Floor
) -> tuple[EventRow, TableRow | None, CalendarSettingRow]:
    found = floor_of_token(reading, site().secret, what, token)
    if found is None:
        abort(404)
    setting = calendar_setting(reading, found[0].id)
    if setting is None:
        abort(404)
    return *found, setting
