"""The first visits to a process, made by itself: what they need is kept from then on.

That is texts, queries and templates made ready, and events read. Nothing is written:
opening a page changes nothing (a test looks).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow, EventRow
from web.logs import UNTOLD
from web.site import KEY
from web.visitor import LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from web.site import Site

MOST_EVENTS = 3
"""Those used last; of more the cache would not keep all."""
_COME = frozenset(
    {Phase.REGISTRATION, Phase.WISHES, Phase.CLOSED, Phase.RELEASED, Phase.RUNNING}
)
"""Phases in which delegates come."""
_PAGES = (
    "/my/",
    "/my/partners",
    "/my/wishes",
    "/my/incoming",
    "/my/agenda",
    "/my/profile",
    "/my/trip",
)


def visit_link(app: Flask) -> None:
    """Open the link of one delegate, if there are any."""
    for token in _tokens(app)[:1]:
        _open(app, app.test_client(), f"/d/{token}")


def page_visits(app: Flask) -> Iterator[Callable[[], None]]:
    """Give each of the first pages of a delegate, one event after the other."""
    for token in _tokens(app):
        client = app.test_client()
        with client.session_transaction(base_url=_address(app)) as session:
            session[LINK] = token
        for path in _PAGES:
            yield partial(_open, app, client, path)


def visited_events(app: Flask) -> list[int]:
    """Return the events that are read, that used last first."""
    site: Site = app.extensions[KEY]
    with site.database.read() as reading:
        return [event.id for event in _events(reading)][:MOST_EVENTS]


def _open(app: Flask, client: FlaskClient, path: str) -> None:
    """Open a page; if it fails, the log says why, as for everybody."""
    client.get(path, base_url=_address(app), environ_overrides={UNTOLD: True})


def _address(app: Flask) -> str:
    site: Site = app.extensions[KEY]
    return site.settings.public_address


def _tokens(app: Flask) -> list[str]:
    """Return the link of one delegate of each event, that used last first."""
    site: Site = app.extensions[KEY]
    with site.database.read() as reading:
        found = []
        for event in _events(reading):
            query = select(DelegateRow).where(DelegateRow.event_id == event.id)
            delegate = reading.scalar(query.order_by(DelegateRow.id).limit(1))
            if delegate is not None:
                token = link_token(site.secret, Purpose.PAGE, event, delegate)
                found.append(token)
        return found[:MOST_EVENTS]


def _events(reading: Session) -> list[EventRow]:
    latest = (
        select(func.max(AuditRow.id))
        .where(AuditRow.event_id == EventRow.id)
        .scalar_subquery()
    )
    query = select(EventRow).order_by(func.coalesce(latest, 0).desc(), EventRow.id)
    moment = now()
    return [each for each in reading.scalars(query) if phase_at(each, moment) in _COME]
