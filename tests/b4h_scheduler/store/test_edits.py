"""Edits of drafts in the database."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.drafts import data_version
from b4h_scheduler.store.edits import (
    MeanwhileError,
    edit_state,
    edits_of,
    improve_draft,
    last_edit,
    next_edit,
    save_edit,
    save_redo,
    save_undo,
)
from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.people import ERASED, delegate_row, erase_delegate
from b4h_scheduler.store.plan_patches import patched, with_proof
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_event import DelegateRow
from b4h_scheduler.store.schema_plans import DraftRow
from tests.b4h_scheduler.planning.plans import plan_by_hand
from tests.b4h_scheduler.store.small import EVENT, Small, small

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from b4h_scheduler.planning.edits import Edit
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database
    from b4h_scheduler.store.edits import Seen


@pytest.fixture
def draft(database: Database) -> Small:
    """A draft of a small event."""
    return small(database)


def _edit(draft: Small, edit: Edit, words: str, seen: Seen | None = None) -> None:
    plans = draft.after(edit)
    at = seen or draft.seen
    draft.database.write(
        lambda session: save_edit(session, draft.draft_id, plans, words, at),
        actor="anna@example.org",
    )


def _save(
    save: Callable[[Session, int, tuple[Plan, Plan], Seen], int],
    draft: Small,
    plans: tuple[Plan, Plan],
    seen: Seen,
    session: Session,
) -> int:
    return save(session, draft.draft_id, plans, seen)


def _undone(draft: Small) -> Plan:
    """The plan that undoing the last edit gives."""
    with draft.database.read() as session:
        row = last_edit(session, draft.draft_id)
        assert row is not None
        return with_proof(patched(draft.plan, row.before), row.before, draft.seen.data)


def test_edit_is_stored_with_who_did_what(draft: Small) -> None:
    """The draft's plan is the edited one, and the log tells it."""
    plans = draft.after(draft.move())
    _edit(draft, draft.move(), "moved Ann – Bob")
    assert draft.plan == plans[1]
    with draft.database.read() as session:
        (row,) = edits_of(session, draft.draft_id, 9)
        query = select(AuditRow).where(AuditRow.subject == f"draft {draft.draft_id}")
        told = session.scalars(query.order_by(AuditRow.id.desc())).first()
        assert (row.actor, row.words) == ("anna@example.org", "moved Ann – Bob")
        assert told is not None
        assert (told.actor, told.after) == (row.actor, {"edit": row.words})


def test_erased_person_leaves_the_words_of_edits(draft: Small) -> None:
    """A sentence that tells why a meeting was released names who was not there."""
    gone = Sentence("{name} is not available at {moment}", name="Ann", moment="10:00")
    _edit(draft, draft.move(), Sentence("released: {meetings}", meetings=gone))
    draft.database.write(
        lambda s: erase_delegate(s, delegate_row(s, draft.event_id, "ann"))
    )
    with draft.database.read() as session:
        (row,) = edits_of(session, draft.draft_id, 9)
        assert row.words == f"released: {ERASED} is not available at 10:00"


def test_undo_gives_back_what_was_and_redo_what_became(draft: Small) -> None:
    """Meetings and proof alike; a new edit ends what could be redone."""
    first = draft.plan
    _edit(draft, draft.move(), "one")
    _edit(draft, draft.drop(), "two")
    second = draft.plan
    for words in ("two", "one"):
        plans = draft.plan, _undone(draft)
        seen = draft.seen
        with draft.database.read() as session:
            row = last_edit(session, draft.draft_id)
            assert row is not None
            assert row.words == words
        draft.database.write(partial(_save, save_undo, draft, plans, seen))
    assert draft.plan.meetings == first.meetings
    assert draft.plan.certificate == first.certificate
    with draft.database.read() as session:
        row = next_edit(session, draft.draft_id)
        assert row is not None
        assert row.words == "one"
        again = patched(draft.plan, row.after)
    plans, seen = (draft.plan, again), draft.seen
    draft.database.write(lambda s: save_redo(s, draft.draft_id, plans, seen))
    assert draft.plan.meetings != second.meetings
    _edit(draft, draft.move().__class__(draft.move().candidate, EVENT.slots[4].id), "x")
    with draft.database.read() as session:
        assert next_edit(session, draft.draft_id) is None
        assert [row.words for row in edits_of(session, draft.draft_id, 9)] == [
            "x",
            "one",
        ]


def test_two_editors_are_told(draft: Small) -> None:
    """The second one's edit is not made, and the message says who did what."""
    seen = draft.seen
    _edit(draft, draft.move(), "moved Ann – Bob", seen)
    made = draft.plan
    with pytest.raises(MeanwhileError, match=r"anna@example.org did: moved Ann – Bob"):
        _edit(draft, draft.drop(), "dropped", seen)
    assert draft.plan == made


def test_edit_worked_out_from_other_data_is_refused(draft: Small) -> None:
    """A trip saved between checking and saving: nothing is stored."""
    seen = draft.seen

    def rename(session: Session) -> None:
        query = select(DelegateRow).where(DelegateRow.key == "ann")
        session.scalars(query).one().name = "Somebody else"

    draft.database.write(rename)
    with pytest.raises(MeanwhileError, match="the event changed at this moment"):
        _edit(draft, draft.move(), "moved", seen)
    assert draft.plan.meetings[0].slot == EVENT.slots[0].id


def test_nothing_to_undo_or_redo_is_told(draft: Small) -> None:
    """A draft without edits."""
    plans, seen = (draft.plan, draft.plan), draft.seen
    for save, word in ((save_undo, "undo"), (save_redo, "redo")):
        with pytest.raises(RefusedError, match=f"nothing to {word}"):
            draft.database.write(partial(_save, save, draft, plans, seen))


def test_improvement_is_an_edit_that_can_be_undone(draft: Small) -> None:
    """A run's plan in place of the draft's, with the draft's way back."""
    first, made_from = draft.plan, draft.seen.data
    better = plan_by_hand(EVENT, {("bob", "cid"): ("10:00", "hall-2")})

    def work(session: Session) -> None:
        row = session.get_one(DraftRow, draft.draft_id)
        improve_draft(session, row, better, "run 7", made_from=made_from)

    with draft.database.read() as session:
        before = edit_state(session, draft.draft_id)
    draft.database.write(work)
    assert draft.plan == better
    undone = _undone(draft)
    assert (undone.meetings, undone.certificate) == (first.meetings, first.certificate)
    with draft.database.read() as session:
        (row,) = edits_of(session, draft.draft_id, 9)
        assert edit_state(session, draft.draft_id) != before
        assert row.words == "improved: 1 added, 0 moved, 2 dropped"
        assert data_version(session, draft.event_id) == made_from
