"""Units of an organization on a page: their names, and who belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from b4h_scheduler.releases.unit_changes import lost_by_units
from b4h_scheduler.store import units as store
from b4h_scheduler.store.errors import RefusedError, StaleError
from b4h_scheduler.store.field_faults import FieldsError
from b4h_scheduler.store.people import organization_row
from web.change import SEE_OTHER, sentence, write
from web.languages.local import count
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.readings import read_event, read_settings
from web.setup.fields import Field, Kind, Rows
from web.setup.typed import num_rows, typed_of, words
from web.setup.versions import differing
from web.site import site
from web.staff.concerned import Concerned
from web.staff.frame import page
from web.staff.people import people, tended_organization

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import OrganizationRow
    from b4h_scheduler.store.units import Units
    from web.setup.typed import Typed

PARTS = (
    Rows(
        "units",
        mark("Units"),
        mark("unit"),
        mark(
            "Labs or represented members. Each wishes and is wished for as if it were "
            "an organization of its own."
        ),
        (
            Field("id", "", Kind.HIDDEN),
            Field("name", mark("Name of the unit"), is_needed=True),
        ),
    ),
)
_OF = "unit-of-"


@people.get("/events/<int:event_id>/organizations/<key>/units")
def show_organization_units(event_id: int, key: str) -> ResponseReturnValue:
    """Show the units of an organization, and who belongs to which."""
    with site().database.read() as reading:
        row = tended_organization(reading, event_id, key)
        return _page(reading, row, _stored(reading, row))


@people.post("/events/<int:event_id>/organizations/<key>/units")
def save_organization_units(event_id: int, key: str) -> ResponseReturnValue:
    """Save the units, unless somebody else did, or something would be lost."""
    with site().database.read() as reading:
        row = tended_organization(reading, event_id, key)
        units, again = _asked(reading, row)
    if units is None:
        return again

    def work(writing: Session) -> None:
        found = organization_row(writing, event_id, key)
        store.edit_units(writing, found, units, seen=_seen())

    try:
        write(work)
    except StaleError:
        with site().database.read() as reading:
            row = tended_organization(reading, event_id, key)
            return _page(reading, row, request.form, is_stale=True), 409
    except RefusedError as error:
        with site().database.read() as reading:
            row = tended_organization(reading, event_id, key)
            return _page(reading, row, request.form, {"": _clause(error)}), 400
    flash(gettext("Saved."), "success")
    to = url_for("people.show_organization_units", event_id=event_id, key=key)
    return redirect(to, SEE_OTHER)


def _asked(
    reading: Session, row: OrganizationRow
) -> tuple[Units | None, ResponseReturnValue]:
    """Return the units to be saved; None: the page again, with what is to be done."""
    if is_choice() or request.form.get("more"):
        return None, _page(reading, row, request.form)
    if store.units_state(reading, row) != _seen():
        return None, (_page(reading, row, request.form, is_stale=True), 409)
    typed, units = _typed(reading, row)
    if units is None:
        return None, (_page(reading, row, request.form, typed.faults), 400)
    concerned = _concerned(reading, row, units)
    if concerned.is_in_the_way:
        return None, (_page(reading, row, request.form, concerned=concerned), 409)
    return units, ""


def _seen() -> str:
    return request.form.get("seen", "")


def _typed(reading: Session, row: OrganizationRow) -> tuple[Typed, Units | None]:
    """Return what was typed, and the units; None: it has faults, which are noted."""
    zone = read_settings(reading, row.event_id).zone_info
    typed = typed_of(PARTS, request.form, zone)
    chosen = {
        name.removeprefix(_OF): value
        for name, value in request.form.items()
        if name.startswith(_OF)
    }
    if typed.faults:
        return typed, None
    try:
        units = store.units_typed(reading, row, typed.changes["units"], chosen)
    except FieldsError as error:
        typed.tell(error)
        return typed, None
    refusal = store.why_units_stay(reading, row, units)
    if refusal:
        typed.faults[""] = _clause(RefusedError(refusal))
        return typed, None
    return typed, units


def _clause(error: RefusedError) -> str:
    """Return a refusal as the page puts it into a sentence of its own."""
    return sentence(error).removesuffix(".")


def _concerned(reading: Session, row: OrganizationRow, units: Units) -> Concerned:
    going = store.going_with(reading, row, units)
    told = [
        gettext(
            "{name}: {wishes} of the unit, and {number} for it",
            name=", ".join(units.gone.values()),
            wishes=count(len(going.by), "wish", "wishes"),
            number=len(going.for_),
        )
    ] * bool(going.by or going.for_)
    if going.vetoes:
        told.append(
            count(
                len(going.vetoes),
                "rule that two must not meet",
                "rules that two must not meet",
            )
        )
    moved = [
        each.name
        for each in store.members_of(reading, row)
        if each.content["unit"] in units.gone and units.of[each.key] is None
    ]
    if moved:
        told.append(
            gettext(
                "for the organization itself from then on: {names}",
                names=", ".join(moved),
            )
        )
    event = read_event(reading, row.event_id)
    lost = lost_by_units(reading, row.event_id, event, units)
    return Concerned(lost, going=told)


def _stored(reading: Session, row: OrganizationRow) -> dict[str, str]:
    zone = read_settings(reading, row.event_id).zone_info
    return words(PARTS, {"units": row.content["units"]}, zone) | {
        f"{_OF}{each.key}": each.content["unit"] or ""
        for each in store.members_of(reading, row)
    }


def _page(
    reading: Session,
    row: OrganizationRow,
    shown: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    concerned: Concerned | None = None,
    *,
    is_stale: bool = False,
) -> str:
    members = store.members_of(reading, row)
    names = {unit["id"]: unit["name"] for unit in row.content["units"]}
    return page(
        reading,
        row.event_id,
        "staff/units.html",
        row=row,
        seen=(None if is_stale else request.form.get("seen"))
        or store.units_state(reading, row),
        parts_of=PARTS,
        shown=shown,
        faults=faults or {},
        num_rows={
            "units": max(num_rows(PARTS[0], shown), 1)
            + (request.form.get("more") == "units")
        },
        concerned=concerned or Concerned(),
        differing=_differing(reading, row, shown) if is_stale else (),
        members=members,
        choices=[("", row.name), *names.items()],
    )


def _differing(
    reading: Session, row: OrganizationRow, typed: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Return what somebody else saved meanwhile beside what was typed."""
    stored = _stored(reading, row)
    names = {unit["id"]: unit["name"] for unit in row.content["units"]} | {"": row.name}
    told = differing(PARTS, stored, typed)
    for each in store.members_of(reading, row):
        theirs, yours = stored[_OF + each.key], typed.get(_OF + each.key)
        if yours is not None and theirs != yours:
            told += ((each.name, names[theirs], names.get(yours, yours)),)
    if not told:
        flash(gettext("Somebody else saved exactly this meanwhile."), "success")
    return told
