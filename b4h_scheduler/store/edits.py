"""Edits of drafts: kept with what it takes to undo and redo them.

The plan in the draft's own row is always the edited one: whoever reads a draft needs to
know nothing of its edits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import defer

from b4h_scheduler.sentence import Sentence, mark, put_together, taken_apart
from b4h_scheduler.store.audit import ACTOR_KEY
from b4h_scheduler.store.base import now
from b4h_scheduler.store.drafts import data_version, plan_of
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.plan_patches import (
    changed_candidates,
    content_after,
    patch_of,
)
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_edits import EditRow
from b4h_scheduler.store.schema_plans import DraftRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.plans import Plan


@dataclass(frozen=True, slots=True)
class Seen:
    """What an edit was worked out from.

    Attributes
    ----------
    draft : int
        Version of the draft's row.
    data : int
        `store.drafts.data_version` of the event.
    """

    draft: int
    data: int


class MeanwhileError(RefusedError):
    """Somebody edited the draft after the page was made."""


def save_edit(
    session: Session, draft_id: int, plans: tuple[Plan, Plan], words: str, seen: Seen
) -> int:
    """Make an edit of a draft, and return the draft's new version.

    What was undone before it cannot be redone any more.

    Parameters
    ----------
    plans : tuple of two Plans
        Before and after.

    Raises
    ------
    MeanwhileError
        The draft or the event changed since.
    """
    row = _unchanged(session, draft_id, seen)
    before, after = plans
    session.execute(
        delete(EditRow).where(EditRow.draft_id == draft_id, EditRow.is_undone)
    )
    changed = changed_candidates(before, after)
    source = seen.data, row.data_version
    session.add(
        EditRow(
            event_id=row.event_id,
            draft_id=draft_id,
            at=now(),
            actor=session.info[ACTOR_KEY],
            words=words,
            before=patch_of(before, changed, *source),
            after=patch_of(after, changed, *source),
        )
    )
    return _store(session, row, plans, words)


def improve_draft(
    session: Session, row: DraftRow, plan: Plan, actor: str, *, made_from: int
) -> None:
    """Put a run's result in place of a draft's plan: an edit that can be undone.

    Parameters
    ----------
    actor : str
        The run.
    made_from : int
        `store.drafts.data_version` when the event was read for this plan.
    """
    before = plan_of(row.plan)
    session.execute(
        delete(EditRow).where(EditRow.draft_id == row.id, EditRow.is_undone)
    )
    changed = changed_candidates(before, plan)
    was, became = (
        {meeting.candidate for meeting in each.meetings} for each in (before, plan)
    )
    words = Sentence(
        "improved: {added} added, {moved} moved, {dropped} dropped",
        added=len(became - was),
        moved=len(was.intersection(became, changed)),
        dropped=len(was - became),
    )
    session.add(
        EditRow(
            event_id=row.event_id,
            draft_id=row.id,
            at=now(),
            actor=actor,
            words=words,
            before=patch_of(before, changed, made_from, row.data_version),
            after=patch_of(plan, changed, made_from, made_from),
        )
    )
    row.data_version = made_from
    _store(session, row, (before, plan), words)


def save_undo(
    session: Session, draft_id: int, plans: tuple[Plan, Plan], seen: Seen
) -> int:
    """Undo the last edit, of which ``plans[1]`` is the outcome; the new version.

    Raises
    ------
    MeanwhileError
        The draft or the event changed since.
    RefusedError
        There is nothing to undo.
    """
    row = _unchanged(session, draft_id, seen)
    edit = last_edit(session, draft_id)
    if edit is None:
        raise RefusedError("there is nothing to undo in this draft")
    edit.is_undone = True
    row.data_version = edit.before["made_from"]
    return _store(session, row, plans, Sentence("undone: {words}", words=edit.words))


def save_redo(
    session: Session, draft_id: int, plans: tuple[Plan, Plan], seen: Seen
) -> int:
    """Make the edit again that was undone last; the new version.

    Raises
    ------
    MeanwhileError
        The draft or the event changed since.
    RefusedError
        There is nothing to redo.
    """
    row = _unchanged(session, draft_id, seen)
    edit = next_edit(session, draft_id)
    if edit is None:
        raise RefusedError("there is nothing to redo in this draft")
    edit.is_undone = False
    row.data_version = edit.after["made_from"]
    return _store(
        session, row, plans, Sentence("made again: {words}", words=edit.words)
    )


def last_edit(session: Session, draft_id: int) -> EditRow | None:
    """Return the edit that an undo would undo."""
    query = select(EditRow).where(EditRow.draft_id == draft_id, ~EditRow.is_undone)
    return session.scalar(query.order_by(EditRow.id.desc()).limit(1))


def next_edit(session: Session, draft_id: int) -> EditRow | None:
    """Return the edit that a redo would make again."""
    query = select(EditRow).where(EditRow.draft_id == draft_id, EditRow.is_undone)
    return session.scalar(query.order_by(EditRow.id).limit(1))


def edits_of(session: Session, draft_id: int, most: int) -> list[EditRow]:
    """Return the latest edits, the newest first, without what undoes them."""
    query = select(EditRow).where(EditRow.draft_id == draft_id)
    heavy = defer(EditRow.before), defer(EditRow.after)
    return list(
        session.scalars(query.options(*heavy).order_by(EditRow.id.desc()).limit(most))
    )


def edit_state(session: Session, draft_id: int) -> str:
    """Return a mark that differs whenever the draft's plan was edited between."""
    query = select(func.max(EditRow.id), func.count(EditRow.id)).where(
        EditRow.draft_id == draft_id, ~EditRow.is_undone
    )
    last, number = session.execute(query).one()
    return f"{last or 0}/{number}"


