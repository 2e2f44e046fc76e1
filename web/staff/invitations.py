"""The delegates' personal links: listed, as a file, and as codes to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from b4h_scheduler.mail.compose import Composer
from b4h_scheduler.mail.inviting import not_answered
from b4h_scheduler.mail.inviting import remind as write_reminders
from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.store.base import now
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, link_token
from b4h_scheduler.store.phases import Phase, phase_at
from web.change import change
from web.codes import qr_picture
from web.languages.texts import gettext
from web.site import site
from web.staff.frame import page
from web.staff.people import tended, visible

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow, EventRow, OrganizationRow

invitations = Blueprint("invitations", __name__)
HEADER = ("name", "organization", "email", "language", "link")
PER_PAGE = 100


@invitations.get("/events/<int:event_id>/invitations")
def index(event_id: int) -> ResponseReturnValue:
    """List the links."""
    number = max(request.args.get("page", 1, int), 1)
    with site().database.read() as reading:
        event = event_row(reading, event_id)
        pairs = visible(reading, event_id)
        shown = pairs[(number - 1) * PER_PAGE : number * PER_PAGE]
        return page(
            reading,
            event_id,
            "staff/invitations.html",
            rows=[(d, o, address(event, d)) for d, o in shown],
            total=len(pairs),
            num_to_remind=_num_to_remind(reading, event_id, pairs),
            num_pages=-(-len(pairs) // PER_PAGE),
            number=number,
        )


def _num_to_remind(
    reading: Session, event_id: int, pairs: list[tuple[DelegateRow, OrganizationRow]]
) -> int:
    """Return how many of these have neither wished nor answered, while they may."""
    if phase_at(event_row(reading, event_id), now()) is not Phase.WISHES:
        return 0
    keys = {delegate.key for delegate, _ in pairs}
    return sum(
        each.to.key in keys for each in not_answered(Composer(reading, event_id))
    )


@invitations.get("/events/<int:event_id>/invitations.csv")
def csv(event_id: int) -> ResponseReturnValue:
    """Give the links as a file for mail merge."""
    with site().database.read() as reading:
        event = event_row(reading, event_id)
        rows = [
            (d.name, o.name, d.email, d.content.get("language", ""), address(event, d))
            for d, o in visible(reading, event_id)
        ]
    response = Response(csv_bytes(HEADER, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=invitations.csv"
    return response


@invitations.get("/events/<int:event_id>/people/<key>/link.svg")
def code(event_id: int, key: str) -> ResponseReturnValue:
    """Give a delegate's link as a QR code."""
    with site().database.read() as reading:
        row = tended(reading, event_id, key)
        link = address(event_row(reading, event_id), row)
    return Response(qr_picture(link, 5), mimetype="image/svg+xml")


@invitations.post("/events/<int:event_id>/invitations/remind")
def remind(event_id: int) -> ResponseReturnValue:
    """Remind those that the visitor looks after and who have not answered."""

    def work(writing: Session) -> None:
        found = {delegate.key for delegate, _ in visible(writing, event_id)}
        write_reminders(writing, event_id, found)

    to = url_for("invitations.index", event_id=event_id)
    done = gettext("The reminders are in the outbox; nobody gets two within a day.")
    answer = change(work, done=done, to=to)
    site().wake_mail()
    return answer


def address(event: EventRow, delegate: DelegateRow) -> str:
    """Return the personal link of a delegate."""
    token = link_token(site().secret, Purpose.PAGE, event, delegate)
    return f"{site().settings.public_address}/d/{token}"
