"""A delegate or an organization is removed, after it is shown what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from b4h_scheduler.sentence import listed
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.people import delegate_row, organization_row
from b4h_scheduler.store.removing import (
    hanging_on_delegate,
    hanging_on_organization,
    remove_delegate,
    remove_organization,
    why_not,
)
from web.change import SEE_OTHER, sentence, write
from web.languages.texts import gettext
from web.site import site
from web.staff.frame import page
from web.staff.people import people, tended, tended_organization

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.removing import Hanging
    from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

MOST_SHOWN = 50
"""Meetings of drafts in the list."""


@people.get("/events/<int:event_id>/people/<key>/remove")
def ask_to_remove(event_id: int, key: str) -> ResponseReturnValue:
    """Show what goes with a delegate, and the button."""
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        return _page(reading, row, hanging_on_delegate(reading, row))


@people.post("/events/<int:event_id>/people/<key>/remove")
def remove(event_id: int, key: str) -> ResponseReturnValue:
    """Remove a delegate."""
    with site().database.read() as reading:
        name = tended(reading, event_id, key).name

    def work(writing: Session) -> None:
        row = delegate_row(writing, event_id, key)
        remove_delegate(writing, row, seen=_seen(), erases=_erases())

    here = url_for("people.ask_to_remove", event_id=event_id, key=key)
    return _done(work, event_id, name, here)


@people.get("/events/<int:event_id>/organizations/<key>/remove")
def ask_to_remove_organization(event_id: int, key: str) -> ResponseReturnValue:
    """Show what goes with an organization, and the button."""
    with site().database.read() as reading:
        row = tended_organization(reading, event_id, key)
        return _page(reading, row, hanging_on_organization(reading, row))


@people.post("/events/<int:event_id>/organizations/<key>/remove")
def remove_one_organization(event_id: int, key: str) -> ResponseReturnValue:
    """Remove an organization with its delegates."""
    with site().database.read() as reading:
        name = tended_organization(reading, event_id, key).name

    def work(writing: Session) -> None:
        row = organization_row(writing, event_id, key)
        remove_organization(writing, row, seen=_seen(), erases=_erases())

    here = url_for("people.ask_to_remove_organization", event_id=event_id, key=key)
    return _done(work, event_id, name, here)


def _done(
    work: Callable[[Session], None], event_id: int, name: str, here: str
) -> ResponseReturnValue:
    try:
        write(work)
    except (RefusedError, StaleError) as error:
        flash(sentence(error), "danger")
        return redirect(here, SEE_OTHER)
    if _erases():
        site().database.forget_deleted()
    flash(gettext("{name} is removed.", name=name), "success")
    return redirect(url_for("people.index", event_id=event_id), SEE_OTHER)


def _seen() -> str:
    return request.form.get("seen", "")


def _erases() -> bool:
    return request.form.get("erase") == "yes"


def _page(reading: Session, row: DelegateRow | OrganizationRow, found: Hanging) -> str:
    return page(
        reading,
        row.event_id,
        "staff/remove.html",
        row=row,
        found=found,
        homes=listed(found.homes, ", "),
        is_refused=bool(why_not(found, row.name)),
        most=MOST_SHOWN,
    )
