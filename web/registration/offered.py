"""The answer to an offered place, by the buttons of a registration's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.store.offer_answers import accept, turn_down, wait_again
from web.languages.texts import mark
from web.registration.messages import is_mail_sent, welcome
from web.registration.public import registration
from web.registration.status import act

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_registration import ApplicationRow


@registration.post("/registration/<token>/accept")
def accept_place(token: str) -> ResponseReturnValue:
    """Take the place, by the button."""

    def work(writing: Session, row: ApplicationRow) -> None:
        address = row.email
        people = accept(writing, row)
        if people:
            welcome(writing, people, address, waited=False)

    done = (
        mark("The place is yours. Your personal link is on its way to you by mail.")
        if is_mail_sent()
        else mark("The place is yours. The organizer sends you your personal link.")
    )
    return act(token, work, done)


@registration.post("/registration/<token>/turn-down")
def turn_place_down(token: str) -> ResponseReturnValue:
    """Give the place back, by the button."""
    return act(token, turn_down, mark("You declined the place."))


@registration.post("/registration/<token>/wait-again")
def wait_for_another(token: str) -> ResponseReturnValue:
    """Go to the end of the waiting list."""
    return act(token, wait_again, mark("You are on the waiting list again."))
