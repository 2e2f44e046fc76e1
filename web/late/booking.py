"""The desk books a meeting that two people agreed on the spot, and takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.ids import DelegateId, TableId
from b4h_scheduler.finding.search import words_of
from b4h_scheduler.late import booking as desk
from b4h_scheduler.late.booking import Place
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.planning.prospects import prospects
from b4h_scheduler.releases.release import ChangedMeanwhileError
from b4h_scheduler.store.base import now
from b4h_scheduler.store.booking import booking_row, standing_bookings
from b4h_scheduler.store.errors import RefusedError, StoreError
from b4h_scheduler.store.held import missed_meetings
from b4h_scheduler.store.people import delegate_row, organization_row
from web.cache import Cache
from web.change import SEE_OTHER, sentence, write
from web.forms import seen
from web.languages.local import weekday_and_time
from web.languages.texts import gettext
from web.plan.places import place_of
from web.readings import read_event, release_readers
from web.released import kept_once_it_stands, released_lookup
from web.site import site
from web.staff.frame import page
from web.staff.people import visible
from web.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from b4h_scheduler.outputs.lookup import Appointment, Lookup
    from b4h_scheduler.planning.on_the_spot import OnTheSpot, Spot
    from b4h_scheduler.planning.prospects import Prospect
    from b4h_scheduler.store.schema_desk import BookingRow
    from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow

booking = Blueprint("booking", __name__)
MOST_FOUND = 20
MOST_TABLES = 9
"""Shown of one slot, beside the best; more on a page of the slot."""
MOST_ATTEMPTS = 8
"""Of a booking while others book, too."""
_SPOTS = Cache(2)
"""Pairs looked at last: each holds a whole event laid out."""


@dataclass(frozen=True, slots=True)
class ToCome:
    """A meeting to come of somebody.

    Attributes
    ----------
    row : BookingRow or None
        It was booked at the desk, and can be canceled there.
    """

    appointment: Appointment
    lookup: Lookup
    row: BookingRow | None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody found, and whether the person at the desk could meet them."""

    delegate: DelegateRow
    organization: OrganizationRow
    prospect: Prospect


def to_come(reading: Session, row: DelegateRow) -> list[ToCome]:
    """Return a delegate's released meetings that have not begun, in order of time."""
    lookup = released_lookup(reading, row.event_id)
    if lookup is None:
        return []
    booked = {
        each.meeting_key: each for each in standing_bookings(reading, row.event_id)
    }
    return [
        ToCome(each, lookup, booked.get(each.meeting.id))
        for each in lookup.agendas.get(DelegateId(row.key), ())
        if utc(each.meeting.start) > now()
    ]


@booking.get("/events/<int:event_id>/desk/<key>/book")
def index(event_id: int, key: str) -> ResponseReturnValue:
    """Find whom the person wants to meet; say whether it is possible."""
    q = request.args.get("q", "")[:100]
    wanted = words_of(q)
    with site().database.read() as reading:
        row = delegate_row(reading, event_id, key)
        try:
            basis, plan = desk.standing(reading, event_id, release_readers())
            pairs = [
                (delegate, organization)
                for delegate, organization in visible(reading, event_id)
                if wanted
                and delegate.key != key
                and _has(wanted, f"{delegate.name} {organization.name}")
            ]
            shown = pairs[:MOST_FOUND]
            who = [DelegateId(delegate.key) for delegate, _ in shown]
            known = prospects(
                basis,
                plan,
                DelegateId(key),
                who,
                now(),
                missed_meetings(reading, event_id),
            )
        except (RefusedError, PlanningError) as error:
            return _refused(event_id, key, error)
        return page(
            reading,
            event_id,
            "late/book.html",
            row=row,
            organization=organization_row(reading, event_id, row.organization_key),
            q=q,
            found=[Found(d, o, known[DelegateId(d.key)]) for d, o in shown],
            num_found=len(pairs),
            place_of=released_lookup(reading, event_id),
        )


@booking.get("/events/<int:event_id>/desk/<key>/book/<other>")
def show(event_id: int, key: str, other: str) -> ResponseReturnValue:
    """Show when and where the two can meet, from now on."""
    only = _moment(request.args.get("slot", ""))
    with site().database.read() as reading:
        rows = _both(reading, event_id, key, other)
        try:
            found = desk.on_the_spot(
                reading, event_id, _id(key), _id(other), release_readers(), _kept
            )
        except (RefusedError, PlanningError) as error:
            return _refused(event_id, key, error)
        spots = found.spots()
        free = [spot for spot in spots if spot.tables]
        return page(
            reading,
            event_id,
            "late/spots.html",
            row=rows[0],
            other=rows[1],
            reason=found.why_not,
            meeting=found.meeting,
            missed=found.missed,
            place_of=released_lookup(reading, event_id),
            free=[s for s in free if only is None or utc(s.slot.start) == only],
            taken=[spot for spot in spots if not spot.tables],
            only=only,
            most=MOST_TABLES,
            value_of=_value_of,
        )


