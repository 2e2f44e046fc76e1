"""Registrations from the public form to their place at the event."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.acceptable import require_acceptable
from b4h_scheduler.store.application import application_of
from b4h_scheduler.store.application_states import State
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.content import to_json
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.message_files import remove_files
from b4h_scheduler.store.outbox import withdraw as withdraw_messages
from b4h_scheduler.store.people import blank
from b4h_scheduler.store.phases import LATE, Phase, phase_at
from b4h_scheduler.store.places import full_for
from b4h_scheduler.store.rules import Mode, read_rules
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_mail import OutboxRow
from b4h_scheduler.store.schema_registration import ApplicationRow
from b4h_scheduler.store.settings import settings_of
from b4h_scheduler.store.staff import count_attempts

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.application import Application
    from b4h_scheduler.store.rules import Rules
    from b4h_scheduler.store.schema_event import EventRow

MOST_TRIES = 60
"""Forms from one network address within `store.staff.WINDOW`, also with mistakes."""
MOST_PER_ADDRESS = 20
"""Registrations from one network address within that time."""
MOST_PER_EMAIL = 3
CONFIRM_WITHIN = timedelta(days=30)
"""Then an unconfirmed registration is forgotten."""
REGISTERING = LATE | {Phase.REGISTRATION, Phase.WISHES}
TO_APPLICANTS = ("confirmation", "decision", "offer")
"""Kinds of messages to who is not at the event, as `mail.kinds.Kind` calls them."""
_MAC_BYTES = 20
_MOST_DIGITS = 15


def why_closed(session: Session, event_id: int, code: str = "") -> str:
    """Return why nobody can register now; empty: one can.

    Raises
    ------
    NotFoundError
        There is no such event.
    """
    rules, _ = read_rules(session, event_id)
    if rules.mode is Mode.CLOSED:
        return mark("registration for this event is not open")
    if phase_at(event_row(session, event_id), now()) not in REGISTERING:
        return mark("registration for this event is not open now")
    if rules.mode is Mode.CODE and not _is_code(rules, code):
        return mark("this is not the invitation code: look at your invitation again")
    return ""


def count_try(session: Session, address: str) -> None:
    """Count a form that is sent, before anything else is looked at.

    Raises
    ------
    RefusedError
        There were too many from this network address.
    """
    count_attempts(session, {f"form from {address}": MOST_TRIES})


def count_registration(session: Session, address: str, email: str) -> None:
    """Count a registration without a mistake, before it is kept.

    Raises
    ------
    RefusedError
        There were too many from this network or mail address.
    """
    subjects = {f"registration from {address}": MOST_PER_ADDRESS}
    if email:
        # Counting needs no address that anybody can read.
        digest = hashlib.sha256(email.strip().casefold().encode()).hexdigest()
        subjects[f"registration of {digest}"] = MOST_PER_EMAIL
    count_attempts(session, subjects)


def register(
    session: Session, event_id: int, application: Application, *, code: str = ""
) -> ApplicationRow:
    """Keep a registration; its address is confirmed by a link and a button.

    Raises
    ------
    RefusedError
        Registration is closed, or what must be agreed to is not.
    """
    closed = why_closed(session, event_id, code)
    if closed:
        raise RefusedError(closed)
    require_acceptable(session, event_id, application)
    row = ApplicationRow(
        event_id=event_id,
        state=State.UNCONFIRMED.value,
        name=application.organization.name,
        region=application.organization.region,
        email=application.delegates[0].email.casefold(),
        content=to_json(application),
        created=now(),
    )
    session.add(row)
    session.flush()
    return row


def confirm(session: Session, row: ApplicationRow) -> State:
    """Confirm the address; where no place is left it waits for one.

    Raises
    ------
    RefusedError
        It was withdrawn.
    """
    if row.state == State.WITHDRAWN:
        raise RefusedError("this registration was withdrawn: register again")
    if row.state == State.UNCONFIRMED:
        kind = row.content["organization"]["kind"]
        is_full = full_for(session, row.event_id, kind, row.region)
        row.state = (State.WAITING if is_full else State.CONFIRMED).value
        row.confirmed = now()
    return State(row.state)


def withdraw(session: Session, row: ApplicationRow) -> None:
    """Take a registration back: what was told is deleted, from log and outbox too.

    Raises
    ------
    RefusedError
        Its people are at the event already.
    """
    if row.state == State.APPROVED:
        raise RefusedError("you have a place already: tell the organizer, please")
    written = confirmations(session, row.event_id, row.email)
    withdraw_messages(written, "the registration was withdrawn")
    for message in written:
        message.body, message.recipient, message.topic = None, "", message.kind
    remove_files(session, [message.id for message in written])
    row.state, row.content = State.WITHDRAWN.value, {}
    row.offered_until = row.offered_least = None
    row.name = row.region = row.email = ""
    session.flush()
    for entry in log_of(session, row):
        entry.before, entry.after = blank(entry.before), blank(entry.after)


def log_of(session: Session, row: ApplicationRow) -> list[AuditRow]:
    """Return what the log tells of a registration, the oldest first."""
    entries = select(AuditRow).where(
        AuditRow.event_id == row.event_id, AuditRow.subject == f"application {row.id}"
    )
    return list(session.scalars(entries.order_by(AuditRow.id)))


def confirmations(session: Session, event_id: int, email: str) -> list[OutboxRow]:
    """Return the messages to an applicant: to confirm the address, of a decision."""
    query = select(OutboxRow).where(
        OutboxRow.event_id == event_id,
        OutboxRow.kind.in_(TO_APPLICANTS),
        OutboxRow.delegate_key == "",
    )
    wanted = email.casefold()
    rows = session.scalars(query)
    return [row for row in rows if wanted and row.recipient.casefold() == wanted]


def forget_unconfirmed(session: Session) -> None:
    """Withdraw registrations whose address nobody confirmed in `CONFIRM_WITHIN`."""
    query = select(ApplicationRow).where(
        ApplicationRow.state == State.UNCONFIRMED,
        ApplicationRow.created < now() - CONFIRM_WITHIN,
    )
    for row in session.scalars(query):
        withdraw(session, row)


def put_on_waiting_list(row: ApplicationRow, *, seen: int) -> None:
    """Let a registration wait for a place.

    Raises
    ------
    RefusedError, StaleError
        It is decided; somebody else changed it since version ``seen``.
    """
    require_version(row, seen)
    if row.state != State.CONFIRMED:
        raise RefusedError(
            Sentence(
                "only a confirmed registration can wait (this one: {state})",
                state=State(row.state),
            )
        )
    row.state = State.WAITING.value


def decline(row: ApplicationRow, reason: str, *, seen: int) -> None:
    """Decline a registration.

    Raises
    ------
    RefusedError, StaleError
        Its people are at the event; somebody else changed it since version ``seen``.
    """
    require_version(row, seen)
    if row.state in {State.APPROVED, State.WITHDRAWN}:
        raise RefusedError(
            Sentence(
                "this registration cannot be declined any more ({state})",
                state=State(row.state),
            )
        )
    row.state, row.reason = State.DECLINED.value, reason.strip()[:1000]
    row.offered_until = row.offered_least = None
    row.decided = now()


def application_row(
    session: Session, event_id: int, application_id: int
) -> ApplicationRow:
    """Return a registration of an event.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(ApplicationRow, application_id)
    if row is None or row.event_id != event_id:
        raise NotFoundError("there is no such registration at this event")
    return row


