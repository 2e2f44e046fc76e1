"""A delegate's own profile and that of the organization."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from b4h_scheduler.store.own_changes import require_may_change
from b4h_scheduler.store.people import (
    delegate_row,
    edit_delegate,
    edit_organization,
    organization_of,
    organization_row,
)
from web.change import saved
from web.delegate.frame import page
from web.delegate.own_languages import (
    languages_shown,
    languages_typed,
    mail_languages,
)
from web.differing import differing, was_saved_meanwhile
from web.forms import (
    delegate_changes,
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

    from b4h_scheduler.store.schema_event import OrganizationRow

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
        person = delegate_row(writing, row.event_id, row.key)
        require_may_change(writing, person)
        changes = delegate_changes(_OWN) | languages_typed(request.form)
        edit_delegate(writing, person, changes, seen=seen())
        company = organization_row(writing, row.event_id, row.organization_key)
        version = request.form.get("seen_organization", -1, int)
        shared = organization_changes(is_staff=False)
        edit_organization(writing, company, shared, seen=version)

    again = partial(_show, typed=True)
    done = gettext("Saved. Others see it at once.")
    return saved(work, done=done, to=url_for("profile.show"), again=again)


def _show(reading: Session, *, typed: bool = False) -> str:
    row = delegate_row(reading, own().event_id, own().key)
    company = organization_row(reading, row.event_id, row.organization_key)
    stored = _stored(row.content, company)
    is_stale = typed and (
        was_saved_meanwhile(row.version)
        or was_saved_meanwhile(company.version, "seen_organization")
    )
    return page(
        reading,
        "delegate/profile.html",
        values=stored | request.form.to_dict() if typed else stored,
        differing=differing(stored, is_stale=is_stale),
        person=row,
        seen=version_seen(row.version),
        seen_organization=version_seen(company.version, "seen_organization"),
        company=company,
        mail_languages=mail_languages(stored["language"]),
    )


def _stored(content: dict[str, Any], company: OrganizationRow) -> dict[str, str]:
    found = organization_of(company)
    own_words = {key: content[key] for key in _OWN} | languages_shown(content)
    return own_words | {
        "offers": found.offers,
        "seeks": found.seeks,
        "sectors": "; ".join(found.sectors),
    }