@booking.post("/events/<int:event_id>/desk/<key>/book/<other>")
def book(event_id: int, key: str, other: str) -> ResponseReturnValue:
    """Book the slot and table of the button, if it is still free."""
    again = url_for("booking.show", event_id=event_id, key=key, other=other)

    def attempt() -> str:
        with site().database.read() as reading:
            names = [row.name for row in _both(reading, event_id, key, other)]
            place = _place(reading, event_id, request.form.get("at", ""))
            pair = _id(key), _id(other)
            asked = desk.examine_booking(
                reading, event_id, pair, place, release_readers(), _kept
            )
        author, workers = visitor().actor, site().settings.solver_workers

        def work(writing: Session) -> Callable[[], None]:
            desk.book(writing, asked, author=author, workers=workers)
            return kept_once_it_stands(writing, asked.ready)

        write(work)()
        return gettext(
            "Booked: {first} and {second}, {moment}, {place}. The messages to both "
            "are on their way.",
            first=names[0],
            second=names[1],
            moment=_moment_words(asked.ready.lookup, asked.meeting.start),
            place=place_of(asked.ready.lookup, asked.meeting),
        )

    to = url_for("late_desk.show", event_id=event_id, key=key)
    return _done(attempt, to=to, refused=again)


@booking.post("/events/<int:event_id>/desk/<key>/cancel")
def cancel(event_id: int, key: str) -> ResponseReturnValue:
    """Take back what was booked at the desk."""
    to = url_for("late_desk.show", event_id=event_id, key=key)
    number = request.form.get("booking", 0, int)

    def attempt() -> str:
        with site().database.read() as reading:
            row = _booking(reading, event_id, number, key)
            ready = desk.examine_cancel(reading, row, release_readers())
        author, workers = visitor().actor, site().settings.solver_workers

        def work(writing: Session) -> Callable[[], None]:
            row = _booking(writing, event_id, number, key)
            of_form = seen()
            desk.cancel(
                writing, row, ready, seen=of_form, author=author, workers=workers
            )
            return kept_once_it_stands(writing, ready)

        write(work)()
        return gettext("Canceled. The messages to both are on their way.")

    return _done(attempt, to=to, refused=to)


def _kept(key: Hashable, make: Callable[[], OnTheSpot]) -> OnTheSpot:
    """Return what the page found that the button was on, if nothing changed."""
    with site().cache.making():
        return _SPOTS.get((site().database.url, key), make)


def _done(attempt: Callable[[], str], *, to: str, refused: str) -> ResponseReturnValue:
    """Do it, once more where somebody else was faster; say what came of it."""
    try:
        with site().cache.making():  # also while the session's rows are let go
            told = _patiently(attempt)
    except (StoreError, PlanningError) as error:
        flash(sentence(error), "danger")
        return redirect(refused, SEE_OTHER)
    site().wake()
    site().wake_mail()
    flash(told, "success")
    return redirect(to, SEE_OTHER)


def _patiently(attempt: Callable[[], str]) -> str:
    for _ in range(MOST_ATTEMPTS - 1):
        try:
            return attempt()
        except ChangedMeanwhileError:
            continue  # look at it as it is now: it may be possible still
    return attempt()


def _booking(session: Session, event_id: int, number: int, key: str) -> BookingRow:
    row = booking_row(session, event_id, number)
    lookup = released_lookup(session, event_id)
    meetings = () if lookup is None else lookup.agendas.get(DelegateId(key), ())
    if all(each.meeting.id != row.meeting_key for each in meetings):
        raise RefusedError("the released plan has no such meeting any more")
    return row


def _refused(event_id: int, key: str, error: Exception) -> ResponseReturnValue:
    flash(sentence(error), "danger")
    to = url_for("late_desk.show", event_id=event_id, key=key)
    return redirect(to, SEE_OTHER)


def _both(
    reading: Session, event_id: int, key: str, other: str
) -> tuple[DelegateRow, DelegateRow]:
    return delegate_row(reading, event_id, key), delegate_row(reading, event_id, other)


def _id(key: str) -> DelegateId:
    return DelegateId(key)


def _value_of(spot: Spot, table: TableId | None) -> str:
    """Return what a button says to the form."""
    return f"{utc(spot.slot.start).isoformat()}|{table or ''}"


def _place(reading: Session, event_id: int, value: str) -> Place:
    """Return the slot and table of a button.

    Raises
    ------
    RefusedError
        There is no such slot.
    """
    start, _, table = value.partition("|")
    moment = _moment(start)
    slots = read_event(reading, event_id).slots
    slot = next((each for each in slots if utc(each.start) == moment), None)
    if slot is None:
        raise RefusedError("choose one of the times that are shown")
    return Place(slot.id, TableId(table) if table else None)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo is None else utc(found)


def _moment_words(lookup: Lookup, moment: datetime) -> str:
    return weekday_and_time(lookup.local(moment))


def _has(wanted: Iterable[str], told: str) -> bool:
    words = words_of(told)
    return all(any(each.startswith(word) for each in words) for word in wanted)