def applications(session: Session, event_id: int) -> list[ApplicationRow]:
    """Return the registrations that were not withdrawn, the oldest first."""
    query = select(ApplicationRow).where(
        ApplicationRow.event_id == event_id, ApplicationRow.state != State.WITHDRAWN
    )
    return list(session.scalars(query.order_by(ApplicationRow.id)))


def waits_since(row: ApplicationRow) -> datetime:
    """Return by which moment a registration stands in line."""
    return row.rejoined or row.confirmed or row.created


def place_in_line(session: Session, row: ApplicationRow) -> int:
    """Return which place a registration has on the waiting list, from 1."""
    since = func.coalesce(ApplicationRow.rejoined, ApplicationRow.confirmed)
    before = select(func.count(ApplicationRow.id)).where(
        ApplicationRow.event_id == row.event_id,
        ApplicationRow.state == State.WAITING,
        since < waits_since(row),
    )
    return (session.scalar(before) or 0) + 1


def application_token(secret: bytes, event: EventRow, row: ApplicationRow) -> str:
    """Return the token of a registration's own page."""
    signed = f"application:{event.id}:{event.link_generation}:{row.id}"
    mac = hmac.digest(secret, signed.encode(), hashlib.sha256)[:_MAC_BYTES]
    return f"{row.id}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def application_of_token(
    session: Session, secret: bytes, token: str
) -> ApplicationRow | None:
    """Return whose registration it is; None: nobody's."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        return None
    row = session.get(ApplicationRow, int(number))
    if row is None:
        return None
    expected = application_token(secret, event_row(session, row.event_id), row)
    is_right = hmac.compare_digest(expected.encode(), token.encode())
    return row if is_right else None


def told(session: Session, row: ApplicationRow) -> Application | None:
    """Return what was told on the form, with times on the event's clocks."""
    zone = settings_of(event_row(session, row.event_id)).zone_info
    return application_of(row, zone)


def _is_code(rules: Rules, code: str) -> bool:
    given, wanted = (each.strip().casefold().encode() for each in (code, rules.code))
    return hmac.compare_digest(given, wanted)
