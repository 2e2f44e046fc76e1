"""Objections of delegates in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.store.base import now
from b4h_scheduler.store.errors import NotFoundError, RefusedError
from b4h_scheduler.store.objections import (
    MOST,
    add_objection,
    num_open,
    objections_by,
    objections_to,
    settle_objection,
)
from b4h_scheduler.store.people import delegate_row, erase_delegate
from b4h_scheduler.store.schema_audit import AuditRow
from b4h_scheduler.store.schema_plans import DraftRow
from tests.b4h_scheduler.store.small import Small, small

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database


@pytest.fixture
def draft(database: Database) -> Small:
    """A draft that delegates see and can object to for an hour."""
    made = small(database)
    _until(made, 60)
    return made


def _until(draft: Small, minutes: float | None) -> None:
    def work(session: Session) -> None:
        row = session.get_one(DraftRow, draft.draft_id)
        row.is_previewed = True
        row.objections_until = (
            None if minutes is None else now() + timedelta(minutes=minutes)
        )

    draft.database.write(work)


def _object(draft: Small, text: str = "Not before ten, please") -> None:
    def work(session: Session) -> None:
        row = session.get_one(DraftRow, draft.draft_id)
        ann = delegate_row(session, draft.event_id, "ann")
        add_objection(session, row, ann, text, candidate="c-1", meeting="Bob, 09:00")

    draft.database.write(work, actor="delegate ann")


@pytest.mark.parametrize("minutes", [None, -1])
def test_no_objection_without_or_after_the_date(
    draft: Small, minutes: float | None
) -> None:
    """The date decides, whatever page is still open."""
    _until(draft, minutes)
    with pytest.raises(RefusedError, match="not possible"):
        _object(draft)


def test_empty_and_too_many_objections_are_refused(draft: Small) -> None:
    """Something has to be said, and not without end."""
    with pytest.raises(RefusedError, match="say what does not fit"):
        _object(draft, "  ")
    for _ in range(MOST):
        _object(draft)
    with pytest.raises(RefusedError, match="more than"):
        _object(draft)


def test_settled_objections_come_last_and_count_no_more(draft: Small) -> None:
    """Staff sees the open ones first."""
    _object(draft, "First")
    _object(draft, "Second")
    with draft.database.read() as session:
        (first, _) = objections_by(session, draft.draft_id, "ann")
    draft.database.write(
        lambda s: settle_objection(s, draft.draft_id, first.id, is_settled=True)
    )
    with draft.database.read() as session:
        found = objections_to(session, draft.draft_id)
        assert [row.text for row in found] == ["Second", "First"]
        assert num_open(session, draft.draft_id) == 1
    with pytest.raises(NotFoundError, match="no such objection"):
        draft.database.write(
            lambda s: settle_objection(s, draft.draft_id + 1, first.id, is_settled=True)
        )


def test_erased_person_has_said_nothing(draft: Small) -> None:
    """Neither the objection nor the log keeps the words."""
    _object(draft, "My train is late")
    draft.database.write(
        lambda s: erase_delegate(s, delegate_row(s, draft.event_id, "ann"))
    )
    with draft.database.read() as session:
        (row,) = objections_to(session, draft.draft_id)
        told = [str(each.after) for each in session.scalars(select(AuditRow))]
        assert (row.text, row.meeting) == ("(erased)", "")
        assert not any("My train is late" in text for text in told)
