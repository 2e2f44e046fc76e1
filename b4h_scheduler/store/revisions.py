"""Released plans: numbered, never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from b4h_scheduler.domain.words import APART
from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError
from b4h_scheduler.store.json_text import JsonText
from b4h_scheduler.store.schema_calendars import PrintRow
from b4h_scheduler.store.schema_plans import RevisionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan


def latest_number(session: Session, event_id: int) -> int:
    """Return the number of the latest revision; 0: nothing is released."""
    query = select(func.max(RevisionRow.number)).where(RevisionRow.event_id == event_id)
    return session.scalar(query) or 0


def revisions_of(session: Session, event_id: int) -> list[RevisionRow]:
    """Return all revisions, the latest first; their plans are read when asked for."""
    query = select(RevisionRow).where(RevisionRow.event_id == event_id)
    query = query.order_by(RevisionRow.number.desc()).options(defer(RevisionRow.plan))
    return list(session.scalars(query))


def latest_revision(session: Session, event_id: int) -> RevisionRow | None:
    """Return the latest revision, if there is one; its plan when asked for."""
    number = latest_number(session, event_id)
    return revision_row(session, event_id, number) if number else None


def revision_row(session: Session, event_id: int, number: int) -> RevisionRow:
    """Return a revision; its plan is read when asked for.

    Raises
    ------
    NotFoundError
        The event has none of this number.
    """
    query = select(RevisionRow).where(
        RevisionRow.event_id == event_id, RevisionRow.number == number
    )
    row = session.scalar(query.options(defer(RevisionRow.plan)))
    if row is None:
        message = Sentence(
            "there is no revision {number} of this event: the latest is {latest}",
            number=number,
            latest=latest_number(session, event_id),
        )
        raise NotFoundError(message)
    return row


def add_revision(
    session: Session,
    event_id: int,
    plan: Plan,
    *,
    author: str,
    note: str,
    source: str,
    moment: datetime,
) -> RevisionRow:
    """Store a plan as the revision that its number says."""
    row = RevisionRow(
        event_id=event_id,
        number=plan.revision,
        plan=JsonText(plan.model_dump_json(context=APART)),
        released=moment,
        released_by=author,
        note=note,
        source=source,
    )
    session.add(row)
    session.flush()
    session.expire(row, ["plan"])  # whoever asks for it gets no text
    return row


def last_print(session: Session, event_id: int) -> PrintRow | None:
    """Return when agendas were printed last, if they were."""
    query = select(PrintRow).where(PrintRow.event_id == event_id)
    return session.scalar(query.order_by(PrintRow.id.desc()).limit(1))


def add_print(session: Session, event_id: int, number: int, author: str) -> None:
    """Remember that the agendas of a revision were printed."""
    row = PrintRow(event_id=event_id, number=number, printed=now(), printed_by=author)
    session.add(row)
