"""The form of a late change: what it asks for, and what that would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from pydantic import ValidationError

from b4h_scheduler.domain.base import utc
from b4h_scheduler.domain.fault_words import fault_words
from b4h_scheduler.domain.presence import present, present_from, present_until
from b4h_scheduler.late.asking import (
    Asked,
    absent,
    arrives,
    back,
    has_point,
    is_absent,
    leaves,
)
from b4h_scheduler.late.changing import change_late, sessions_before
from b4h_scheduler.late.danger import as_changed, in_danger
from b4h_scheduler.late.handing_over import changes_for, hand_over, successor
from b4h_scheduler.mail.words import LANGUAGES
from b4h_scheduler.sentence import said_by
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.late import LateKind, changes_by
from b4h_scheduler.store.people import delegate_of
from web.forms import moment_of, seen, trip_words, version_seen
from web.languages.switch import is_choice
from web.pictures import presence_strip
from web.readings import read_settings
from web.released import released_lookup
from web.site import site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event
    from b4h_scheduler.domain.people import Delegate
    from b4h_scheduler.late.danger import Endangered
    from b4h_scheduler.outputs.lookup import Lookup
    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_late import LateChangeRow

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """What the first page of the form shows.

    Attributes
    ----------
    arrival_point, departure_point : str
        Where a new time is that of the ticket; empty: it is the time at the event.
    arrival, departure : str
        Times to begin with, as fields show them.
    said : sequence of LateChangeRow
        What was said before, the last first.
    """

    row: DelegateRow
    person: Delegate
    settings: Event
    arrival_point: str
    departure_point: str
    arrival: str
    departure: str
    is_absent: bool
    num_to_come: int
    said: Sequence[LateChangeRow]

    @property
    def has_trip(self) -> bool:
        """Whether the person has a trip or blocked times."""
        return not self.person.trip.is_empty or bool(self.person.busy)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Those that messages are written in, by code."""
        return list(LANGUAGES.items())


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a change would do.

    Attributes
    ----------
    seen : int
        Version of the delegate that this was found for.
    lookup : Lookup or None
        Of the released plan, if there is one.
    before : Delegate
        As the person is now.
    """

    asked: Asked
    row: DelegateRow
    seen: int
    before: Delegate
    person: Delegate
    settings: Event
    strip: Markup
    num_there: int
    num_slots: int
    present_from: datetime | None
    present_until: datetime | None
    lookup: Lookup | None
    danger: tuple[Endangered, ...]
    num_kept: int


def choices(reading: Session, row: DelegateRow) -> Choices:
    """Return what can be said about a delegate."""
    settings = read_settings(reading, row.event_id)
    person = delegate_of(row, settings.zone_info)
    words = trip_words(person, settings)
    names = {point.id: point.name for point in settings.arrival_points}
    by_ticket = {way: has_point(person, way) for way in ("arrival", "departure")}
    first = settings.slots[0].start.strftime("%Y-%m-%dT%H:%M")
    last = settings.slots[-1].end.strftime("%Y-%m-%dT%H:%M")
    arrival, departure = person.trip.arrival_point, person.trip.departure_point
    return Choices(
        row=row,
        person=person,
        settings=settings,
        arrival_point=names[arrival] if by_ticket["arrival"] and arrival else "",
        departure_point=names[departure]
        if by_ticket["departure"] and departure
        else "",
        arrival=words["arrival" if by_ticket["arrival"] else "present_from"] or first,
        departure=words["departure" if by_ticket["departure"] else "present_until"]
        or last,
        is_absent=is_absent(person),
        num_to_come=len(_to_come(released_lookup(reading, row.event_id), person)),
        said=changes_by(reading, row.event_id, row.key)[:MOST_LISTED],
    )


def is_sure() -> bool:
    """Whether the button under what a change would do was pressed."""
    return request.form.get("sure") == "yes"


def is_shown_again() -> bool:
    """Whether the first page was sent only to be shown in another language."""
    return is_choice() and not is_sure()


def is_question() -> bool:
    """Whether what a change would do is to be shown, and nothing done yet."""
    return is_choice() or not is_sure()


def asked(session: Session, row: DelegateRow) -> Asked:
    """Return what the form asks for.

    Raises
    ------
    RefusedError
        It cannot be; the message says what to do.
    """
    settings = read_settings(session, row.event_id)
    person = delegate_of(row, settings.zone_info)
    kind = request.form.get("what", "")
    if kind == LateKind.INSTEAD:
        new = successor(session, row, request.form)
        return Asked(LateKind.INSTEAD, changes_for(row, new))
    if kind == LateKind.ABSENT:
        return absent(person)
    if kind == LateKind.BACK:
        return back(person, sessions_before(session, row))
    if kind not in {LateKind.ARRIVES, LateKind.LEAVES}:
        raise RefusedError("say first what changes: choose one of the four")
    moment = moment_of(request.form.get(f"when_{kind}", ""), settings.zone_info)
    if moment is None:
        raise RefusedError("give the day and the time")
    work = arrives if kind == LateKind.ARRIVES else leaves
    return work(settings, person, moment)


def done(session: Session, row: DelegateRow) -> LateChangeRow:
    """Do what the form asks for, in this transaction.

    Raises
    ------
    RefusedError, StaleError
        It cannot be (any more).
    """
    workers = site().settings.solver_workers
    if request.form.get("what") == LateKind.INSTEAD:
        new = successor(session, row, request.form)
        return hand_over(session, row, new, seen=seen(), workers=workers)
    return change_late(session, row, asked(session, row), seen=seen(), workers=workers)


def outlook(reading: Session, row: DelegateRow, wanted: Asked) -> Outlook:
    """Return what a change would do.

    Raises
    ------
    RefusedError
        There can be no such trip.
    """
    settings = read_settings(reading, row.event_id)
    before = delegate_of(row, settings.zone_info)
    try:
        person = as_changed(before, wanted.changes)
    except ValueError as error:
        raise RefusedError(_told(error)) from error
    lookup = released_lookup(reading, row.event_id)
    danger = () if lookup is None else in_danger(lookup, person, now())
    there = present(settings, person)
    return Outlook(
        asked=wanted,
        row=row,
        seen=version_seen(row.version),
        before=before,
        person=person,
        settings=settings,
        strip=presence_strip(settings, there),
        num_there=sum(there),
        num_slots=len(there),
        present_from=present_from(settings, person),
        present_until=present_until(settings, person),
        lookup=lookup,
        danger=danger,
        num_kept=len(_to_come(lookup, person)) - len(danger),
    )


def _to_come(lookup: Lookup | None, person: Delegate) -> list[object]:
    if lookup is None:
        return []
    moment = now()
    agenda = lookup.agendas.get(person.id, ())
    return [each for each in agenda if utc(each.meeting.start) > utc(moment)]


def _told(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return fault_words(error.errors()[0])
    return said_by(error)
