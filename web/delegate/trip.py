"""When a delegate comes and goes, and when it cannot meet: which slots remain.

Trip and blocked time are one form with a button each, so that choosing another language
keeps both (`web.languages.switch`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request, url_for

from b4h_scheduler.domain.presence import present, present_from, present_until
from b4h_scheduler.late.asking import is_absent
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.own_changes import require_may_change
from b4h_scheduler.store.people import (
    delegate_of,
    delegate_row,
    edit_delegate,
)
from web.change import change, saved
from web.delegate.frame import page
from web.differing import differing, trip_boxes, was_saved_meanwhile
from web.forms import (
    moment_of,
    seen,
    trip_changes,
    trip_words,
    version_seen,
)
from web.languages.switch import is_choice
from web.languages.texts import gettext
from web.pictures import presence_strip
from web.readings import read_settings
from web.shown_agendas import agenda_of
from web.site import site
from web.visitor import own

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow

trip = Blueprint("trip", __name__)
MOST_BLOCKS = 30


@trip.get("/my/trip")
def show() -> ResponseReturnValue:
    """Show the trip and what remains."""
    with site().database.read() as reading:
        return _show(reading)


@trip.post("/my/trip")
def save() -> ResponseReturnValue:
    """Save the trip."""
    if is_choice():
        with site().database.read() as reading:
            return _show(reading, typed=True)
    row = own()

    def work(writing: Session) -> None:
        _require_may_change(writing, row)
        settings = read_settings(writing, row.event_id)
        stored = delegate_row(writing, row.event_id, row.key)
        edit_delegate(writing, stored, trip_changes(settings), seen=seen())

    return _saved(
        work, gettext("Your trip is saved. The strip shows which slots remain.")
    )


@trip.post("/my/busy")
def block() -> ResponseReturnValue:
    """Add a time at which no meeting may be planned."""

    def changed(busy: list[dict[str, Any]], settings: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        start = moment_of(request.form.get("start", ""), settings.zone_info)
        end = moment_of(request.form.get("end", ""), settings.zone_info)
        if start is None or end is None:
            raise RefusedError("give both when it begins and when it ends")
        if len(busy) >= MOST_BLOCKS:
            raise RefusedError("that is enough: remove one of the blocked times first")
        return [*busy, {"start": start, "end": end}]

    return _saved(
        _busy_work(changed), gettext("Blocked: no meeting will be planned then.")
    )


@trip.post("/my/busy/remove")
def unblock() -> ResponseReturnValue:
    """Give a blocked time free again."""

    def changed(busy: list[dict[str, Any]], settings: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        start = moment_of(request.form.get("start", ""), settings.zone_info)
        return [each for each in busy if each["start"] != start]

    return change(
        _busy_work(changed), done=gettext("Free again."), to=url_for("trip.show")
    )


def _saved(work: Callable[[Session], None], done: str) -> ResponseReturnValue:
    """Save a part of the form; else show all of it again as it was filled in."""
    again = partial(_show, typed=True)
    return saved(work, done=done, to=url_for("trip.show"), again=again)


def _busy_work(changed: Any) -> Callable[[Session], None]:  # noqa: ANN401
    row = own()

    def work(writing: Session) -> None:
        _require_may_change(writing, row)
        settings = read_settings(writing, row.event_id)
        stored = delegate_row(writing, row.event_id, row.key)
        delegate = delegate_of(stored, settings.zone_info)
        busy = [each.model_dump() for each in delegate.busy]
        changes = {"busy": changed(busy, settings)}
        edit_delegate(writing, stored, changes, seen=stored.version)

    return work


def _require_may_change(session: Session, row: DelegateRow) -> None:
    """Refuse a change after closing; of latecomers once they have meetings."""
    require_may_change(session, row)
    if _has_meetings(session, row):
        raise RefusedError("you have meetings: say under “Late or away” what changes")


def _has_meetings(session: Session, row: DelegateRow) -> bool:
    shown = agenda_of(session, row)
    return (
        shown is not None
        and not shown.is_provisional
        and bool(shown.lookup.agendas[shown.delegate.id])
    )


def _show(reading: Session, *, typed: bool = False) -> str:
    row = delegate_row(reading, own().event_id, own().key)
    settings = read_settings(reading, row.event_id)
    delegate = delegate_of(row, settings.zone_info)
    words = trip_words(delegate, settings)
    there = present(settings, delegate)
    return page(
        reading,
        "delegate/trip.html",
        seen=version_seen(row.version),
        person=delegate,
        settings=settings,
        values=request.form if typed else words,
        differing=differing(
            words,
            is_stale=typed and was_saved_meanwhile(row.version),
            boxes=trip_boxes(settings),
        ),
        points=[("", "–"), *((p.id, p.name) for p in settings.arrival_points)],
        strip=presence_strip(settings, there),
        num_there=sum(there),
        num_slots=len(there),
        present_from=present_from(settings, delegate),
        present_until=present_until(settings, delegate),
        is_absent=is_absent(delegate),
        has_meetings=_has_meetings(reading, row),
        sessions=settings.sessions,
        zone=settings.zone_info,
    )
