"""The public page of an event: who may register, the form, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, render_template, request, url_for
from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import LATE, phase_at
from b4h_scheduler.store.registration import (
    count_registration,
    count_try,
    register,
    why_closed,
)
from b4h_scheduler.store.rules import (
    NEEDED,
    Mode,
    Rules,
    consent_texts,
    read_rules,
)
from b4h_scheduler.store.schema_event import OrganizationRow
from b4h_scheduler.store.schema_staff import StaffRoleRow
from web.change import SEE_OTHER, sentence
from web.consent_words import CONSENT_WORDS
from web.languages.choice import prefer
from web.languages.switch import is_choice
from web.languages.texts import told
from web.readings import read_settings
from web.registration.fields import NUM_PEOPLE, PEOPLE, parts
from web.registration.messages import ask_to_confirm, is_mail_sent
from web.registration.typed import application_typed
from web.setup.typed import words
from web.site import site
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.application import Application

registration = Blueprint("registration", __name__)
TOO_MANY = 429


@registration.get("/register/<int:event_id>")
def form(event_id: int) -> ResponseReturnValue:
    """Show the form, if the event takes registrations."""
    return _form(event_id, None)


@registration.post("/register/<int:event_id>")
def send(event_id: int) -> ResponseReturnValue:
    """Keep a registration until its address is confirmed."""
    if is_choice():
        return _form(event_id, request.form)
    address = request.remote_addr or ""
    stopped = _stopped(event_id, lambda s: count_try(s, address))
    if stopped is not None:
        return stopped
    with site().database.read() as reading:
        if _is_shut(reading, event_id):
            return render_template("registration/closed.html"), 404
        faults: dict[str, str] = {}
        code = request.form.get("code", "")
        closed = why_closed(reading, event_id, code)
        if closed:
            faults["code"] = told(closed)
        rules, _ = read_rules(reading, event_id)
        event = read_settings(reading, event_id)
        prefer(event=event.languages)
        application, typed = application_typed(
            request.form,
            event,
            rules,
            consent_texts(reading, event_id),
            known_regions(reading, event_id, rules),
        )
        faults |= typed.faults
        if application is None or faults:
            return _page(reading, event_id, request.form, faults), 400
    email = application.delegates[0].email
    stopped = _stopped(event_id, lambda s: count_registration(s, address, email))
    return stopped or _keep(event_id, application, code)


@registration.get("/register/<int:event_id>/sent")
def sent(event_id: int) -> ResponseReturnValue:
    """Say what comes next; the address is in nobody's log."""
    with site().database.read() as reading:
        if _is_shut(reading, event_id):
            return render_template("registration/closed.html"), 404
        event = read_settings(reading, event_id)
    prefer(event=event.languages)
    return render_template(
        "registration/sent.html", name=event.name, is_mail_sent=is_mail_sent()
    )


def _form(event_id: int, typed: Mapping[str, str] | None) -> ResponseReturnValue:
    with site().database.read() as reading:
        if _is_shut(reading, event_id):
            return render_template("registration/closed.html"), 404
        return _page(reading, event_id, typed, {})


def _stopped(
    event_id: int, count: Callable[[Session], None]
) -> ResponseReturnValue | None:
    """Return the form as it was filled in, if there were too many."""
    try:
        site().database.write(count)
    except RefusedError as error:
        flash(sentence(error), "danger")
        with site().database.read() as reading:
            if _is_shut(reading, event_id):
                return render_template("registration/closed.html"), 404
            return _page(reading, event_id, request.form, {}), TOO_MANY
    return None


def _keep(event_id: int, application: Application, code: str) -> ResponseReturnValue:
    def work(writing: Session) -> None:
        ask_to_confirm(writing, register(writing, event_id, application, code=code))

    try:
        site().database.write(work, actor=visitor().actor)
    except RefusedError as error:
        flash(sentence(error), "danger")
        with site().database.read() as reading:
            return _page(reading, event_id, request.form, {}), 409
    return "", SEE_OTHER, {"Location": url_for("registration.sent", event_id=event_id)}


def _is_shut(reading: Session, event_id: int) -> bool:
    """Whether nobody can register; an event that is not there reads the same."""
    try:
        rules, _ = read_rules(reading, event_id)
        return bool(why_closed(reading, event_id, rules.code))
    except NotFoundError:
        return True


def _page(
    reading: Session,
    event_id: int,
    typed: Mapping[str, str] | None,
    faults: dict[str, str],
) -> str:
    event = read_settings(reading, event_id)
    prefer(event=event.languages)
    rules, _ = read_rules(reading, event_id)
    fields = parts(event, known_regions(reading, event_id, rules))
    shown = typed
    if shown is None:
        new: dict[str, Any] = {"organization": {}, PEOPLE: ()}
        shown = words(fields, new, event.zone_info)
        shown |= {"code": request.args.get("code", "")[:60]}
    return render_template(
        "registration/form.html",
        event_id=event_id,
        event=event,
        rules=rules,
        is_late=phase_at(event_row(reading, event_id), now()) in LATE,
        asks_code=rules.mode is Mode.CODE,
        parts_of=fields,
        shown=shown,
        faults=faults,
        num_rows={PEOPLE: NUM_PEOPLE},
        texts=consent_texts(reading, event_id),
        needed=NEEDED,
        words=CONSENT_WORDS,
        is_mail_sent=is_mail_sent(),
    )


def known_regions(reading: Session, event_id: int, rules: Rules) -> list[str]:
    """Return the regions there are: of places, of partners, and of who is there."""
    query = select(OrganizationRow.region).where(OrganizationRow.event_id == event_id)
    known = {*reading.scalars(query.distinct()), *(p.region for p in rules.places)}
    partners = select(StaffRoleRow.regions).where(StaffRoleRow.event_id == event_id)
    known.update(*reading.scalars(partners))
    return sorted(known - {""})
