"""A place offered by staff to who waits, until a day.

Until then it counts as taken. A day that is over needs no job: what asks, sees it.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from b4h_scheduler.sentence import Sentence, mark
from b4h_scheduler.store.application_states import State
from b4h_scheduler.store.base import now, require_version
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.names import organization_with
from b4h_scheduler.store.outbox import withdraw as withdraw_messages
from b4h_scheduler.store.phases import Phase
from b4h_scheduler.store.places import full_for
from b4h_scheduler.store.registration import confirmations, told
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_registration import ApplicationRow

KIND = "offer"
"""The kind of the message, as `mail.kinds.Kind` calls it."""
OFFERABLE = frozenset({State.WAITING, State.OFFERED, State.TURNED_DOWN})
"""A place can be offered to these, again or until another day too."""
USUAL_DAYS = 7


def usual_day(session: Session, event_id: int) -> date:
    """Return until when a place is offered unless staff says another day.

    A week, but not beyond the day on which wishes close or the event begins.
    """
    row = event_row(session, event_id)
    settings = settings_of(row)
    today = now().astimezone(settings.zone_info).date()
    ends = [min(each.start for each in settings.sessions).date()]
    closing = row.phase_dates.get(Phase.CLOSED)
    if closing is not None:
        moment = datetime.fromisoformat(closing)
        ends.append(moment.astimezone(settings.zone_info).date())
    days = [today + timedelta(days=USUAL_DAYS), *(day for day in ends if day >= today)]
    return min(days)


def offered_day(session: Session, row: ApplicationRow) -> date | None:
    """Return the last day of an offer, on the event's clocks; None: there is none."""
    if row.offered_until is None:
        return None
    zone = settings_of(event_row(session, row.event_id)).zone_info
    return row.offered_until.astimezone(zone).date()


def offer(
    session: Session,
    row: ApplicationRow,
    until: date,
    *,
    seen: int,
    least: Mapping[int, int] | None = None,
) -> None:
    """Keep a place for a registration until the end of a day of the event's clocks.

    Parameters
    ----------
    least
        As for `admission.approve`, which happens by accepting.

    Raises
    ------
    RefusedError
        It does not wait, no place is free, the day is over, or one of its people is at
        the event already.
    StaleError
        Somebody else changed it since version ``seen``.
    """
    require_version(row, seen)
    application = told(session, row)
    if row.state not in OFFERABLE or application is None:
        raise RefusedError(
            Sentence(
                "a place is offered to who waits for one (this one: {state})",
                state=State(row.state),
            )
        )
    zone = settings_of(event_row(session, row.event_id)).zone_info
    end = datetime.combine(until, time(23, 59, 59), zone).astimezone(UTC)
    if end < now():
        raise RefusedError(mark("that day is over: offer the place until a later one"))
    for each in application.delegates:
        known = organization_with(session, row.event_id, each.email)
        if known is not None:
            message = Sentence(
                "{email} is at the event already, for {known}: decline this "
                "registration, or correct the address there first",
                email=each.email,
                known=known,
            )
            raise RefusedError(message)
    kind, region = application.organization.kind, row.region
    full = full_for(session, row.event_id, kind, region, without=row.id)
    if full:
        message = Sentence(
            "there is no place left: {full}. Raise the number, or let it wait",
            full=full,
        )
        raise RefusedError(message)
    row.state, row.offered_until = State.OFFERED.value, end
    row.offered_least = {str(number): owed for number, owed in (least or {}).items()}


def take_back(session: Session, row: ApplicationRow, *, seen: int) -> None:
    """Let who was offered a place wait on, where it was in line.

    Raises
    ------
    RefusedError, StaleError
        No place is offered; somebody else changed it since version ``seen``.
    """
    require_version(row, seen)
    if row.state != State.OFFERED:
        raise RefusedError(mark("no place is offered to this registration now"))
    forget_offer(session, row)
    row.state = State.WAITING.value


def forget_offer(session: Session, row: ApplicationRow) -> None:
    """Take the day back, and the message where it was not sent yet."""
    row.offered_until = row.offered_least = None
    written = confirmations(session, row.event_id, row.email)
    withdraw_messages(
        [each for each in written if each.kind == KIND],
        mark("the place is not offered any more"),
    )
