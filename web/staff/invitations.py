"""The delegates' personal links: listed, as a file, and as codes to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from b4h_scheduler.outputs.csv_text import csv_bytes
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.links import Purpose, link_token
from web.codes import qr_picture
from web.site import site
from web.staff.frame import page
from web.staff.people import tended, visible

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from b4h_scheduler.store.schema_event import DelegateRow, EventRow

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
            num_pages=-(-len(pairs) // PER_PAGE),
            number=number,
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


def address(event: EventRow, delegate: DelegateRow) -> str:
    """Return the personal link of a delegate."""
    token = link_token(site().secret, Purpose.PAGE, event, delegate)
    return f"{site().settings.public_address}/d/{token}"
