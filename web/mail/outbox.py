"""The outbox of an event: what was sent, what waits, what must be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for
from sqlalchemy import select

from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.inviting import invite as write_invitations
from b4h_scheduler.mail.inviting import not_answered, not_invited
from b4h_scheduler.mail.inviting import remind as write_reminders
from b4h_scheduler.mail.reading import readable
from b4h_scheduler.mail.retry import retry as send_again
from b4h_scheduler.store.base import require_version
from b4h_scheduler.store.outbox import State
from b4h_scheduler.store.outbox_view import (
    counts_of,
    message_of,
    messages_of,
    troubles_of,
)
from b4h_scheduler.store.relay import RELAY, event_mail, set_paused, stored_event_mail
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.schema_mail import RelayRow
from web.change import change
from web.forms import seen
from web.languages.texts import gettext, mark
from web.mail.framed import framed
from web.readings import read_settings
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

mail = Blueprint("mail", __name__)
PER_PAGE = 100
SWITCHES = {
    "has_digest": mark("Tell delegates of new wishes, once a day at most"),
    "has_last_call": mark("Call for open answers 48 hours before wishes close"),
    "has_day_before": mark("Send the agenda again on the day before the event"),
    "has_invitations": mark("Send a calendar invitation for each meeting, too"),
}


@mail.get("/events/<int:event_id>/mail")
def index(event_id: int) -> ResponseReturnValue:
    """List messages, with what must be corrected before them."""
    state = request.args.get("state", "")
    chosen = State(state) if state in set(State) else None
    with site().database.read() as reading:
        composer = Composer(reading, event_id)
        before = request.args.get("before", type=int)
        rows = messages_of(reading, event_id, chosen, before, PER_PAGE + 1)
        return page(
            reading,
            event_id,
            "mail/outbox.html",
            counts=counts_of(reading, event_id),
            chosen=chosen,
            rows=rows[:PER_PAGE],
            older=rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else None,
            troubles=troubles_of(reading, event_id),
            names=_names(reading, event_id),
            relay=reading.get(RelayRow, RELAY),
            folder=None if site().settings.smtp_host else site().settings.mail_folder,
            wanted=event_mail(reading, event_id),
            switches=SWITCHES,
            num_to_invite=len(not_invited(composer)),
            num_to_remind=len(not_answered(composer)),
            zone=read_settings(reading, event_id).zone_info,
        )


@mail.get("/events/<int:event_id>/mail/<int:message_id>")
def show(event_id: int, message_id: int) -> ResponseReturnValue:
    """Show one message: its way, its headers and its text."""
    with site().database.read() as reading:
        row = message_of(reading, event_id, message_id)
        return page(
            reading,
            event_id,
            "mail/message.html",
            row=row,
            found=readable(row.body) if row.body else None,
            return_path=site().mailing.return_path(row.id),
            names=_names(reading, event_id),
            zone=read_settings(reading, event_id).zone_info,
        )


@mail.get("/events/<int:event_id>/mail/<int:message_id>/html")
def html(event_id: int, message_id: int) -> ResponseReturnValue:
    """Give the HTML of a message, to be shown in a frame."""
    with site().database.read() as reading:
        row = message_of(reading, event_id, message_id)
        return framed(readable(row.body).html if row.body else "")


@mail.post("/events/<int:event_id>/mail/<int:message_id>/retry")
def retry(event_id: int, message_id: int) -> ResponseReturnValue:
    """Send again what failed, to the address that is known now."""

    def work(writing: Session) -> None:
        message_of(writing, event_id, message_id)
        send_again(writing, message_id)

    return _changed(work, event_id, gettext("The message goes out again."))


@mail.post("/events/<int:event_id>/mail/pause")
def pause(event_id: int) -> ResponseReturnValue:
    """Pause the event's mail, or let it go on."""
    is_paused = request.form.get("paused") == "yes"
    return _changed(
        lambda writing: set_paused(writing, is_paused=is_paused, event_id=event_id),
        event_id,
        gettext("Mail is paused: messages wait.")
        if is_paused
        else gettext("Mail goes out again."),
    )


@mail.post("/events/<int:event_id>/mail/invite")
def invite(event_id: int) -> ResponseReturnValue:
    """Invite everybody who has no invitation yet."""
    return _changed(
        lambda writing: write_invitations(writing, event_id),
        event_id,
        gettext("The invitations are in the outbox."),
    )


@mail.post("/events/<int:event_id>/mail/remind")
def remind(event_id: int) -> ResponseReturnValue:
    """Remind those who have neither wished nor answered."""
    return _changed(
        lambda writing: write_reminders(writing, event_id),
        event_id,
        gettext("The reminders are in the outbox; nobody gets two within a day."),
    )


@mail.post("/events/<int:event_id>/mail/wanted")
def wanted(event_id: int) -> ResponseReturnValue:
    """Say which messages the event wants sent by themselves."""

    def work(writing: Session) -> None:
        row = stored_event_mail(writing, event_id)
        require_version(row, seen() or row.version)
        for name in SWITCHES:
            setattr(row, name, request.form.get(name) == "yes")

    return _changed(work, event_id, gettext("This is how it is done from now on."))


def _changed(work: Callable[[Session], object], event_id: int, done: str) -> Response:
    answer = change(work, done=done, to=url_for("mail.index", event_id=event_id))
    site().wake_mail()
    return answer


def _names(reading: Session, event_id: int) -> dict[str, str]:
    query = select(DelegateRow.key, DelegateRow.name)
    rows = reading.execute(query.where(DelegateRow.event_id == event_id))
    return {key: name for key, name in rows}  # noqa: C416
