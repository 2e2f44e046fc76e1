"""The rules of registration: who may register, texts, places, numbers of wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from pydantic import ValidationError

from b4h_scheduler.domain.people import Kind as OrganizationKind
from b4h_scheduler.store.errors import StaleError
from b4h_scheduler.store.field_faults import fields_error
from b4h_scheduler.store.rules import (
    NEEDED,
    Consent,
    Mode,
    Rules,
    consent_texts,
    read_rules,
    save_rules,
    save_texts,
)
from web.change import SEE_OTHER, write
from web.forms import seen
from web.languages.local import KINDS
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.readings import read_settings
from web.registration.staff import applications
from web.setup.choices import HEADINGS
from web.setup.fields import Field, Group, Kind, Rows
from web.setup.typed import Typed, num_rows, typed_of, words
from web.setup.versions import differing
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

_KINDS = tuple((kind.value, KINDS[kind]) for kind in OrganizationKind)
_MODES = {
    Mode.CLOSED: mark("nobody"),
    Mode.CODE: mark("whoever has the invitation code"),
    Mode.OPEN: mark("anybody"),
}
_TEXTS = {
    Consent.TERMS: mark("Terms of participation (needed)"),
    Consent.NOTICE: mark("Privacy notice (needed)"),
    Consent.PHOTOS: mark("Photos"),
    Consent.CONTACT: mark("Passing on contact details"),
    Consent.SURVEYS: mark("Surveys"),
    Consent.LATER: mark("Copying the profile to later events"),
}
PARTS: tuple[Group | Rows, ...] = (
    Group(
        mark("Who may register"),
        mark(
            "The public page is open in the phases registration and wishes. After "
            "closing newcomers are late: planned only into what is free."
        ),
        (
            Field(
                "mode",
                mark("Registers"),
                Kind.CHOICE,
                choices=tuple((mode.value, told) for mode, told in _MODES.items()),
            ),
            Field(
                "code", mark("Invitation code"), help=mark("For those who are invited")
            ),
            Field(
                "voucher_least",
                mark("Least meetings of a voucher"),
                Kind.NUMBER,
                mark("Proposed where the form gives only its number"),
            ),
            Field("intro", mark("Above the form"), Kind.AREA),
        ),
    ),
    Group(
        mark("What people agree to"),
        mark(
            "Each change makes a new version; with every consent its version is kept. "
            "Optional texts are asked for with an unticked box; empty ones are not."
        ),
        tuple(
            Field(f"texts-{consent.value}", told, Kind.AREA)
            for consent, told in _TEXTS.items()
        ),
    ),
    Rows(
        "places",
        mark("Places"),
        mark("number"),
        mark(
            "At most so many organizations; who comes when all are taken waits, is "
            "seen by nobody and cannot wish until a place is offered. Without a number "
            "all have a place."
        ),
        (
            Field(
                "kind",
                mark("Of kind"),
                Kind.MAYBE_CHOICE,
                choices=(("", mark("any")), *_KINDS),
            ),
            Field("region", mark("Of region"), help=mark("Empty: any")),
            Field("number", mark("Places"), Kind.NUMBER),
        ),
    ),
    Group(
        mark("Wishes"),
        mark(
            "At most so many of each delegate, by the kind of its organization. Empty: "
            "no own limit."
        ),
        tuple(
            Field(f"most_wishes-{kind}", HEADINGS[kind], Kind.MAYBE_NUMBER)
            for kind in OrganizationKind
        ),
    ),
)


@applications.get("/events/<int:event_id>/registration/rules")
def rules(event_id: int) -> ResponseReturnValue:
    """Show the rules."""
    with site().database.read() as reading:
        zone = read_settings(reading, event_id).zone_info
        found, version = read_rules(reading, event_id)
        shown = words(PARTS, _content(reading, event_id, found), zone)
        return _page(reading, event_id, shown, {}, version)


@applications.post("/events/<int:event_id>/registration/rules")
def save(event_id: int) -> ResponseReturnValue:
    """Save the rules and new versions of texts that changed."""
    with site().database.read() as reading:
        zone = read_settings(reading, event_id).zone_info
        typed = typed_of(PARTS, request.form, zone)
        is_unfinished = bool(request.form.get("more")) or is_choice()
        found = None if is_unfinished else _rules(typed)
        if found is None:
            faults = {} if is_unfinished else typed.faults
            again = _page(reading, event_id, request.form, faults, seen())
            return again, 400 if faults else 200

    def work(writing: Session) -> None:
        save_rules(writing, event_id, found, seen=seen())
        save_texts(writing, event_id, _texts(typed))

    try:
        write(work)
    except StaleError:
        with site().database.read() as reading:
            stored, version = read_rules(reading, event_id)
            shown = words(PARTS, _content(reading, event_id, stored), zone)
            told = differing(PARTS, shown, request.form)
            return _page(reading, event_id, request.form, {}, version, told), 409
    flash(gettext("Saved."), "success")
    return redirect(url_for("applications.rules", event_id=event_id), SEE_OTHER)


def _rules(typed: Typed) -> Rules | None:
    """Return the rules typed, or none and the faults at their inputs."""
    if typed.faults:
        return None
    content = {name: typed.changes[name] for name in Rules.model_fields}
    content["most_wishes"] = {
        kind: most for kind, most in content["most_wishes"].items() if most is not None
    }
    try:
        found = Rules.model_validate(content)
    except ValidationError as error:
        typed.tell(fields_error(error))
        return None
    if found.mode is not Mode.CLOSED:
        for consent in NEEDED:
            if not _texts(typed)[consent]:
                typed.faults[f"texts-{consent}"] = gettext(
                    "write this before anybody registers"
                )
    return None if typed.faults else found


def _texts(typed: Typed) -> dict[Consent, str]:
    return {Consent(name): text for name, text in typed.changes["texts"].items()}


def _content(reading: Session, event_id: int, found: Rules) -> dict[str, Any]:
    texts = consent_texts(reading, event_id)
    return found.model_dump() | {
        "texts": {consent.value: row.text for consent, row in texts.items()}
    }


def _page(
    reading: Session,
    event_id: int,
    shown: Mapping[str, str],
    faults: dict[str, str],
    version: int,
    versions: tuple[tuple[str, str, str], ...] = (),
) -> str:
    more = request.form.get("more") == "places"
    return page(
        reading,
        event_id,
        "registration/rules.html",
        parts_of=PARTS,
        shown=shown,
        faults=faults,
        differing=versions,
        seen=version,
        num_rows={"places": num_rows(PARTS[2], shown) + more},  # type: ignore[arg-type]
        texts=consent_texts(reading, event_id),
    )
