"""The process that answers: kept for the next question, killed to cancel one."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from b4h_scheduler.jobs.answerer import Answerer
from b4h_scheduler.jobs.answering_child import (
    AnsweringChild,
    NoAnswerError,
    StoppedError,
)
from b4h_scheduler.jobs.questions import (
    QUICK,
    Change,
    EstimatesQuestion,
    Kind,
    PriceQuestion,
    WhatIfQuestion,
    ask,
    state_of,
)
from b4h_scheduler.jobs.runs import ask_cancel, progress_of, run_row
from b4h_scheduler.planning.prices import Prices
from b4h_scheduler.planning.run import plan
from b4h_scheduler.store import migrate
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.drafts import add_draft, data_version, plan_of
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_plans import DraftRow
from tests.b4h_scheduler.planning.small_events import event, session, wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.schema_plans import RunRow

PATIENCE_S = 60


ONE = event(
    ["ann", "ben", "eve"],
    [wish("ann", "ben", 1), wish("ann", "eve", 3)],
    sessions=(session(num_slots=1),),
)
"""Ann has time for one, and wishes for Ben most."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The event with a draft."""
    made = Database(sqlite_url(tmp_path / "b4h.sqlite"))
    migrate.upgrade(made)

    def work(writing: Session) -> None:
        event_id = save_event(writing, ONE)
        writing.flush()
        made_from = data_version(writing, event_id)
        found = plan(ONE, work_limit=20)
        add_draft(writing, event_id, "P", found, made_from=made_from)

    made.write(work)
    yield made
    made.close()


@pytest.fixture
def child(database: Database) -> Iterator[AnsweringChild]:
    """A process of its own."""
    made = AnsweringChild(database.url)
    yield made
    made.end()


def _about(database: Database, draft_id: int | None = 1) -> str:
    with database.read() as reading:
        return state_of(reading, 1, draft_id)


def _unmet(database: Database) -> str:
    with database.read() as reading:
        found = plan_of(reading.get_one(DraftRow, 1).plan)
    (unmet,) = found.unmet
    return unmet.candidate.id


def _price(database: Database, child: AnsweringChild) -> dict[str, Any]:
    question = PriceQuestion(draft_id=1, candidate=_unmet(database))
    return child.answer(
        1, _about(database), question, on_part=_nothing, should_stop=lambda: False
    )


def _nothing(_: object) -> None:
    return None


def test_answer_is_that_of_this_process(
    database: Database, child: AnsweringChild
) -> None:
    """37 points; the process stays for the next question."""
    with database.read() as reading:
        found = plan_of(reading.get_one(DraftRow, 1).plan)
    price = Prices(ONE, found).price(_unmet(database))
    assert price.at_most == 37
    assert _price(database, child) == price.model_dump(mode="json")
    process = child.pid
    assert _price(database, child) == price.model_dump(mode="json")
    assert child.pid == process


def test_what_is_held_has_no_answer_and_the_process_stays(
    database: Database, child: AnsweringChild
) -> None:
    """The message says why."""
    with database.read() as reading:
        (held,) = plan_of(reading.get_one(DraftRow, 1).plan).meetings
    question = PriceQuestion(draft_id=1, candidate=held.candidate)
    with pytest.raises(NoAnswerError, match="is held already"):
        child.answer(
            1, _about(database), question, on_part=_nothing, should_stop=lambda: False
        )
    process = child.pid
    assert _price(database, child)["at_most"] == 37
    assert child.pid == process


def test_killed_process_is_told_and_another_one_started(
    database: Database, child: AnsweringChild
) -> None:
    """As by a system without memory left."""
    _price(database, child)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    question = WhatIfQuestion(change=Change.TABLES, numbers=(1, 2))
    about = _about(database, None)
    try:
        child.answer(1, about, question, on_part=_nothing, should_stop=lambda: False)
    except NoAnswerError as error:
        assert "ended" in str(error)  # noqa: PT017  (it may have been seen before)
    assert _price(database, child)["at_most"] == 37


def test_stop_ends_the_process_at_once(
    database: Database, child: AnsweringChild
) -> None:
    """Whatever it is doing; the next question starts another one."""
    seen: list[object] = []
    question = WhatIfQuestion(change=Change.TABLES, numbers=tuple(range(1, 61)))
    with pytest.raises(StoppedError):
        child.answer(
            1,
            _about(database, None),
            question,
            on_part=seen.append,
            should_stop=lambda: len(seen) > 1,
        )
    assert child.pid is None
    assert _price(database, child)["at_most"] == 37


def _wait(database: Database, run_id: int, is_so: Callable[[RunRow], bool]) -> RunRow:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        with database.read() as reading:
            row = run_row(reading, run_id)
        if is_so(row):
            return row
        time.sleep(0.05)
    raise TimeoutError(row.state)


def _has_begun(database: Database, row: RunRow) -> bool:
    with database.read() as reading:
        return len(progress_of(reading, row.id)) > 1


@pytest.fixture
def slow(database: Database) -> Iterator[tuple[Answerer, int]]:
    """Somebody who works on a question of many points."""
    answerer = Answerer(database, {Kind.WHAT_IF}, poll_s=0.1, beat_s=0.05)
    question = WhatIfQuestion(change=Change.TABLES, numbers=tuple(range(1, 61)))
    run_id = database.write(lambda writing: ask(writing, 1, question))
    answerer.start()
    yield answerer, run_id
    answerer.stop()


def test_canceled_question_keeps_what_is_known(
    database: Database, slow: tuple[Answerer, int]
) -> None:
    """The points until then, and a message that says so."""
    _, run_id = slow
    _wait(database, run_id, lambda row: _has_begun(database, row))
    database.write(lambda writing: ask_cancel(writing, run_id))
    row = _wait(database, run_id, lambda row: row.ended is not None)
    assert row.state == "canceled"
    assert row.message.startswith("canceled: ")
    assert row.answer is not None
    assert 0 < len(row.answer["points"]) < 60


def test_question_of_a_server_that_stops_is_queued_again(
    database: Database, slow: tuple[Answerer, int]
) -> None:
    """It counts as no attempt, and whoever starts next answers it."""
    answerer, run_id = slow
    _wait(database, run_id, lambda row: _has_begun(database, row))
    answerer.stop()
    with database.read() as reading:
        row = run_row(reading, run_id)
    assert (row.state, row.attempts, row.answer) == ("queued", 0, None)


def test_estimates_are_kept_with_the_question(database: Database) -> None:
    """For every wish that is not met: level, loss, whether the plan is the best."""
    run_id = database.write(
        lambda writing: ask(writing, 1, EstimatesQuestion(draft_id=1))
    )
    answerer = Answerer(database, QUICK)
    assert answerer.run_one()
    assert not answerer.run_one()
    answerer.end()
    with database.read() as reading:
        row = run_row(reading, run_id)
    assert row.answer is not None
    (found,) = row.answer.values()
    level, at_least, is_best = found
    assert level in {None, "value"}
    assert 0 <= at_least <= 37
    assert is_best
