"""Paper: agendas, desk lists, table numbers; as pages to print and as PDF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from markupsafe import escape

from b4h_scheduler.outputs.calendars.file_names import slug
from b4h_scheduler.outputs.pdf import PdfError, has_pdf, pdf_of
from b4h_scheduler.releases.difference import plan_difference
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import handed_over_since
from b4h_scheduler.store.revisions import add_print, last_print, revision_row
from b4h_scheduler.store.schema_event import DelegateRow
from web.assets import ROOT
from web.change import SEE_OTHER, change, sentence, write
from web.codes import qr
from web.feeds.floor import seats_of
from web.feeds.personal import feed_address
from web.languages.texts import gettext, mark
from web.readings import read_settings
from web.release.sheet_days import SheetDays
from web.release.sheets import agenda_sheets, side_by_side, slot_lists, table_signs
from web.released import released_lookup
from web.site import site
from web.staff.frame import page
from web.visitor import visitor

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.ids import DelegateId
    from b4h_scheduler.outputs.lookup import Lookup

prints = Blueprint("prints", __name__)
KINDS = {
    "agendas": mark("All agendas, sorted by name"),
    "changed": mark("Agendas that changed since the last print"),
    "desk-names": mark("Desk list by name"),
    "desk-slots": mark("Desk list by slot"),
    "floor": mark("For the floor: organizations and their tables, slot by slot"),
    "tables": mark("Table numbers"),
}
_OF_PEOPLE = frozenset({"agendas", "changed"})


@prints.get("/events/<int:event_id>/print")
def index(event_id: int) -> ResponseReturnValue:
    """Offer what can be printed."""
    with site().database.read() as reading:
        event_row(reading, event_id)
        lookup = released_lookup(reading, event_id)
        last = last_print(reading, event_id)
        return page(
            reading,
            event_id,
            "release/prints.html",
            kinds={kind: gettext(title) for kind, title in KINDS.items()},
            revision=None if lookup is None else lookup.plan.revision,
            last=last,
            zone=None if lookup is None else lookup.event.zone_info,
            num_changed=0
            if lookup is None or last is None
            else len(_changed(reading, event_id, lookup)),
            has_pdf=has_pdf(),
        )


@prints.get("/events/<int:event_id>/print/<kind>")
def show(event_id: int, kind: str) -> ResponseReturnValue:
    """Show the sheets as a page that the browser prints."""
    with site().database.read() as reading:
        return _sheets(reading, event_id, kind, style="")


@prints.post("/events/<int:event_id>/print/<kind>")
def make(event_id: int, kind: str) -> ResponseReturnValue:
    """Give the sheets as PDF; of agendas remember that they were printed."""
    if request.form.get("how") == "mark":
        return _mark(event_id)
    style = (ROOT / Path("print.css")).read_text(encoding="utf-8")
    with site().database.read() as reading:
        lookup = _released(reading, event_id)
        html = _sheets(reading, event_id, kind, style=style)
    try:
        content = pdf_of(html)
    except PdfError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("prints.index", event_id=event_id), SEE_OTHER)
    number = lookup.plan.revision
    if kind in _OF_PEOPLE:
        author = visitor().actor
        write(lambda writing: add_print(writing, event_id, number, author))
    name = f"{slug(lookup.event.name)}-{kind}-revision-{number}.pdf"
    return send_file(
        io.BytesIO(content), "application/pdf", as_attachment=True, download_name=name
    )


def _mark(event_id: int) -> ResponseReturnValue:
    author = visitor().actor

    def work(writing: Session) -> None:
        number = request.form.get("number", 0, int)
        revision_row(writing, event_id, number)
        add_print(writing, event_id, number, author)

    done = gettext("Noted: the next print can be of what changes from now on.")
    return change(work, done=done, to=url_for("prints.index", event_id=event_id))


def _sheets(reading: Session, event_id: int, kind: str, *, style: str) -> str:
    if kind not in KINDS:
        abort(404)
    lookup = _released(reading, event_id)
    row = revision_row(reading, event_id, lookup.plan.revision)
    values: dict[str, object] = {}
    if kind in _OF_PEOPLE:
        only = _changed(reading, event_id, lookup) if kind == "changed" else None
        values["sheets"] = agenda_sheets(lookup, only)
        values["code_of"] = _codes(reading, event_id)
        values["table_of"] = SheetDays().of
    elif kind == "desk-names":
        values["sheets"] = agenda_sheets(lookup)
    elif kind == "floor":
        held = {meeting.slot for meeting in lookup.plan.meetings}
        values["slots"] = [
            (
                lookup.local(slot.start),
                side_by_side(seats_of(lookup, slot, shows_pairs=False)),
            )
            for slot in lookup.event.slots
            if slot.id in held
        ]
    else:
        values["slots"] = slot_lists(lookup) if kind == "desk-slots" else []
        values["signs"] = table_signs(lookup) if kind == "tables" else []
    return render_template(
        "release/sheets.html",
        event_name=lookup.event.name,
        kind=kind,
        title=gettext(KINDS[kind]),
        revision=row.number,
        released=row.released.astimezone(lookup.event.zone_info),
        printed=now().astimezone(lookup.event.zone_info),
        time_zone=lookup.event.time_zone,
        funding=read_settings(reading, event_id).funding,
        style=style,
        **values,
    )


def _released(reading: Session, event_id: int) -> Lookup:
    event_row(reading, event_id)
    lookup = released_lookup(reading, event_id)
    if lookup is None:
        raise NotFoundError("nothing is released yet: there is nothing to print")
    return lookup


def _changed(reading: Session, event_id: int, lookup: Lookup) -> list[DelegateId]:
    """Return the delegates whose agendas differ from those printed last.

    Those who come instead of somebody else too, and whom they meet.
    """
    last = last_print(reading, event_id)
    before = None
    if last is not None:
        before = released_lookup(reading, event_id, last.number)
    known = {delegate.id for delegate in lookup.event.delegates}
    steps = plan_difference(None if before is None else before.plan, lookup.plan)
    new = set()
    if last is not None:
        new = handed_over_since(reading, event_id, last.printed)
    together = [
        {*meeting.delegates[0], *meeting.delegates[1]}
        for meeting in lookup.plan.meetings
    ]
    met = {who for each in together if not new.isdisjoint(each) for who in each}
    return [who for who in {**steps, **dict.fromkeys(sorted(met))} if who in known]


def _codes(reading: Session, event_id: int) -> dict[str, Markup]:
    """Return the code of each delegate's feed, as it stands in the page."""
    from sqlalchemy import select  # noqa: PLC0415

    event = event_row(reading, event_id)
    rows = reading.scalars(select(DelegateRow).where(DelegateRow.event_id == event_id))
    return {row.key: escape(qr(feed_address(event, row), 2)) for row in rows}
