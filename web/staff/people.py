"""Delegates and organizations: the list, and each edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, request, session, url_for
from sqlalchemy import select

from b4h_scheduler.domain.people import Attends, Kind
from b4h_scheduler.domain.presence import present
from b4h_scheduler.finding.search import words_of
from b4h_scheduler.languages import LANGUAGES
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.links import revoke_links
from b4h_scheduler.store.own_list import wishes_by, wishes_for
from b4h_scheduler.store.people import (
    delegate_of,
    delegate_row,
    edit_delegate,
    edit_organization,
    organization_of,
    organization_row,
)
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from web.change import SEE_OTHER, change, saved, sentence, write
from web.differing import differing, trip_boxes, was_saved_meanwhile
from web.forms import (
    delegate_changes,
    organization_changes,
    seen,
    trip_changes,
    trip_words,
    version_seen,
)
from web.languages.local import KINDS
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.pictures import presence_strip
from web.readings import read_settings
from web.setup.choices import COUNTING
from web.site import site
from web.staff.frame import page
from web.staff.person_fields import person_changes, person_words
from web.visitor import ACTING, visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event

people = Blueprint("people", __name__)
PER_PAGE = 100
WAYS: dict[Attends, str] = {
    Attends.TOGETHER: mark("together"),
    Attends.SEPARATELY: mark("separately"),
}


@people.get("/events/<int:event_id>/people")
def index(event_id: int) -> ResponseReturnValue:
    """List the delegates, filtered by words."""
    wanted = words_of(request.args.get("q", ""))
    number = max(request.args.get("page", 1, int), 1)
    with site().database.read() as reading:
        pairs = [
            (delegate, organization)
            for delegate, organization in visible(reading, event_id)
            if _has(wanted, delegate, organization)
        ]
        return page(
            reading,
            event_id,
            "staff/people.html",
            pairs=pairs[(number - 1) * PER_PAGE : number * PER_PAGE],
            total=len(pairs),
            num_pages=-(-len(pairs) // PER_PAGE),
            without=_without_delegates(reading, event_id, wanted),
            number=number,
            q=request.args.get("q", ""),
        )


@people.get("/events/<int:event_id>/people/<key>")
def show(event_id: int, key: str) -> ResponseReturnValue:
    """Show a delegate with everything that can be changed."""
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        return _show(reading, row)


@people.post("/events/<int:event_id>/people/<key>")
def save(event_id: int, key: str) -> ResponseReturnValue:
    """Save a delegate, unless somebody else did meanwhile."""
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        if is_choice():
            return _show(reading, row, typed=True)
        settings = read_settings(reading, event_id)

    def work(writing: Session) -> None:
        changes = (
            delegate_changes() | trip_changes(settings) | person_changes(request.form)
        )
        edit_delegate(
            writing, delegate_row(writing, event_id, key), changes, seen=seen()
        )

    try:
        write(work)
    except StaleError:
        with site().database.read() as reading:
            return _show(reading, delegate_row(reading, event_id, key), typed=True), 409
    except RefusedError as error:
        flash(sentence(error), "danger")
        with site().database.read() as reading:
            return _show(reading, delegate_row(reading, event_id, key), typed=True), 400
    flash(gettext("Saved."), "success")
    return redirect(url_for("people.show", event_id=event_id, key=key), SEE_OTHER)


@people.get("/events/<int:event_id>/organizations/<key>")
def show_organization(event_id: int, key: str) -> ResponseReturnValue:
    """Show an organization with everything that can be changed."""
    with site().database.read() as reading:
        return _show_organization(reading, tended_organization(reading, event_id, key))


@people.post("/events/<int:event_id>/organizations/<key>")
def save_organization(event_id: int, key: str) -> ResponseReturnValue:
    """Save an organization, unless somebody else did meanwhile."""
    with site().database.read() as reading:
        stored = tended_organization(reading, event_id, key)
        if is_choice():
            return _show_organization(reading, stored, typed=True)

    def work(writing: Session) -> None:
        changes = organization_changes(is_staff=visitor().regions(event_id) is None)
        row = organization_row(writing, event_id, key)
        edit_organization(writing, row, changes, seen=seen())

    def again(reading: Session) -> str:
        row = organization_row(reading, event_id, key)
        return _show_organization(reading, row, typed=True)

    to = url_for("people.show_organization", event_id=event_id, key=key)
    return saved(work, done=gettext("Saved."), to=to, again=again)


@people.post("/events/<int:event_id>/people/<key>/revoke")
def revoke(event_id: int, key: str) -> ResponseReturnValue:
    """Make a delegate's links invalid; new ones take their place."""
    with site().database.read() as reading:
        tended(reading, event_id, key)
    return change(
        lambda writing: revoke_links(delegate_row(writing, event_id, key)),
        done=gettext("The old links do not work any more. Send the new one."),
        to=url_for("people.show", event_id=event_id, key=key),
    )


@people.post("/events/<int:event_id>/people/<key>/act")
def act(event_id: int, key: str) -> ResponseReturnValue:
    """Begin to act on behalf of a delegate."""
    with site().database.read() as reading:
        session[ACTING] = tended(reading, event_id, key).id
    return redirect(url_for("my.home"), SEE_OTHER)


