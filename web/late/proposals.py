"""The organizer sees what was said and what is proposed, and releases it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for

from b4h_scheduler.late.handing_over import give_voucher
from b4h_scheduler.late.proposing import (
    Stage,
    dismiss,
    propose,
    require_ready,
    stage_of,
)
from b4h_scheduler.late.words import said
from b4h_scheduler.releases.telling import telling
from b4h_scheduler.releases.words import people
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.late import (
    change_row,
    open_changes,
    open_proposal,
    require_proposal,
)
from b4h_scheduler.store.names import names_of
from web.change import change
from web.languages.texts import gettext
from web.readings import read_event
from web.release.releases import lost_of
from web.release.shown import examined, release_shown, seen_of
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.late.proposing import Proposal
    from b4h_scheduler.releases.ready import Ready

proposals = Blueprint("proposals", __name__)
MOST_SHOWN = 300


@proposals.get("/events/<int:event_id>/late")
def show(event_id: int) -> ResponseReturnValue:
    """Show what was said, and what a release of the proposal would change."""
    with site().database.read() as reading:
        event_row(reading, event_id)
        return page(
            reading, event_id, "late/proposal.html", **_content(reading, event_id)
        )


@proposals.get("/events/<int:event_id>/late/progress")
def progress(event_id: int) -> ResponseReturnValue:
    """Give the part of the page that changes while it is planned."""
    with site().database.read() as reading:
        row = event_row(reading, event_id)
        content = _content(reading, event_id)
    return render_template("late/proposed.html", event=row, **content)


@proposals.post("/events/<int:event_id>/late/release")
def release(event_id: int) -> ResponseReturnValue:
    """Release the proposal as it was shown."""

    def read(reading: Session) -> tuple[Ready, str]:
        row = require_proposal(reading, event_id, _number())
        ready = examined(reading, event_id, draft_id=require_ready(reading, row))
        return ready, _note(reading, event_id)

    return release_shown(read, back=url_for("proposals.show", event_id=event_id))


@proposals.post("/events/<int:event_id>/late/dismiss")
def set_aside(event_id: int) -> ResponseReturnValue:
    """Change no meeting; the data of the delegates stay as they said."""
    return change(
        lambda writing: dismiss(
            writing, require_proposal(writing, event_id, _number())
        ),
        done=gettext(
            "Dismissed: the released plan stays. What delegates said is kept."
        ),
        to=url_for("proposals.show", event_id=event_id),
    )


@proposals.post("/events/<int:event_id>/late/again")
def again(event_id: int) -> ResponseReturnValue:
    """Plan it anew, from the newest data and the latest revision."""

    def work(writing: Session) -> None:
        require_proposal(writing, event_id, _number())
        propose(writing, event_id, workers=site().settings.solver_workers)

    answer = change(
        work,
        done=gettext("It is planned anew."),
        to=url_for("proposals.show", event_id=event_id),
    )
    site().wake()
    return answer


@proposals.post("/events/<int:event_id>/late/voucher")
def pass_on(event_id: int) -> ResponseReturnValue:
    """Let the voucher of somebody who does not come hold for the new person."""
    number = request.form.get("change", 0, int)
    return change(
        lambda writing: give_voucher(writing, change_row(writing, event_id, number)),
        done=gettext("The voucher holds for the new person."),
        to=url_for("proposals.show", event_id=event_id),
    )


def _content(reading: Session, event_id: int) -> dict[str, Any]:
    changes = open_changes(reading, event_id)
    row = open_proposal(reading, event_id)
    found = None if row is None else stage_of(reading, row)
    zone = read_event(reading, event_id).zone_info
    return {
        "changes": [(each, said(each, zone)) for each in changes],
        "names": names_of(reading, event_id),
        "zone": zone,
        "proposal": found,
        "Stage": Stage,
        **_difference(reading, event_id, found),
    }


def _difference(
    reading: Session, event_id: int, found: Proposal | None
) -> dict[str, Any]:
    if found is None or found.draft_id is None:
        return {"ready": None, "problem": ""}
    try:
        ready = examined(reading, event_id, draft_id=found.draft_id)
    except RefusedError as error:
        return {"ready": None, "problem": said_by(error)}
    lookup = ready.lookup
    concerned = people(lookup, ready.difference)
    return {
        "ready": ready,
        "problem": "",
        "people": concerned[:MOST_SHOWN],
        "num_people": len(concerned),
        "lost": lost_of(lookup, ready),
        "told": telling(reading, ready),
        "seen": seen_of(ready),
    }


def _note(reading: Session, event_id: int) -> str:
    number = len(open_changes(reading, event_id))
    return f"Late changes of {number} {'delegate' if number == 1 else 'delegates'}"


def _number() -> int:
    return request.form.get("proposal", 0, int)
