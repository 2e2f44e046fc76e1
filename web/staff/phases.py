"""The phase of an event: where it is, moved, held, and by date.

Phase, dates and last day are one form with a button each, so that choosing another
language keeps all three (`web.languages.switch`).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.phases import Phase, phase_at, set_phase, set_phase_dates
from b4h_scheduler.store.privacy import kept_until, set_retention
from web.change import saved
from web.forms import moment_of, seen
from web.languages.local import day_and_time, full_date
from web.languages.switch import is_choice
from web.languages.texts import gettext, mark
from web.readings import read_settings
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

phases = Blueprint("phases", __name__)
_DATES = tuple(phase.value for phase in Phase)

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
        return _page(reading, event_id)


@phases.post("/events/<int:event_id>/phase")
def move(event_id: int) -> ResponseReturnValue:
    """Move to a phase, also back; held, dates do not move it on."""
    if is_choice():
        with site().database.read() as reading:
            return _page(reading, event_id)

    def work(writing: Session) -> None:
        phase = _phase(request.form.get("phase", ""))
        is_held = request.form.get("held") == "yes"
        set_phase(writing, event_id, phase, is_held=is_held, seen=seen())

    return _saved(event_id, work, gettext("The phase is set."))


@phases.post("/events/<int:event_id>/phase/dates")
def dates(event_id: int) -> ResponseReturnValue:
    """Say when phases begin by themselves."""

    def work(writing: Session) -> None:
        zone = read_settings(writing, event_id).zone_info
        given = {phase: moment_of(request.form.get(phase, ""), zone) for phase in Phase}
        known = {phase: moment for phase, moment in given.items() if moment is not None}
        set_phase_dates(writing, event_id, known, seen=seen())

    return _saved(event_id, work, gettext("The dates are set."))


@phases.post("/events/<int:event_id>/phase/keep")
def keep(event_id: int) -> ResponseReturnValue:
    """Say until when the event is kept."""

    def work(writing: Session) -> None:
        set_retention(writing, event_id, _day(), seen=seen())

    return _saved(event_id, work, gettext("Saved."))


def _saved(
    event_id: int, work: Callable[[Session], None], done: str
) -> ResponseReturnValue:
    """Save a part of the form; else show all of it again as it was filled in."""
    again = partial(_page, event_id=event_id)
    to = url_for("phases.show", event_id=event_id)
    stale = partial(again, is_stale=True)
    return saved(work, done=done, to=to, again=again, stale=stale)


def _page(reading: Session, event_id: int, *, is_stale: bool = False) -> str:
    """Return the page, with what was typed where a form was sent."""
    row = event_row(reading, event_id)
    zone = read_settings(reading, event_id).zone_info
    until = kept_until(row)
    stored = dict.fromkeys(Phase, "") | {
        name: moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        for name, moment in _moments(row.phase_dates).items()
    }
    stored["phase"] = phase_at(row, now()).value
    stored["held"] = "yes" if row.is_held else ""
    stored["until"] = until.isoformat() if until else ""
    typed = _typed()
    return page(
        reading,
        event_id,
        "staff/phases.html",
        meaning=MEANING,
        # Only once both versions are told does saving again go over what is stored.
        seen=row.version if is_stale else request.form.get("seen", row.version),
        typed=stored | typed,
        until=until,
        differing=_differing(stored, typed) if is_stale else (),
    )


def _typed() -> dict[str, str]:
    """Return the fields of the form that was sent; none: the page is opened."""
    names = ("phase", *_DATES, "until")
    typed = {name: request.form[name] for name in names if name in request.form}
    # A box that is not ticked is not sent.
    return typed | {"held": _ticked()} if "phase" in typed else typed


def _differing(
    stored: dict[str, str], typed: dict[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Return what somebody else saved meanwhile beside what was typed."""
    titles = {
        "phase": gettext("Phase"),
        "held": gettext("Hold it: dates do not move it on"),
        "until": gettext("Last day (empty: no end)"),
    } | {
        each.value: gettext("{phase} from", phase=gettext(each.value)) for each in Phase
    }
    return tuple(
        (titles[name], _told(name, stored[name]), _told(name, value))
        for name, value in typed.items()
        if stored[name] != value
    )


def _told(name: str, value: str) -> str:
    """Return a value of the form in the page's language."""
    if name == "held":
        return gettext("yes") if value else gettext("no")
    if name == "phase":
        return gettext(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return full_date(moment) if name == "until" else day_and_time(moment)


def _ticked() -> str:
    return "yes" if request.form.get("held") == "yes" else ""


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
