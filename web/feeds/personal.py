"""A delegate's calendar feed and live agenda, by an address that opens nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template

from b4h_scheduler.domain.ids import DelegateId
from b4h_scheduler.releases.feeds import Origin, ended_feed, personal_feed
from b4h_scheduler.store.calendar_settings import calendar_setting, room_of
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import (
    Purpose,
    delegate_of_token,
    former_of_token,
    link_token,
)
from b4h_scheduler.store.revisions import latest_number
from web.cache import Cache
from web.codes import qr
from web.feeds.answer import calendar
from web.languages.choice import prefer
from web.shown_agendas import agenda_of
from web.site import site

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.store.schema_event import DelegateRow, EventRow

feeds = Blueprint("feeds", __name__)
MOST_KEPT = 4096
_KEPT = Cache(MOST_KEPT)
"""Feeds as they were sent last: programs ask far more often than plans change."""


@feeds.get("/cal/<token>/agenda.ics")
def agenda(token: str) -> ResponseReturnValue:
    """Give a calendar program the agenda, and nothing else."""
    with site().database.read() as reading:
        found = delegate_of_token(reading, site().secret, Purpose.FEED, token)
        content = _ended(reading, token) if found is None else feed_of(reading, found)
    if content is None:
        abort(404)
    return calendar(content)


@feeds.get("/cal/<token>/")
def live(token: str) -> ResponseReturnValue:
    """Show the agenda as it is now, and how to subscribe."""
    with site().database.read() as reading:
        delegate = _delegate(reading, token)
        shown = agenda_of(reading, delegate)
        number = latest_number(reading, delegate.event_id)
        event = event_row(reading, delegate.event_id)
        if shown is None or shown.is_provisional:
            abort(404)
        rooms = rooms_of(reading, shown.lookup, delegate)
    prefer(person=delegate.content.get("language", ""))
    address = feed_address(event, delegate)
    return render_template(
        "feeds/live.html",
        delegate=delegate,
        event=event,
        shown=shown,
        number=number,
        appointments=shown.lookup.agendas[shown.delegate.id],
        rooms=rooms,
        feed=address,
        code=qr(address),
    )


def feed_of(reading: Session, delegate: DelegateRow) -> bytes | None:
    """Return a delegate's feed; None: nothing is released yet."""
    event = event_row(reading, delegate.event_id)
    number = latest_number(reading, event.id)
    setting = calendar_setting(reading, event.id)
    if not number or setting is None:
        return None
    versions = event.version, delegate.version, setting.version, number
    key = site().database.url, delegate.id, *versions
    origin = Origin(site().secret, site().settings.public_address)
    return _KEPT.get(key, lambda: personal_feed(reading, origin, event, delegate))


def rooms_of(reading: Session, lookup: Lookup, delegate: DelegateRow) -> dict[str, str]:
    """Return the rooms of a delegate's calls by meeting; none without an address."""
    setting = calendar_setting(reading, delegate.event_id)
    rooms = {
        each.meeting.id: room_of(site().secret, setting, each.meeting.id)
        for each in lookup.agendas.get(DelegateId(delegate.key), ())
        if each.meeting.table is None or lookup.has_video(each.meeting)
    }
    return {meeting: room for meeting, room in rooms.items() if room}


def feed_address(event: EventRow, delegate: DelegateRow) -> str:
    """Return the address of a delegate's feed."""
    token = link_token(site().secret, Purpose.FEED, event, delegate)
    return f"{site().settings.public_address}/cal/{token}/agenda.ics"


def _ended(reading: Session, token: str) -> bytes | None:
    """Return what a revoked address still gives; None: it never was one."""
    former = former_of_token(reading, site().secret, Purpose.FEED, token)
    if former is None:
        return None
    return ended_feed(reading, event_row(reading, former.event_id), token)


def _delegate(reading: Session, token: str) -> DelegateRow:
    delegate = delegate_of_token(reading, site().secret, Purpose.FEED, token)
    if delegate is None:
        abort(404)
    return delegate
