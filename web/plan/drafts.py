"""One draft: figures, certificate, what was left out; named, shown, taken along."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import Blueprint, abort, request, send_file, url_for

from b4h_scheduler.jobs.questions import forget_questions
from b4h_scheduler.outputs.calendars.file_names import slug
from b4h_scheduler.outputs.calendars.folder import zipped_agendas
from b4h_scheduler.outputs.change_words import changes_told
from b4h_scheduler.outputs.plan_json import plan_text
from b4h_scheduler.outputs.report.context import Context
from b4h_scheduler.outputs.report.page import report_html_of
from b4h_scheduler.outputs.report.sections.head import head
from b4h_scheduler.outputs.report.sections.left_out import left_out
from b4h_scheduler.outputs.report.sections.people import people
from b4h_scheduler.outputs.report.sections.regions import regions
from b4h_scheduler.outputs.report.sections.vouchers import vouchers
from b4h_scheduler.outputs.report.sections.wishes import wishes
from b4h_scheduler.outputs.unmet_csv import unmet_csv
from b4h_scheduler.outputs.workbook.write import write_workbook_of
from b4h_scheduler.planning.locks import pair_name
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import (
    changed_since,
    draft_of,
    num_changed_since,
    preview_draft,
)
from b4h_scheduler.store.edits import edits_of
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.log_names import named_in
from b4h_scheduler.store.objections import num_open
from web.change import change
from web.draft_views import fitted_draft, read_draft
from web.forms import moment_of
from web.languages.texts import gettext, told
from web.plan.price_view import prices_of
from web.readings import read_settings
from web.site import site
from web.staff.frame import page
from web.staff.log_people import called

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_plans import DraftRow
    from web.draft_views import DraftView

drafts = Blueprint("drafts", __name__)
MOST_EDITS = 200
MOST_CHANGES = 200
"""Shown, the latest."""


@drafts.get("/events/<int:event_id>/drafts/<int:draft_id>")
def show(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show how good the draft is."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        context = Context(view.lookup, view.figures, is_public=False)
        top = head(context)
        return page(
            reading,
            event_id,
            "plan/draft.html",
            draft=view.row,
            head=top,
            changes=changes_told(view.lookup, top.sentences),
            wishes=wishes(context),
            people=people(context),
            regions=regions(context),
            vouchers=vouchers(context),
            num_unmet=len(view.plan.unmet),
            warnings=view.plan.warnings,
            num_changed=num_changed_since(reading, view.row),
            gone=_gone(reading, view.row),
            num_objections=num_open(reading, draft_id),
            zone=view.event.zone_info,
        )


@drafts.get("/events/<int:event_id>/drafts/<int:draft_id>/unmet")
def unmet(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show what was left out, and every reason."""
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
        context = Context(view.lookup, view.figures, is_public=False)
        return page(
            reading,
            event_id,
            "plan/unmet.html",
            draft=view.row,
            left_out=left_out(context),
            prices=prices_of(reading, event_id, draft_id),
        )


@drafts.get("/events/<int:event_id>/drafts/<int:draft_id>/changed")
def changed(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show what changed in the event's data since the draft was made."""
    with site().database.read() as reading:
        row = draft_of(reading, event_id, draft_id)
        rows = changed_since(reading, row)[-MOST_CHANGES:]
        return page(
            reading,
            event_id,
            "plan/changed.html",
            draft=row,
            rows=rows,
            named=named_in(reading, event_id, rows),
            called=called(reading, event_id, rows),
            edits=edits_of(reading, draft_id, MOST_EDITS),
            num_objections=num_open(reading, draft_id),
            zone=read_settings(reading, event_id).zone_info,
        )


@drafts.post("/events/<int:event_id>/drafts/<int:draft_id>/name")
def rename(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Name a draft."""

    def work(writing: Session) -> None:
        name = request.form.get("name", "").strip()[:100]
        if not name:
            raise RefusedError("a draft needs a name")
        draft_of(writing, event_id, draft_id).name = name

    return change(work, done=gettext("Named."), to=_address(event_id, draft_id))


@drafts.post("/events/<int:event_id>/drafts/<int:draft_id>/preview")
def preview(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Show delegates their agendas of this draft, or hide them again."""
    is_previewed = request.form.get("show") == "yes"
    with site().database.read() as reading:
        zone = read_settings(reading, event_id).zone_info

    def work(writing: Session) -> None:
        row = draft_of(writing, event_id, draft_id)
        until = moment_of(request.form.get("until", ""), zone)
        if is_previewed and until is not None and until <= now():
            raise RefusedError("the date until when to object has passed already")
        preview_draft(writing, row, is_previewed=is_previewed)
        if is_previewed:
            row.objections_until = until

    done = gettext("Delegates see their agendas now, marked provisional.")
    if not is_previewed:
        done = gettext("Delegates do not see this draft any more.")
    return change(work, done=done, to=_address(event_id, draft_id))


@drafts.post("/events/<int:event_id>/drafts/<int:draft_id>/delete")
def delete(event_id: int, draft_id: int) -> ResponseReturnValue:
    """Delete a draft that delegates do not see."""

    def work(writing: Session) -> None:
        row = draft_of(writing, event_id, draft_id)
        if row.is_previewed:
            raise RefusedError("delegates see this draft: hide it from them first")
        forget_questions(writing, draft_id)
        writing.delete(row)

    return change(
        work,
        done=gettext("The draft is deleted."),
        to=url_for("runs.index", event_id=event_id),
    )


@drafts.get("/events/<int:event_id>/drafts/<int:draft_id>/download/<form>")
def download(event_id: int, draft_id: int, form: str) -> ResponseReturnValue:
    """Give a file of the draft."""
    if form not in _FORMS:
        abort(404)
    with site().database.read() as reading:
        view = read_draft(reading, event_id, draft_id)
    make, mimetype = _FORMS[form]
    name = f"{slug(view.row.name)}-{form}"
    return send_file(
        io.BytesIO(make(view)), mimetype, as_attachment=True, download_name=name
    )


def _gone(reading: Session, row: DraftRow) -> list[str]:
    """Meetings that are not possible any more, with the reason."""
    if not num_changed_since(reading, row):
        return []
    found = fitted_draft(reading, row.event_id, row.id)
    return [
        f"{pair_name(found.event, each.meeting.sides)} ({told(each.reason)})"
        for each in found.laid.gone
    ]


def _address(event_id: int, draft_id: int) -> str:
    return url_for("drafts.show", event_id=event_id, draft_id=draft_id)


def _workbook(view: DraftView) -> bytes:
    with TemporaryDirectory() as work:
        path = Path(work) / "plan.xlsx"
        write_workbook_of(view.lookup, view.figures, path)
        return path.read_bytes()


def _report(view: DraftView, *, public: bool = False) -> bytes:
    return report_html_of(view.lookup, view.figures, public=public).encode()


_FORMS: dict[str, tuple[Callable[[DraftView], bytes], str]] = {
    "plan.xlsx": (
        _workbook,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "agendas.zip": (lambda view: zipped_agendas(view.lookup), "application/zip"),
    "report.html": (_report, "text/html"),
    "report-public.html": (lambda view: _report(view, public=True), "text/html"),
    "unmet.csv": (lambda view: unmet_csv(view.lookup), "text/csv"),
    "plan.json": (lambda view: plan_text(view.plan).encode(), "application/json"),
}
