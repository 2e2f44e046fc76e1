"""An offered place accepted or declined by who was offered it, by its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from b4h_scheduler.sentence import mark
from b4h_scheduler.store.admission import approve
from b4h_scheduler.store.application_states import State, is_kept
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.names import organization_with
from b4h_scheduler.store.offering import forget_offer
from b4h_scheduler.store.phases import Phase, phase_at
from b4h_scheduler.store.registration import told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_registration import ApplicationRow

_OVER = frozenset({Phase.AFTER, Phase.ARCHIVED})


def accept(session: Session, row: ApplicationRow) -> list[DelegateRow]:
    """Take the place, and return the people at the event; a second time nobody.

    It was kept, so it is theirs whatever the numbers of places are now.

    Raises
    ------
    RefusedError
        No place is kept any more, the event is over, or one of the people is there.
    """
    if row.state == State.APPROVED:
        return []
    application = told(session, row)
    if row.state != State.OFFERED or application is None:
        raise RefusedError(mark("no place is offered to you now"))
    if not is_kept(row):
        raise RefusedError(
            mark("this offer is over: you can wait for another place on this page")
        )
    if phase_at(event_row(session, row.event_id), now()) in _OVER:
        raise RefusedError(mark("the event is over"))
    emails = (each.email for each in application.delegates)
    if any(organization_with(session, row.event_id, email) for email in emails):
        raise RefusedError(
            mark("one of you is at the event already: tell the organizer, please")
        )
    least = {int(number): owed for number, owed in (row.offered_least or {}).items()}
    return approve(session, row, seen=row.version, least=least)


def turn_down(session: Session, row: ApplicationRow) -> None:
    """Give the place back; a second time changes nothing.

    Raises
    ------
    RefusedError
        No place is offered.
    """
    if row.state == State.TURNED_DOWN:
        return
    if row.state != State.OFFERED:
        raise RefusedError(mark("no place is offered to you now"))
    forget_offer(session, row)
    row.state = State.TURNED_DOWN.value


def wait_again(session: Session, row: ApplicationRow) -> None:
    """Go to the end of the waiting list after an offer that is over.

    Raises
    ------
    RefusedError
        A place is kept, or none was offered.
    """
    if row.state == State.WAITING:
        return
    if row.state not in {State.OFFERED, State.TURNED_DOWN} or is_kept(row):
        raise RefusedError(mark("this registration does not wait for a place"))
    forget_offer(session, row)
    row.state, row.rejoined = State.WAITING.value, now()
