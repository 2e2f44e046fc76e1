"""What every page of an event shows around its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import phase_at
from web.access import Need, may
from web.languages.texts import gettext, mark

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PAGES = (
    (mark("Overview"), "dashboard.show", Need.PEOPLE),
    (mark("Set-up"), "setup.index", Need.LOOK),
    (mark("Registration"), "applications.index", Need.PEOPLE),
    (mark("People"), "people.index", Need.PEOPLE),
    (mark("Invitations"), "invitations.index", Need.TEND),
    (mark("Phase"), "phases.show", Need.LOOK),
    (mark("Plans"), "runs.index", Need.LOOK),
    (mark("Releases"), "releases.index", Need.LOOK),
    (mark("Mail"), "mail.index", Need.LOOK),
    (mark("Desk"), "late_desk.index", Need.DESK),
    (mark("Import"), "imports.form", Need.EDIT),
    (mark("Export"), "exports.index", Need.LOOK),
    (mark("Team"), "team.index", Need.LOOK),
    (mark("Log"), "log.show", Need.LOOK),
)
"""Title, endpoint, and what is needed to see it."""
_OF_DESK = frozenset({"booking", "held"})
_OF_RELEASES = frozenset({"giving", "prints", "proposals"})
_OF_PLANS = frozenset(
    {
        "about",
        "board",
        "compare",
        "drafts",
        "edit",
        "edit_locks",
        "edit_objections",
        "figures",
        "prices",
        "whatif",
    }
)


def page(reading: Session, event_id: int, template: str, **content: Any) -> str:
    """Return a page of an event."""
    row = event_row(reading, event_id)
    part = (request.endpoint or "").partition(".")[0]
    items = [
        (gettext(title), url_for(endpoint, event_id=event_id), _is_here(part, endpoint))
        for title, endpoint, need in _PAGES
        if may(need, event_id)
    ]
    return render_template(
        template, event=row, phase=phase_at(row, now()), nav_items=items, **content
    )


def _is_here(part: str, endpoint: str) -> bool:
    own = endpoint.partition(".")[0]
    if own == "mail" and part == "mail_texts":
        return True
    if own == "people" and part == "companions":
        return True
    if own == "releases" and part in _OF_RELEASES:
        return True
    if own == "late_desk" and part in _OF_DESK:
        return True
    if own == "setup" and part == "backing":
        return True
    return part == own or (own == "runs" and part in _OF_PLANS)
