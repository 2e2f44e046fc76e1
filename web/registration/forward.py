"""Profiles copied from earlier events, of those who agreed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for
from sqlalchemy import select

from b4h_scheduler.store.forward import copy_forward, earlier_people
from b4h_scheduler.store.schema_event import EventRow
from b4h_scheduler.store.staff import Role
from web.change import change
from web.languages.texts import ngettext
from web.registration.staff import applications
from web.site import site
from web.staff.frame import page
from web.visitor import visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

_MAY = frozenset({Role.OWNER, Role.EDITOR})


@applications.get("/events/<int:event_id>/registration/earlier")
def earlier(event_id: int) -> ResponseReturnValue:
    """List who may be copied."""
    with site().database.read() as reading:
        found = earlier_people(reading, event_id, _sources(reading, event_id))
        return page(reading, event_id, "registration/earlier.html", people=found)


@applications.post("/events/<int:event_id>/registration/earlier")
def copy(event_id: int) -> ResponseReturnValue:
    """Copy those who are ticked."""
    ids = request.form.getlist("delegate", type=int)

    def work(writing: Session) -> None:
        copy_forward(writing, event_id, _sources(writing, event_id), ids)

    number = len(set(ids))
    return change(
        work,
        done=ngettext(
            "Copied {n} person. The link is under Invitations.",
            "Copied {n} people. Their links are under Invitations.",
            number,
        ),
        to=url_for("applications.earlier", event_id=event_id),
    )


def _sources(session: Session, event_id: int) -> list[int]:
    """Return the other events that the visitor tends."""
    who = visitor()
    ids = session.scalars(select(EventRow.id).where(EventRow.id != event_id))
    return [number for number in ids if who.role(number) in _MAY]
