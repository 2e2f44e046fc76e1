"""The same person at two events at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from b4h_scheduler.store.events import event_row
from b4h_scheduler.store.schema_event import DelegateRow, EventRow
from b4h_scheduler.store.settings import settings_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.domain.event import Event


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A delegate whose address is at another event too.

    Attributes
    ----------
    event_id, event_name
        Of the other event.
    """

    delegate: DelegateRow
    event_id: int
    event_name: str


def elsewhere_at_the_same_time(session: Session, event_id: int) -> list[Elsewhere]:
    """Return the delegates of an event who are at an overlapping one too."""
    own = settings_of(event_row(session, event_id))
    others = {
        row.id: row.name
        for row in session.scalars(select(EventRow).where(EventRow.id != event_id))
        if _overlap(own, settings_of(row))
    }
    query = select(DelegateRow).where(
        DelegateRow.event_id == event_id, DelegateRow.email != ""
    )
    here = {row.email: row for row in session.scalars(query)}
    there = (
        select(DelegateRow.email, DelegateRow.event_id)
        .where(DelegateRow.event_id.in_(others), DelegateRow.email != "")
        .order_by(DelegateRow.email, DelegateRow.event_id)
    )
    return [
        Elsewhere(here[email], other, others[other])
        for email, other in session.execute(there)
        if email in here
    ]


def _overlap(one: Event, other: Event) -> bool:
    """Whether some session of one runs while one of the other does."""
    return any(
        first.time.overlaps(second.time)
        for first in one.sessions
        for second in other.sessions
    )
