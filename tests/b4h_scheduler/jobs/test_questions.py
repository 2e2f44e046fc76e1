"""Questions in the table of runs: asked once for a state, answered under a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.jobs.questions import (
    QUICK,
    Change,
    DelaysQuestion,
    EstimatesQuestion,
    FairnessQuestion,
    Kind,
    PriceQuestion,
    WhatIfQuestion,
    answer,
    ask,
    asked_about,
    claim_question,
    forget_questions,
    question_of,
    state_of,
)
from b4h_scheduler.jobs.runs import RunOptions, claim, fail, run_row, submit
from b4h_scheduler.planning.locks import Holds, lock_of
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store.drafts import add_draft, data_version
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.locks import set_lock
from b4h_scheduler.store.schema_event import WishRow
from b4h_scheduler.store.schema_plans import RunRow
from tests.web.events import moment, small_event

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.jobs.questions import Asked, Question
    from b4h_scheduler.plans import Plan
    from b4h_scheduler.store.database import Database

GONE_S = -1.0
"""A lease that has run out already."""


@pytest.fixture(scope="module")
def small_plan() -> Plan:
    """A plan of the small event."""
    return plan(small_event(), work_limit=500)


@pytest.fixture
def draft(database: Database, small_plan: Plan) -> int:
    """The small event with a draft, whose number is returned."""

    def work(session: Session) -> int:
        event_id = save_event(session, small_event())
        session.flush()
        made_from = data_version(session, event_id)
        return add_draft(session, event_id, "P", small_plan, made_from=made_from)

    return database.write(work)


def _ask(database: Database, question: Question) -> int:
    return database.write(lambda session: ask(session, 1, question))


def _claim(database: Database, lease_s: float = 60.0) -> Asked | None:
    return database.write(lambda s: claim_question(s, "me", lease_s, QUICK))


@pytest.mark.parametrize(
    "question",
    [
        PriceQuestion(draft_id=1, candidate="c-1"),
        EstimatesQuestion(draft_id=1),
        DelaysQuestion(draft_id=1),
        FairnessQuestion(draft_id=1),
        WhatIfQuestion(change=Change.TABLES, numbers=(4, 6)),
        WhatIfQuestion(
            change=Change.ARRIVAL, delegate="d-alba", arrivals=(moment(10),)
        ),
    ],
)
def test_question_comes_back_from_the_table(
    database: Database, draft: int, question: Question
) -> None:
    """Of every kind; moments mean the same."""
    assert draft == 1
    with database.read() as session:
        row = run_row(session, _ask(database, question))
    assert question_of(row) == question


def test_same_question_is_asked_once_and_anew_about_another_state(
    database: Database, draft: int, small_plan: Plan
) -> None:
    """A change of the event, and a lock, make it another question."""
    question = EstimatesQuestion(draft_id=draft)
    first = _ask(database, question)
    assert _ask(database, question) == first

    def change(session: Session) -> None:
        wish = session.scalars(select(WishRow)).first()
        assert wish is not None
        wish.priority = 3

    database.write(change)
    second = _ask(database, question)
    assert second != first
    lock = lock_of(small_plan.meetings[0], Holds.PAIR)
    database.write(lambda session: set_lock(session, 1, lock, "two"))
    assert _ask(database, question) not in {first, second}


def test_failed_question_can_be_asked_again(database: Database, draft: int) -> None:
    """Its failure is no answer."""
    question = EstimatesQuestion(draft_id=draft)
    first = _ask(database, question)
    held = _claim(database)
    assert held is not None
    database.write(lambda session: fail(session, held, "out of memory"))
    assert _ask(database, question) != first


def test_plans_and_questions_are_claimed_apart(database: Database, draft: int) -> None:
    """Neither waits for the other; slow questions do not stop quick ones."""
    database.write(lambda session: submit(session, 1, RunOptions()))
    _ask(database, WhatIfQuestion(change=Change.SLOT_TABLES))
    price = _ask(database, PriceQuestion(draft_id=draft, candidate="c-1"))
    held = _claim(database)
    assert held is not None
    assert (held.run_id, held.question.kind) == (price, Kind.PRICE)
    assert _claim(database) is None
    solve = database.write(lambda session: claim(session, "me", 60.0))
    assert solve is not None
    assert database.write(lambda session: claim(session, "me", 60.0)) is None
    slow = database.write(lambda s: claim_question(s, "me", 60.0, {Kind.WHAT_IF}))
    assert slow is not None


def test_answer_of_a_lost_lease_is_not_kept(database: Database, draft: int) -> None:
    """Whoever took the question again answers it."""
    _ask(database, EstimatesQuestion(draft_id=draft))
    first = _claim(database, GONE_S)
    second = _claim(database)
    assert first is not None
    assert second is not None
    with pytest.raises(LostError):
        database.write(lambda session: answer(session, first, {"late": []}))
    database.write(lambda session: answer(session, second, {"right": []}))
    with database.read() as session:
        (row,) = asked_about(session, state_of(session, 1, draft))
    assert (row.state, row.answer) == ("done", {"right": []})


def test_questions_about_a_draft_are_forgotten_with_it(
    database: Database, draft: int
) -> None:
    """Others and solves stay."""
    _ask(database, EstimatesQuestion(draft_id=draft))
    kept = _ask(database, WhatIfQuestion(change=Change.SLOT_TABLES))
    solve = database.write(lambda session: submit(session, 1, RunOptions()))
    database.write(lambda session: forget_questions(session, draft))
    with database.read() as session:
        assert set(session.scalars(select(RunRow.id))) == {kept, solve}
