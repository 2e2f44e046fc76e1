"""A registration corrected on its own page, until staff has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from b4h_scheduler.store.correcting import CORRECTABLE, correct
from b4h_scheduler.store.errors import BusyError, RefusedError, StaleError
from b4h_scheduler.store.registration import application_of_token, told
from b4h_scheduler.store.rules import NEEDED, consent_texts, read_rules
from web.change import SEE_OTHER, sentence
from web.consent_words import CONSENT_WORDS
from web.forms import seen, version_seen
from web.languages.choice import prefer
from web.languages.local import language_name
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.readings import read_settings
from web.registration.fields import NUM_PEOPLE, PEOPLE, parts
from web.registration.public import known_regions, registration
from web.registration.typed import CONSENT, application_typed
from web.setup.typed import words
from web.setup.versions import differing
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.store.application import Application
    from b4h_scheduler.store.rules import Consent
    from b4h_scheduler.store.schema_registration import ApplicationRow, ConsentTextRow

ADDRESS = f"{PEOPLE}-0-email"
"""The input of the address that the link went to: it stays."""


@registration.get("/registration/<token>/correct")
def correction(token: str) -> ResponseReturnValue:
    """Show what was told, to be corrected."""
    with site().database.read() as reading:
        row = application_of_token(reading, site().secret, token)
        if row is None:
            return render_template("entry/no_link.html"), 404
        application = _open(reading, row)
        if application is None:
            return _to_status(token)
        return _page(reading, token, row, application, None, {})


@registration.post("/registration/<token>/correct")
def save_correction(token: str) -> ResponseReturnValue:
    """Keep what was corrected."""
    with site().database.read() as reading:
        row = application_of_token(reading, site().secret, token)
        if row is None:
            return render_template("entry/no_link.html"), 404
        application = _open(reading, row)
        if application is None:
            flash(gettext("This registration cannot be corrected any more."), "danger")
            return _to_status(token)
        form = _form(application)
        if is_choice():
            return _page(reading, token, row, application, form, {})
        rules, _ = read_rules(reading, row.event_id)
        corrected, typed = application_typed(
            form,
            read_settings(reading, row.event_id),
            rules,
            consent_texts(reading, row.event_id),
            known_regions(reading, row.event_id, rules),
        )
        if corrected is None:
            return _page(reading, token, row, application, form, typed.faults), 400
    return _keep(token, form, corrected)


def _keep(
    token: str, form: Mapping[str, str], corrected: Application
) -> ResponseReturnValue:
    def work(writing: Session) -> None:
        row = application_of_token(writing, site().secret, token)
        if row is not None:
            correct(writing, row, corrected, seen=seen())

    try:
        site().database.write(work, actor="registration link")
    except StaleError as error:
        return _beside(token, form, error)
    except (RefusedError, BusyError) as error:
        flash(sentence(error), "danger")
    else:
        flash(gettext("Corrected: this is what the organizer sees now."), "success")
    return _to_status(token)


def _beside(
    token: str, form: Mapping[str, str], error: StaleError
) -> ResponseReturnValue:
    """Show what was typed beside what was saved meanwhile."""
    with site().database.read() as reading:
        row = application_of_token(reading, site().secret, token)
        application = None if row is None else _open(reading, row)
        if row is None or application is None:
            flash(sentence(error), "danger")
            return _to_status(token)
        return _page(reading, token, row, application, form, {}, is_stale=True), 409


def _open(reading: Session, row: ApplicationRow) -> Application | None:
    """Return what was told, while it can be corrected, and speak its language."""
    application = told(reading, row)
    if application is not None:
        prefer(person=application.delegates[0].language)
    return application if row.state in CORRECTABLE else None


def _form(application: Application) -> dict[str, str]:
    """Return what was typed; the first person and its address stay."""
    form = request.form.to_dict() | {ADDRESS: application.delegates[0].email}
    form.pop(f"{PEOPLE}-0-remove", None)
    return form


def _to_status(token: str) -> ResponseReturnValue:
    return redirect(url_for("registration.status", token=token), SEE_OTHER)


def _page(
    reading: Session,
    token: str,
    row: ApplicationRow,
    application: Application,
    typed: Mapping[str, str] | None,
    faults: dict[str, str],
    *,
    is_stale: bool = False,
) -> str:
    event = read_settings(reading, row.event_id)
    rules, _ = read_rules(reading, row.event_id)
    regions = known_regions(reading, row.event_id, rules)
    texts = consent_texts(reading, row.event_id)
    stored = _shown(application, event, regions, texts)
    fields = parts(event, regions)
    return render_template(
        "registration/correct.html",
        event_id=row.event_id,
        event=event,
        token=token,
        seen=row.version if is_stale else version_seen(row.version),
        parts_of=fields,
        shown=stored if typed is None else typed,
        faults=faults,
        differing=differing(fields, stored, typed or {}) if is_stale else (),
        num_rows={PEOPLE: max(NUM_PEOPLE, len(application.delegates))},
        fixed=(ADDRESS,),
        texts=texts,
        needed=NEEDED,
        words=CONSENT_WORDS,
    )


def _shown(
    application: Application,
    event: Event,
    regions: list[str],
    texts: Mapping[Consent, ConsentTextRow],
) -> dict[str, str]:
    """Return what was told as the form shows it.

    Only what was agreed to as it is written now is ticked.
    """
    fields = parts(event, regions)
    shown = words(fields, application.model_dump(), event.zone_info)
    blank = {
        f"{PEOPLE}-{number}-{each.path}": each.default
        for number in range(len(application.delegates), NUM_PEOPLE)
        for each in fields[1].fields
    }
    is_sme = application.organization.is_sme
    shown["organization-is_sme"] = {True: "yes", False: "no", None: ""}[is_sme]
    for number, each in enumerate(application.delegates):
        names = (language_name(code) for code in each.speaks)
        shown[f"{PEOPLE}-{number}-speaks"] = "; ".join(sorted(names))
    given = {
        (each.consent, each.version) for each in application.consents if each.is_given
    }
    ticked = {
        CONSENT + consent: "yes"
        for consent, text in texts.items()
        if (consent, text.version) in given
    }
    return blank | shown | ticked
