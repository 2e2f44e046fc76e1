"""What every page of a delegate shows around its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.own_changes import may_change
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.wishes import are_wishes_open_at
from web.delegate.others import own_organization
from web.languages.texts import gettext, mark
from web.visitor import own, visitor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PAGES = (
    (mark("Start"), "my.home"),
    (mark("Find partners"), "browse.index"),
    (mark("My wishes"), "wishes.index"),
    (mark("Wishes for us"), "incoming.index"),
    (mark("Agenda"), "agenda.show"),
    (mark("Profile"), "profile.show"),
    (mark("Trip"), "trip.show"),
    (mark("Late or away"), "late.show"),
    (mark("My data"), "privacy.show"),
)

_PRIORITIES = (
    (1, mark("1: must meet")),
    (2, mark("2: want to meet")),
    (3, mark("3: nice to meet")),
)


def page(reading: Session, template: str, **content: Any) -> str:
    """Return a page of the delegate who asks."""
    delegate = own()
    event = visitor().event or event_row(reading, delegate.event_id)
    part = (request.endpoint or "").partition(".")[0]
    items = [
        (gettext(title), url_for(endpoint), endpoint.partition(".")[0] == part)
        for title, endpoint in _PAGES
    ]
    phase = phase_at(event, now())
    return render_template(
        template,
        event=event,
        delegate=delegate,
        organization=own_organization(reading, delegate),
        phase=phase,
        is_open=are_wishes_open_at(reading, event, delegate.organization_key),
        may_change=may_change(reading, event, delegate),
        closing=event.phase_dates.get(Phase.CLOSED.value),
        is_acting=visitor().is_acting,
        nav_items=items,
        priorities=[(n, gettext(text)) for n, text in _PRIORITIES],
        **content,
    )
