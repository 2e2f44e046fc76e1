"""What delegates say against a draft that is shown to them, until a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.schema_edits import ObjectionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_event import DelegateRow
    from b4h_scheduler.store.schema_plans import DraftRow

LONGEST = 1000
MOST = 20
"""Open objections of one delegate to one draft."""


def may_object(draft: DraftRow, moment: datetime) -> bool:
    """Whether delegates can object to a draft now."""
    until = draft.objections_until
    return draft.is_previewed and until is not None and moment < until


def add_objection(
    session: Session,
    draft: DraftRow,
    delegate: DelegateRow,
    text: str,
    *,
    candidate: str = "",
    meeting: str = "",
) -> None:
    """Write an objection down.

    Parameters
    ----------
    candidate, meeting : str
        What it is about, with words for it; empty: the whole agenda.

    Raises
    ------
    RefusedError
        The draft is not shown, the date has passed, or there is no text.
    """
    if not may_object(draft, now()):
        raise RefusedError("objections to this plan are not possible (any more)")
    text = text.strip()[:LONGEST]
    if not text:
        raise RefusedError("say what does not fit, in a few words")
    if len(objections_by(session, draft.id, delegate.key)) >= MOST:
        raise RefusedError(
            Sentence(
                "more than {most} objections: ask the organizer instead", most=MOST
            )
        )
    session.add(
        ObjectionRow(
            event_id=draft.event_id,
            draft_id=draft.id,
            delegate_key=delegate.key,
            candidate=candidate,
            meeting=meeting,
            text=text,
            made=now(),
        )
    )


def objections_by(session: Session, draft_id: int, delegate: str) -> list[ObjectionRow]:
    """Return a delegate's own objections to a draft, in order of time."""
    query = select(ObjectionRow).where(
        ObjectionRow.draft_id == draft_id, ObjectionRow.delegate_key == delegate
    )
    return list(session.scalars(query.order_by(ObjectionRow.id)))


def all_objections_by(
    session: Session, event_id: int, delegate: str
) -> list[ObjectionRow]:
    """Return what a delegate objected to in all drafts of an event, by time."""
    query = select(ObjectionRow).where(
        ObjectionRow.event_id == event_id, ObjectionRow.delegate_key == delegate
    )
    return list(session.scalars(query.order_by(ObjectionRow.id)))


def objections_to(session: Session, draft_id: int) -> list[ObjectionRow]:
    """Return all objections to a draft, open ones first."""
    query = select(ObjectionRow).where(ObjectionRow.draft_id == draft_id)
    ordered = query.order_by(ObjectionRow.is_settled, ObjectionRow.id)
    return list(session.scalars(ordered))


def num_open(session: Session, draft_id: int) -> int:
    """Return how many objections to a draft are not settled."""
    query = select(func.count(ObjectionRow.id)).where(
        ObjectionRow.draft_id == draft_id, ~ObjectionRow.is_settled
    )
    return session.scalar(query) or 0


def settle_objection(
    session: Session, draft_id: int, objection_id: int, *, is_settled: bool
) -> None:
    """Mark an objection as dealt with, or open it again.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    row = session.get(ObjectionRow, objection_id)
    if row is None or row.draft_id != draft_id:
        raise NotFoundError("there is no such objection to this draft")
    row.is_settled = is_settled


def erase_objections(session: Session, event_id: int, delegate: str) -> None:
    """Empty what an erased person said."""
    query = select(ObjectionRow).where(
        ObjectionRow.event_id == event_id, ObjectionRow.delegate_key == delegate
    )
    for row in session.scalars(query):
        row.text, row.meeting = "(erased)", ""
