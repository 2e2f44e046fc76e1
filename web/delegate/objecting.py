"""Objections to a plan that is shown as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import shown_plan
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.objections import add_objection, may_object, objections_by
from b4h_scheduler.store.schema_plans import DraftRow
from web.change import change
from web.languages.texts import gettext
from web.shown_agendas import agenda_of
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow
from web.shown_agendas import ShownAgenda

objecting = Blueprint("objecting", __name__)


@objecting.post("/my/agenda/object")
def add() -> ResponseReturnValue:
    """Say what does not fit in the plan that is shown."""
    row = own()
    candidate = request.form.get("candidate", "")
    with site().database.read() as reading:
        shown = agenda_of(reading, row)
    meeting = _words(shown, candidate)

    def work(writing: Session) -> None:
        draft = _previewed(writing, row)
        if draft is None:
            raise RefusedError("objections to this plan are not possible (any more)")
        if candidate and not meeting:
            raise RefusedError("this meeting is not in your agenda any more")
        text = request.form.get("text", "")
        add_objection(writing, draft, row, text, candidate=candidate, meeting=meeting)

    done = gettext(
        "The organizer sees what you said. The plan is not changed by it yet."
    )
    return change(work, done=done, to=url_for("agenda.show"))


def objections_shown(reading: Session, row: DelegateRow) -> dict[str, Any]:
    """Return what the agenda shows of objections: whether, until when, one's own."""
    draft = _previewed(reading, row)
    if draft is None:
        return {"may_object": False, "until": None, "objections": []}
    return {
        "may_object": may_object(draft, now()),
        "until": draft.objections_until,
        "objections": objections_by(reading, draft.id, row.key),
    }


def _previewed(session: Session, delegate: DelegateRow) -> DraftRow | None:
    """Return the draft that delegates see, unless a plan was released."""
    row = shown_plan(session, delegate.event_id)
    return row if isinstance(row, DraftRow) else None


def _words(shown: ShownAgenda | None, candidate: str) -> str:
    """Return a meeting of one's own agenda, as staff and delegate read it.

    With whom, when and where, in words of no language.
    """
    if shown is None:
        return ""
    lookup = shown.lookup
    for each in lookup.agendas[shown.delegate.id]:
        if each.meeting.candidate == candidate:
            start = f"{lookup.local(each.meeting.start):%Y-%m-%d %H:%M}"
            parts = [lookup.side_name(each.partner), start]
            if each.meeting.table is not None:
                parts += [each.meeting.table, lookup.zone_name(each.meeting.table)]
            return ", ".join(filter(None, parts))
    return ""
