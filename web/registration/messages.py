"""Messages to registered people: link to confirm, decision, personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.mail.compose import Addressee
from b4h_scheduler.mail.inviting import invite, write_to_applicant
from b4h_scheduler.mail.kinds import Kind, Topic
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.outbox import withdraw as withdraw_messages
from b4h_scheduler.store.registration import application_token, confirmations, told
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_registration import ApplicationRow


def status_address(session: Session, row: ApplicationRow) -> str:
    """Return the address of a registration's own page."""
    token = application_token(site().secret, event_row(session, row.event_id), row)
    return f"{site().settings.public_address}/registration/{token}"


def is_mail_sent() -> bool:
    """Whether there is a mail server; else messages become files in a folder."""
    return bool(site().settings.smtp_host)


def ask_to_confirm(session: Session, row: ApplicationRow) -> None:
    """Write the message with the link that leads to the button."""
    _write(session, row, Topic.CONFIRMATION)


def tell(session: Session, row: ApplicationRow) -> None:
    """Write that there is a decision, to who confirmed the address."""
    _write(session, row, Topic.DECISION)


def offer_place(session: Session, row: ApplicationRow, until: date) -> None:
    """Write that a place is kept until the end of a day, to be accepted by the link."""
    _write(session, row, Topic.DECISION, until=until)


def _write(
    session: Session, row: ApplicationRow, topic: Topic, *, until: date | None = None
) -> None:
    application = told(session, row)
    if application is None:
        return
    if topic is Topic.DECISION:
        # What was decided before and did not leave yet is not true any more.
        withdraw_messages(
            [
                message
                for message in confirmations(session, row.event_id, row.email)
                if message.kind in {Kind.DECISION, Kind.OFFER}
            ],
            mark("a later message tells what was decided"),
        )
    person, name = application.delegates[0], application.organization.name
    to = Addressee("", person.name, person.email, person.language, name)
    link = status_address(session, row)
    write_to_applicant(session, row.event_id, topic, to, link, until=until)


def welcome(
    session: Session, people: Sequence[DelegateRow], address: str, *, waited: bool
) -> None:
    """Write the invitations with the personal links of new delegates.

    To who was on the waiting list they say that a place is free.

    The message that asked for confirmation becomes the first one's, so that erasing
    that person erases it too.
    """
    event_id = people[0].event_id
    written = confirmations(session, event_id, address)
    offers = [message for message in written if message.kind == Kind.OFFER]
    withdraw_messages(offers, mark("the place is taken"))
    for message in written:
        message.delegate_key, message.topic = people[0].key, message.kind
    kind = Kind.PLACE if waited else Kind.INVITATION
    invite(session, event_id, only=[each.key for each in people], kind=kind)
