"""The phase of an event: where it is, moved, held, and by date."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase, set_phase, set_phase_dates
from b4h_scheduler.store.privacy import kept_until, set_retention
from web.change import change
from web.forms import moment_of, seen
from web.languages.texts import gettext, mark
from web.readings import read_settings
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

phases = Blueprint("phases", __name__)

MEANING: dict[Phase, str] = {
    Phase.SET_UP: mark("Staff prepares; delegates can correct profile and trip."),
    Phase.REGISTRATION: mark("Delegates give profile and trip; no wishes yet."),
    Phase.WISHES: mark("Delegates browse, wish and answer."),
    Phase.CLOSED: mark("Wishes and answers stand; the plan is made."),
    Phase.RELEASED: mark("Delegates have their agendas."),
    Phase.RUNNING: mark("The event is on."),
    Phase.AFTER: mark("The event is over."),
    Phase.ARCHIVED: mark("Nothing is changed any more."),
}


@phases.get("/events/<int:event_id>/phase")
def show(event_id: int) -> ResponseReturnValue:
    """Show the phases and what each means."""
    with site().database.read() as reading:
        row = event_row(reading, event_id)
        zone = read_settings(reading, event_id).zone_info
        dates = {
            name: moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
            for name, moment in _moments(row.phase_dates).items()
        }
        return page(
            reading,
            event_id,
            "staff/phases.html",
            meaning=MEANING,
            dates=dates,
            until=kept_until(row),
        )


@phases.post("/events/<int:event_id>/phase")
def move(event_id: int) -> ResponseReturnValue:
    """Move to a phase, also back; held, dates do not move it on."""

    def work(writing: Session) -> None:
        phase = _phase(request.form.get("phase", ""))
        is_held = request.form.get("held") == "yes"
        set_phase(writing, event_id, phase, is_held=is_held, seen=seen())

    return change(
        work,
        done=gettext("The phase is set."),
        to=url_for("phases.show", event_id=event_id),
    )


@phases.post("/events/<int:event_id>/phase/dates")
def dates(event_id: int) -> ResponseReturnValue:
    """Say when phases begin by themselves."""

    def work(writing: Session) -> None:
        zone = read_settings(writing, event_id).zone_info
        given = {phase: moment_of(request.form.get(phase, ""), zone) for phase in Phase}
        known = {phase: moment for phase, moment in given.items() if moment is not None}
        set_phase_dates(writing, event_id, known, seen=seen())

    return change(
        work,
        done=gettext("The dates are set."),
        to=url_for("phases.show", event_id=event_id),
    )


@phases.post("/events/<int:event_id>/phase/keep")
def keep(event_id: int) -> ResponseReturnValue:
    """Say until when the event is kept."""

    def work(writing: Session) -> None:
        set_retention(writing, event_id, _day(), seen=seen())

    return change(
        work,
        done=gettext("Saved."),
        to=url_for("phases.show", event_id=event_id),
    )


def _day() -> date | None:
    text = request.form.get("until", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RefusedError(
            Sentence("{text!r} is no day: write 2027-03-31", text=text[:30])
        ) from None


def _phase(text: str) -> Phase:
    try:
        return Phase(text)
    except ValueError:
        raise RefusedError(
            Sentence(
                "there is no phase {text!r}: choose one of the list", text=text[:30]
            )
        ) from None


def _moments(stored: dict[str, str]) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(text) for name, text in stored.items()}