def erase_from_edits(session: Session, event_id: int, old: str, new: str) -> None:
    """Replace a person's name in what edits keep, and in the words that tell them."""
    for row in session.scalars(select(EditRow).where(EditRow.event_id == event_id)):
        words = json.dumps(taken_apart(row.words), ensure_ascii=False)
        if old in words:
            row.words = put_together(json.loads(words.replace(old, new)))
        for name in ("before", "after"):
            text = json.dumps(getattr(row, name), ensure_ascii=False)
            if old in text:
                setattr(row, name, json.loads(text.replace(old, new)))


def _unchanged(session: Session, draft_id: int, seen: Seen) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise NotFoundError("this draft was deleted meanwhile")
    if row.version != seen.draft:
        raise MeanwhileError(meanwhile(session, draft_id))
    if data_version(session, row.event_id) != seen.data:
        message = "the event changed at this moment: look at the draft and try again"
        raise MeanwhileError(message)
    return row


def meanwhile(session: Session, draft_id: int) -> str:
    """Return what to tell who edits a draft that somebody else edited meanwhile."""
    edits = edits_of(session, draft_id, 1)
    if not edits:
        return mark(
            "this draft was changed by somebody else after you opened the page; yours "
            "was not made: look at the draft and try again"
        )
    last = edits[0]
    template = (
        mark(
            "this draft was changed by somebody else after you opened the page (last, "
            "{name} undid: {words}); yours was not made: look at the draft and try "
            "again"
        )
        if last.is_undone
        else mark(
            "this draft was changed by somebody else after you opened the page (last, "
            "{name} did: {words}); yours was not made: look at the draft and try again"
        )
    )
    return Sentence(template, name=last.actor, words=last.words)


def _store(
    session: Session, row: DraftRow, plans: tuple[Plan, Plan], words: str
) -> int:
    row.plan = content_after(row.plan, *plans)
    session.flush()
    session.add(
        AuditRow(
            at=now(),
            actor=session.info[ACTOR_KEY],
            event_id=row.event_id,
            action="changed",
            subject=f"draft {row.id}",
            before=None,
            after={"edit": taken_apart(words)},
        )
    )
    return row.version
