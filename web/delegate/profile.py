"""A delegate's own profile and that of the organization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.people import (
    delegate_row,
    edit_delegate,
    edit_organization,
    organization_of,
    organization_row,
    require_open,
)
from web.change import SEE_OTHER, sentence, write
from web.delegate.frame import page
from web.forms import (
    delegate_changes,
    differing,
    organization_changes,
    seen,
    version_seen,
)
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

profile = Blueprint("profile", __name__)
_OWN = ("name", "phone", "role")
"""The mail address is who one is: only staff changes it."""


@profile.get("/my/profile")
def show() -> ResponseReturnValue:
    """Show both with everything that can be changed."""
    with site().database.read() as reading:
        return _show(reading)


@profile.post("/my/profile")
def save() -> ResponseReturnValue:
    """Save both, unless a colleague did meanwhile."""
    if is_choice():
        with site().database.read() as reading:
            return _show(reading, typed=True)
    row = own()

    def work(writing: Session) -> None:
        require_open(writing, row.event_id)
        person = delegate_row(writing, row.event_id, row.key)
        edit_delegate(writing, person, delegate_changes(_OWN), seen=seen())
        company = organization_row(writing, row.event_id, row.organization_key)
        version = request.form.get("seen_organization", -1, int)
        changes = organization_changes(is_staff=False)
        edit_organization(writing, company, changes, seen=version)

    try:
        write(work)
    except (RefusedError, StaleError) as error:
        if isinstance(error, RefusedError):
            flash(sentence(error), "danger")
        with site().database.read() as reading:
            return _show(reading, typed=True), 409
    flash(gettext("Saved. Others see it at once."), "success")
    return redirect(url_for("profile.show"), SEE_OTHER)


def _show(reading: Session, *, typed: bool = False) -> str:
    row = delegate_row(reading, own().event_id, own().key)
    company = organization_row(reading, row.event_id, row.organization_key)
    stored = _stored(row.content, company)
    return page(
        reading,
        "delegate/profile.html",
        values=stored | request.form.to_dict() if typed else stored,
        differing=differing(stored) if typed and not is_choice() else (),
        person=row,
        seen=version_seen(row.version),
        seen_organization=version_seen(company.version, "seen_organization"),
        company=company,
    )


def _stored(content: dict[str, str], company: object) -> dict[str, str]:
    found = organization_of(company)  # type: ignore[arg-type]
    return {key: content[key] for key in _OWN} | {
        "offers": found.offers,
        "seeks": found.seeks,
        "sectors": "; ".join(found.sectors),
    }
