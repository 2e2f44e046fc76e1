"""Interpreters and coaches: the list, and each added and edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.domain.ids import CompanionId
from b4h_scheduler.releases.companion_changes import lost_by_companion
from b4h_scheduler.store import companions as store
from b4h_scheduler.store.enrolling import NEW
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.field_faults import FieldsError
from web.change import SEE_OTHER, sentence, write
from web.forms import seen
from web.languages.local import language_name
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.readings import read_event, read_settings
from web.released import released_lookup
from web.setup.versions import differing
from web.site import site
from web.staff.companion_fields import (
    PARTS,
    companion_rows,
    companion_typed,
    companion_words,
)
from web.staff.concerned import Concerned
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import CompanionRow
    from web.setup.typed import Typed

companions = Blueprint("companions", __name__)


@companions.get("/events/<int:event_id>/companions")
def index(event_id: int) -> ResponseReturnValue:
    """List the companions."""
    with site().database.read() as reading:
        zone = read_settings(reading, event_id).zone_info
        lookup = released_lookup(reading, event_id)
        found = [
            store.companion_of(row, zone)
            for row in store.companions_of(reading, event_id)
        ]
        joined = {} if lookup is None else lookup.companion_agendas
        return page(
            reading,
            event_id,
            "staff/companions.html",
            found=found,
            zone=zone,
            spoken={
                each.id: sorted(map(language_name, each.languages)) for each in found
            },
            release=None if lookup is None else lookup.plan.revision,
            num_joined={each.id: len(joined.get(each.id, ())) for each in found},
        )


@companions.get("/events/<int:event_id>/new-companion")
def new(event_id: int) -> ResponseReturnValue:
    """Show the form of a companion."""
    with site().database.read() as reading:
        zone = read_settings(reading, event_id).zone_info
        return _page(reading, event_id, None, companion_words(None, zone))


@companions.post("/events/<int:event_id>/new-companion")
def add(event_id: int) -> ResponseReturnValue:
    """Add a companion, unless something is wrong or doubtful."""
    with site().database.read() as reading:
        if is_choice() or request.form.get("more"):
            return _page(reading, event_id, None, request.form)
        typed, concerned = _typed(reading, event_id, NEW)
        if typed.faults or concerned.is_in_the_way:
            answer = _page(
                reading, event_id, None, request.form, typed.faults, concerned
            )
            return answer, 400 if typed.faults else 409
    write(lambda s: store.add_companion(s, event_id, typed.changes).key)
    flash(gettext("{name} is added.", name=typed.changes["name"]), "success")
    return redirect(url_for("companions.index", event_id=event_id), SEE_OTHER)


@companions.get("/events/<int:event_id>/companions/<key>")
def show(event_id: int, key: str) -> ResponseReturnValue:
    """Show a companion with everything that can be changed."""
    with site().database.read() as reading:
        row = store.companion_row(reading, event_id, key)
        return _page(reading, event_id, row, _stored(reading, row))


@companions.post("/events/<int:event_id>/companions/<key>")
def save(event_id: int, key: str) -> ResponseReturnValue:
    """Save a companion, unless somebody else did, or plans would lose meetings."""
    with site().database.read() as reading:
        row = store.companion_row(reading, event_id, key)
        if is_choice() or request.form.get("more"):
            return _page(reading, event_id, row, request.form)
        if row.version != seen():
            return _page(reading, event_id, row, request.form, is_stale=True), 409
        typed, concerned = _typed(reading, event_id, key)
        if typed.faults or concerned.is_in_the_way:
            answer = _page(
                reading, event_id, row, request.form, typed.faults, concerned
            )
            return answer, 400 if typed.faults else 409

    def work(writing: Session) -> None:
        found = store.companion_row(writing, event_id, key)
        store.edit_companion(found, typed.changes, seen=seen())

    try:
        write(work)
    except StaleError:
        with site().database.read() as reading:
            row = store.companion_row(reading, event_id, key)
            return _page(reading, event_id, row, request.form, is_stale=True), 409
    flash(gettext("Saved."), "success")
    return redirect(url_for("companions.show", event_id=event_id, key=key), SEE_OTHER)


@companions.get("/events/<int:event_id>/companions/<key>/remove")
def ask_to_remove(event_id: int, key: str) -> ResponseReturnValue:
    """Show the meetings of a companion, and the button."""
    with site().database.read() as reading:
        row = store.companion_row(reading, event_id, key)
        return page(
            reading,
            event_id,
            "staff/remove_companion.html",
            row=row,
            found=store.joined_by(reading, row),
        )


@companions.post("/events/<int:event_id>/companions/<key>/remove")
def remove(event_id: int, key: str) -> ResponseReturnValue:
    """Remove a companion."""
    with site().database.read() as reading:
        name = store.companion_row(reading, event_id, key).content["name"]
    erases = request.form.get("erase") == "yes"

    def work(writing: Session) -> None:
        row = store.companion_row(writing, event_id, key)
        store.remove_companion(
            writing, row, seen=request.form.get("seen", ""), erases=erases
        )

    try:
        write(work)
    except (RefusedError, StaleError) as error:
        flash(sentence(error), "danger")
        here = url_for("companions.ask_to_remove", event_id=event_id, key=key)
        return redirect(here, SEE_OTHER)
    if erases:
        site().database.forget_deleted()
    flash(gettext("{name} is removed.", name=name), "success")
    return redirect(url_for("companions.index", event_id=event_id), SEE_OTHER)


def _typed(reading: Session, event_id: int, key: str) -> tuple[Typed, Concerned]:
    """Return what was typed, with its faults, and what it would mean."""
    event = read_event(reading, event_id)
    typed = companion_typed(request.form, event.zone_info)
    if typed.faults:
        return typed, Concerned()
    try:
        companion = store.checked_companion(typed.changes, key)
    except FieldsError as error:
        typed.tell(error)
        return typed, Concerned()
    if companion in event.companions:
        return typed, Concerned()  # nothing changes
    doubts = store.doubts_about_companion(reading, event_id, companion)
    lost = lost_by_companion(reading, event_id, event, companion)
    return typed, Concerned(lost, doubts)


def _stored(reading: Session, row: CompanionRow) -> dict[str, str]:
    zone = read_settings(reading, row.event_id).zone_info
    return companion_words(store.companion_of(row, zone), zone)


def _page(
    reading: Session,
    event_id: int,
    row: CompanionRow | None,
    shown: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    concerned: Concerned | None = None,
    *,
    is_stale: bool = False,
) -> str:
    more: dict[str, Any] = {"seen": "", "joined": (), "lookup": None}
    told: tuple[tuple[str, str, str], ...] = ()
    if row is not None:
        lookup = released_lookup(reading, event_id)
        joined = {} if lookup is None else lookup.companion_agendas
        more = {
            "seen": row.version
            if is_stale
            else request.form.get("seen", row.version, int),
            "joined": joined.get(CompanionId(row.key), ()),
            "lookup": lookup,
        }
        if is_stale:
            told = differing(PARTS, _stored(reading, row), shown)
            if not told:
                flash(gettext("Somebody else saved exactly this meanwhile."), "success")
    return page(
        reading,
        event_id,
        "staff/companion.html",
        row=row,
        parts_of=PARTS,
        shown=shown,
        faults=faults or {},
        num_rows=companion_rows(shown, request.form.get("more")),
        concerned=concerned or Concerned(),
        differing=told,
        **more,
    )
