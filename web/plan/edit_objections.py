"""What delegates say against a draft that they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.store.drafts import draft_of
from b4h_scheduler.store.names import names_of
from b4h_scheduler.store.objections import objections_to, settle_objection
from web.change import change
from web.languages.texts import gettext
from web.readings import read_settings
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


edit_objections = Blueprint("edit_objections", __name__)


@edit_objections.get("/events/<int:event_id>/drafts/<int:draft_id>/objections")
def index(event_id: int, draft_id: int) -> ResponseReturnValue:
    """List the objections, open ones first."""
    with site().database.read() as reading:
        row = draft_of(reading, event_id, draft_id)
        people = names_of(reading, event_id)
        return page(
            reading,
            event_id,
            "plan/objections.html",
            draft=row,
            objections=[
                (each, *people.get(each.delegate_key, (each.delegate_key, "")))
                for each in objections_to(reading, draft_id)
            ],
            zone=read_settings(reading, event_id).zone_info,
        )


@edit_objections.post(
    "/events/<int:event_id>/drafts/<int:draft_id>/objections/<int:objection_id>"
)
def settle(event_id: int, draft_id: int, objection_id: int) -> ResponseReturnValue:
    """Mark an objection as dealt with, or open it again."""
    is_settled = request.form.get("settled") == "yes"

    def work(writing: Session) -> None:
        draft_of(writing, event_id, draft_id)
        settle_objection(writing, draft_id, objection_id, is_settled=is_settled)

    return change(
        work,
        done=gettext("Marked as dealt with.")
        if is_settled
        else gettext("Opened again."),
        to=url_for("edit_objections.index", event_id=event_id, draft_id=draft_id),
    )
