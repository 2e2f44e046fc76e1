"""What if: the event solved again with other tables, slots or arrivals."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    render_template,
    send_file,
    url_for,
)

from b4h_scheduler.domain.words import APART
from b4h_scheduler.jobs.questions import Change, Kind, WhatIfQuestion, ask, question_of
from b4h_scheduler.jobs.runs import progress_of
from b4h_scheduler.outputs.curve import curve_csv, curve_picture
from b4h_scheduler.planning.whatif import Curve
from b4h_scheduler.store.errors import NotFoundError
from web.languages.texts import gettext, mark
from web.plan import queued
from web.plan.whatif_form import question_of_form
from web.readings import read_event, read_settings
from web.site import site
from web.staff.frame import page

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from b4h_scheduler.planning.whatif import Point
    from b4h_scheduler.store.schema_plans import RunRow

whatif = Blueprint("whatif", __name__)
MOST_LISTED = 20
TITLES: dict[str, str] = {
    Change.TABLES: mark("Other numbers of tables"),
    Change.SLOTS: mark("Other numbers of slots"),
    Change.SESSION_TABLES: mark("More tables in one session"),
    Change.SLOT_TABLES: mark("One more table in one slot"),
    Change.ARRIVAL: mark("Another time of arrival"),
}


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """A question as its page shows it."""

    row: RunRow
    title: str
    state: str
    is_active: bool
    step: str
    curve: Curve | None
    picture: Markup | None
    best: Point | None
    """With most wish value, if that is more than now."""
    fewest: Point | None
    """Of fewer tables or slots than now, the fewest that give as much."""


@whatif.get("/events/<int:event_id>/what-if")
def index(event_id: int) -> ResponseReturnValue:
    """Offer what can be asked, and list what was."""
    with site().database.read() as reading:
        event = read_event(reading, event_id)
        found = queued.latest(reading, event_id, Kind.WHAT_IF, MOST_LISTED)
        people = [
            (each.id, each.name, event.organization_of[each.organization].name)
            for each in event.delegates
            if not each.is_online
        ]
        return page(
            reading,
            event_id,
            "plan/whatif.html",
            asked=[(row, _title(row), queued.state_words(row)) for row in found],
            num_tables=len(event.tables),
            num_slots=len(event.slots),
            people=sorted(people, key=lambda each: (each[1].casefold(), each[0])),
            days=sorted({slot.start.date() for slot in event.slots}),
        )


@whatif.post("/events/<int:event_id>/what-if")
def start(event_id: int) -> ResponseReturnValue:
    """Queue a question."""

    def work(writing: Session) -> int:
        asked = question_of_form(read_settings(writing, event_id))
        return ask(writing, event_id, asked)

    return queued.queue(
        work,
        shown=lambda run_id: _address(event_id, run_id),
        refused=url_for("whatif.index", event_id=event_id),
    )


@whatif.get("/events/<int:event_id>/what-if/<int:run_id>")
def show(event_id: int, run_id: int) -> ResponseReturnValue:
    """Show a question and its answer; with JavaScript the progress renews itself."""
    with site().database.read() as reading:
        view = _view(reading, event_id, run_id)
        return page(reading, event_id, "plan/whatif_answer.html", view=view)


@whatif.get("/events/<int:event_id>/what-if/<int:run_id>/progress")
def progress(event_id: int, run_id: int) -> ResponseReturnValue:
    """Give the part of the page that changes."""
    with site().database.read() as reading:
        view = _view(reading, event_id, run_id)
    return render_template("plan/whatif_progress.html", view=view, event_id=event_id)


@whatif.get("/events/<int:event_id>/what-if/<int:run_id>/curve.csv")
def csv(event_id: int, run_id: int) -> ResponseReturnValue:
    """Give the points as a table."""
    with site().database.read() as reading:
        view = _view(reading, event_id, run_id)
    if view.curve is None:
        raise NotFoundError("this question has no answer (yet)")
    return send_file(
        io.BytesIO(curve_csv(view.curve)),
        "text/csv",
        as_attachment=True,
        download_name=f"what-if-{view.curve.what}.csv",
    )


@whatif.post("/events/<int:event_id>/what-if/<int:run_id>/cancel")
def cancel(event_id: int, run_id: int) -> ResponseReturnValue:
    """Stop; the points until then are kept."""
    done = gettext("It stops; the points worked out until then are kept.")
    to = _address(event_id, run_id)
    return queued.stop(event_id, Kind.WHAT_IF, run_id, done=done, to=to)


def _address(event_id: int, run_id: int) -> str:
    return url_for("whatif.show", event_id=event_id, run_id=run_id)


def _title(row: RunRow) -> str:
    """Return what was asked, in words."""
    asked = question_of(row)
    if not isinstance(asked, WhatIfQuestion):
        raise TypeError(row.kind)
    words = gettext(TITLES[asked.change])
    if asked.numbers:
        words += f": {asked.numbers[0]}"
        words += f"–{asked.numbers[-1]}" if asked.numbers[1:] else ""
    if asked.arrivals:
        words += f": {', '.join(f'{each:%H:%M}' for each in asked.arrivals)}"
    return words


def _view(reading: Session, event_id: int, run_id: int) -> WhatIfView:
    row = queued.of_event(reading, event_id, Kind.WHAT_IF, run_id)
    told = progress_of(reading, run_id)
    curve = (
        None if row.answer is None else Curve.model_validate(row.answer, context=APART)
    )
    return WhatIfView(
        row=row,
        title=_title(row),
        state=queued.state_words(row),
        is_active=row.state in queued.ACTIVE,
        step=told[-1].step if told else "",
        curve=curve,
        picture=curve_picture(curve) if curve and curve.points else None,
        best=None if curve is None else _best(curve),
        fewest=None if curve is None else _fewest(curve),
    )


def _best(curve: Curve) -> Point | None:
    now = curve.now
    gains = [
        point
        for point in curve.points
        if (point.levels["value"], point.meetings) > (now.levels["value"], now.meetings)
    ]
    return max(
        gains, key=lambda point: (point.levels["value"], point.meetings), default=None
    )


def _fewest(curve: Curve) -> Point | None:
    """Go down from now as long as nothing is lost."""
    found = None
    if curve.what in {Change.TABLES, Change.SLOTS}:
        fewer = [point for point in curve.points if point.number < curve.now.number]
        for point in sorted(fewer, key=lambda each: -each.number):
            if point.levels != curve.now.levels:
                break
            found = point
    return found
