"""A place offered by staff to who waits for one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import request

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.offering import offer, take_back
from web.forms import seen
from web.languages.texts import gettext
from web.registration.messages import offer_place, tell
from web.registration.staff import applications, decide, least_typed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_registration import ApplicationRow


@applications.post("/events/<int:event_id>/registration/<int:application_id>/offer")
def offer_to(event_id: int, application_id: int) -> ResponseReturnValue:
    """Keep a place until a day, and write that to the applicant."""

    def work(writing: Session, row: ApplicationRow) -> None:
        until = _day()
        offer(writing, row, until, seen=seen(), least=least_typed())
        offer_place(writing, row, until)

    done = gettext("The place is offered: a message asks for an answer.")
    return decide(event_id, application_id, work, done)


@applications.post("/events/<int:event_id>/registration/<int:application_id>/take-back")
def take_offer_back(event_id: int, application_id: int) -> ResponseReturnValue:
    """Let who was offered a place wait on."""

    def work(writing: Session, row: ApplicationRow) -> None:
        take_back(writing, row, seen=seen())
        tell(writing, row)

    done = gettext("The offer is taken back: on the waiting list.")
    return decide(event_id, application_id, work, done)


def _day() -> date:
    text = request.form.get("until", "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(
            Sentence("{text!r} is no day: write 2027-03-31", text=text[:30])
        ) from None
