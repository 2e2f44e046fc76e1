"""Registrations as staff sees them: approve, merge, decline, waiting list."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, abort, request, url_for

from b4h_scheduler.late.asking import is_absent
from b4h_scheduler.store.admission import alike, approve
from b4h_scheduler.store.application_states import OPEN, State, is_kept, is_lapsed
from b4h_scheduler.store.correcting import corrected_at
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.offering import OFFERABLE, offered_day, usual_day
from b4h_scheduler.store.overlap import elsewhere_at_the_same_time
from b4h_scheduler.store.people import delegate_of, organization_row
from b4h_scheduler.store.places import full_for, places_taken
from b4h_scheduler.store.registration import (
    application_row,
    decline,
    put_on_waiting_list,
    told,
    waits_since,
)
from b4h_scheduler.store.registration import (
    applications as all_applications,
)
from b4h_scheduler.store.rules import consent_texts, read_rules
from web.access import Need, may
from web.change import change
from web.consent_words import CONSENT_WORDS
from web.forms import seen
from web.languages.local import language_name
from web.languages.texts import gettext, mark
from web.readings import read_settings
from web.registration.messages import is_mail_sent, status_address, tell, welcome
from web.site import site
from web.staff.frame import page
from web.staff.people import visible
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.overlap import Elsewhere
    from b4h_scheduler.store.schema_registration import ApplicationRow

applications = Blueprint("applications", __name__)
LAPSED = "lapsed"
"""Beside the states: offered, and the day is over."""
STATES: dict[str, str] = {
    State.CONFIRMED: mark("For you to decide"),
    LAPSED: mark("Offered a place, and no answer in time"),
    State.TURNED_DOWN: mark("Did not want the place"),
    State.OFFERED: mark("Offered a place"),
    State.WAITING: mark("Waiting list"),
    State.UNCONFIRMED: mark("Address not confirmed yet"),
    State.APPROVED: mark("At the event"),
    State.DECLINED: mark("Declined"),
}


@applications.get("/events/<int:event_id>/registration")
def index(event_id: int) -> ResponseReturnValue:
    """List the registrations by what there is to do."""
    with site().database.read() as reading:
        rows = _visible(reading, event_id)
        order = list(STATES)
        rows.sort(key=lambda row: (order.index(_group(row)), waits_since(row)))
        rules, _ = read_rules(reading, event_id)
        return page(
            reading,
            event_id,
            "registration/index.html",
            groups=[
                (gettext(STATES[group]), group, list(members))
                for group, members in groupby(rows, key=_group)
            ],
            links={
                row.id: status_address(reading, row)
                for row in rows
                if row.state == State.UNCONFIRMED and may(Need.TEND, event_id)
            },
            has_place={
                row.id: not full_for(
                    reading, event_id, row.content["organization"]["kind"], row.region
                )
                for row in rows
                if row.state == State.WAITING
            },
            until={row.id: offered_day(reading, row) for row in rows},
            since={row.id: waits_since(row) for row in rows},
            places=places_taken(reading, event_id),
            given_back=_given_back(reading, event_id),
            rules=rules,
            zone=read_settings(reading, event_id).zone_info,
            address=f"{site().settings.public_address}/register/{event_id}",
            is_mail_sent=is_mail_sent(),
            overlaps=_overlaps(reading, event_id),
        )


@applications.get("/events/<int:event_id>/registration/<int:application_id>")
def show(event_id: int, application_id: int) -> ResponseReturnValue:
    """Show a registration, and what it may be a double of."""
    with site().database.read() as reading:
        row = _tended(reading, event_id, application_id)
        known, registered = alike(reading, row)
        application = told(reading, row)
        regions = visitor().regions(event_id)
        if regions is not None:
            known = [
                each
                for each in known
                if organization_row(reading, event_id, each.known.key).region in regions
            ]
            registered = [pair for pair in registered if pair[1].region in regions]
        return page(
            reading,
            event_id,
            "registration/show.html",
            row=row,
            application=application,
            corrected=corrected_at(reading, row),
            zone=read_settings(reading, event_id).zone_info,
            alike=known,
            registered=registered,
            is_open=row.state in OPEN,
            is_kept=is_kept(row),
            is_lapsed=is_lapsed(row),
            is_offerable=row.state in OFFERABLE,
            until=offered_day(reading, row),
            usual=usual_day(reading, event_id),
            full=""
            if application is None
            else full_for(
                reading,
                event_id,
                application.organization.kind,
                application.organization.region,
                without=row.id,
            ),
            texts=consent_texts(reading, event_id),
            words=CONSENT_WORDS,
            language_name=language_name,
            link=status_address(reading, row) if may(Need.TEND, event_id) else "",
            is_mail_sent=is_mail_sent(),
        )


@applications.post("/events/<int:event_id>/registration/<int:application_id>/approve")
def admit(event_id: int, application_id: int) -> ResponseReturnValue:
    """Give the organization a place, or merge it into one that is there."""
    into = request.form.get("into", "")

    def work(writing: Session, row: ApplicationRow) -> None:
        if into:
            _require_region(writing, event_id, into)
        address, waited = row.email, row.state in OFFERABLE
        people = approve(writing, row, seen=seen(), into=into, least=least_typed())
        welcome(writing, people, address, waited=waited)

    done = gettext("Merged: the people are at the event.")
    if not into:
        done = gettext("At the event.")
    return decide(event_id, application_id, work, done)


@applications.post("/events/<int:event_id>/registration/<int:application_id>/decline")
def refuse(event_id: int, application_id: int) -> ResponseReturnValue:
    """Decline, with a reason that the applicant reads."""

    def work(writing: Session, row: ApplicationRow) -> None:
        is_confirmed = row.state != State.UNCONFIRMED
        decline(row, request.form.get("reason", ""), seen=seen())
        if is_confirmed:
            tell(writing, row)

    return decide(event_id, application_id, work, gettext("Declined."))


@applications.post("/events/<int:event_id>/registration/<int:application_id>/wait")
def wait(event_id: int, application_id: int) -> ResponseReturnValue:
    """Put on the waiting list."""

    def work(writing: Session, row: ApplicationRow) -> None:
        put_on_waiting_list(row, seen=seen())
        tell(writing, row)

    return decide(event_id, application_id, work, gettext("On the waiting list."))


def decide(
    event_id: int,
    application_id: int,
    work: Callable[[Session, ApplicationRow], None],
    done: str,
) -> ResponseReturnValue:
    """Make a decision about a registration, and show it again."""

    def decided(writing: Session) -> None:
        work(writing, _tended(writing, event_id, application_id))

    with site().database.read() as reading:
        _tended(reading, event_id, application_id)
    to = url_for("applications.show", event_id=event_id, application_id=application_id)
    return change(decided, done=done, to=to)


def _group(row: ApplicationRow) -> str:
    """Return under which heading of the list a registration stands."""
    return LAPSED if is_lapsed(row) else row.state


def _given_back(reading: Session, event_id: int) -> list[tuple[str, str]]:
    """Return key and name of organizations of which nobody comes any more."""
    zone = read_settings(reading, event_id).zone_info
    return [
        (organization.key, organization.name)
        for organization, pairs in groupby(
            visible(reading, event_id), key=lambda pair: pair[1]
        )
        if all(is_absent(delegate_of(row, zone)) for row, _ in pairs)
    ]


def _visible(reading: Session, event_id: int) -> list[ApplicationRow]:
    regions = visitor().regions(event_id)
    rows = all_applications(reading, event_id)
    return [row for row in rows if regions is None or row.region in regions]


def _overlaps(reading: Session, event_id: int) -> list[Elsewhere]:
    """Return who of those that the visitor sees is elsewhere at the same time."""
    seen_here = {delegate.id for delegate, _ in visible(reading, event_id)}
    found = elsewhere_at_the_same_time(reading, event_id)
    return [each for each in found if each.delegate.id in seen_here]


def _tended(session: Session, event_id: int, application_id: int) -> ApplicationRow:
    row = application_row(session, event_id, application_id)
    regions = visitor().regions(event_id)
    if regions is not None and row.region not in regions:
        abort(404)
    return row


def _require_region(session: Session, event_id: int, key: str) -> None:
    regions = visitor().regions(event_id)
    if regions is not None:
        organization = organization_row(session, event_id, key)
        if organization.region not in regions:
            raise RefusedError("that organization is not of your region")


def least_typed() -> dict[int, int]:
    """Return the least numbers of meetings typed for vouchers."""
    found = {}
    for name, text in request.form.items():
        head, _, number = name.partition("-")
        if head == "least" and number.isdigit():
            if not (text.strip().isascii() and text.strip().isdigit()):
                message = f"{text[:20]!r} is no number of meetings"
                raise RefusedError(message)
            found[int(number)] = int(text)
    return found