@people.post("/stop-acting")
def stop_acting() -> ResponseReturnValue:
    """End acting on behalf, and go back to the delegate's page for staff."""
    delegate = visitor().delegate
    session.pop(ACTING, None)
    if delegate is None:
        return redirect(url_for("events.index"), SEE_OTHER)
    to = url_for("people.show", event_id=delegate.event_id, key=delegate.key)
    return redirect(to, SEE_OTHER)


def delegate_choices(settings: Event, language: str) -> dict[str, Any]:
    """Return what can be chosen of a delegate; a language that is there stays one."""
    known = {language: language} if language else {}
    return {
        "points": [("", "–"), *((p.id, p.name) for p in settings.arrival_points)],
        "mail_languages": list((known | LANGUAGES).items()),
        "counting": [(key, gettext(words)) for key, words in COUNTING.items()],
        "sessions": settings.sessions,
        "zone": settings.zone_info,
    }


def organization_choices() -> dict[str, Any]:
    """Return what can be chosen of an organization."""
    return {
        "kinds": [(kind.value, gettext(KINDS[kind])) for kind in Kind],
        "ways": [(way.value, gettext(WAYS[way])) for way in Attends],
    }


def tended(reading: Session, event_id: int, key: str) -> DelegateRow:
    """Return a delegate that the visitor may see: a partner only of its regions."""
    row = delegate_row(reading, event_id, key)
    regions = visitor().regions(event_id)
    if regions is not None:
        organization = organization_row(reading, event_id, row.organization_key)
        if organization.region not in regions:
            abort(404)
    return row


def tended_organization(reading: Session, event_id: int, key: str) -> OrganizationRow:
    """Return an organization that the visitor may see."""
    row = organization_row(reading, event_id, key)
    regions = visitor().regions(event_id)
    if regions is not None and row.region not in regions:
        abort(404)
    return row


def visible(
    reading: Session, event_id: int
) -> list[tuple[DelegateRow, OrganizationRow]]:
    """Return the delegates that the visitor may see, with their organizations."""
    query = (
        select(DelegateRow, OrganizationRow)
        .join(
            OrganizationRow,
            (OrganizationRow.event_id == DelegateRow.event_id)
            & (OrganizationRow.key == DelegateRow.organization_key),
        )
        .where(DelegateRow.event_id == event_id)
        .order_by(OrganizationRow.name, DelegateRow.name)
    )
    regions = visitor().regions(event_id)
    if regions is not None:
        query = query.where(OrganizationRow.region.in_(sorted(regions)))
    return [
        (delegate, organization) for delegate, organization in reading.execute(query)
    ]


def _without_delegates(
    reading: Session, event_id: int, wanted: list[str]
) -> list[OrganizationRow]:
    """Return the organizations of the visitor's regions for which nobody comes."""
    own = select(DelegateRow.organization_key).where(DelegateRow.event_id == event_id)
    query = select(OrganizationRow).where(
        OrganizationRow.event_id == event_id, OrganizationRow.key.not_in(own)
    )
    regions = visitor().regions(event_id)
    if regions is not None:
        query = query.where(OrganizationRow.region.in_(sorted(regions)))
    rows = reading.scalars(query.order_by(OrganizationRow.name))
    return [row for row in rows if _begin(wanted, f"{row.name} {row.region}")]


def _has(
    wanted: list[str], delegate: DelegateRow, organization: OrganizationRow
) -> bool:
    told = f"{delegate.name} {delegate.email} {organization.name} {organization.region}"
    return _begin(wanted, told)


def _begin(wanted: list[str], told: str) -> bool:
    """Whether some word of a text begins with each of those that are wanted."""
    words = words_of(told)
    return all(any(each.startswith(word) for each in words) for word in wanted)


def _show(reading: Session, row: DelegateRow, *, typed: bool = False) -> str:
    settings = read_settings(reading, row.event_id)
    delegate = delegate_of(row, settings.zone_info)
    stored = trip_words(delegate, settings) | person_words(delegate)
    # A box that is not ticked is not in the form.
    values = person_words(delegate) | request.form.to_dict() if typed else stored
    own, others = row.organization_key, row.event_id
    return page(
        reading,
        row.event_id,
        "staff/delegate.html",
        row=row,
        seen=version_seen(row.version),
        delegate=delegate,
        values=values,
        differing=differing(
            stored,
            is_stale=typed and was_saved_meanwhile(row.version),
            boxes=trip_boxes(settings),
        ),
        **delegate_choices(settings, delegate.language),
        strip=presence_strip(settings, present(settings, delegate)),
        organization=organization_row(reading, others, own),
        num_own=len(wishes_by(reading, others, own)),
        num_for=len(wishes_for(reading, others, own)),
    )


def _show_organization(
    reading: Session, row: OrganizationRow, *, typed: bool = False
) -> str:
    organization = organization_of(row)
    stored = organization.model_dump(mode="json")
    stored["sectors"] = "; ".join(organization.sectors)
    stored["needs"] = "; ".join(sorted(organization.needs))
    stored["is_sme"] = {True: "yes", False: "no", None: ""}[organization.is_sme]
    delegates = select(DelegateRow).where(
        DelegateRow.event_id == row.event_id, DelegateRow.organization_key == row.key
    )
    return page(
        reading,
        row.event_id,
        "staff/organization.html",
        row=row,
        seen=version_seen(row.version),
        values=request.form if typed else stored,
        differing=differing(
            stored, is_stale=typed and was_saved_meanwhile(row.version)
        ),
        **organization_choices(),
        delegates=list(reading.scalars(delegates.order_by(DelegateRow.position))),
    )
