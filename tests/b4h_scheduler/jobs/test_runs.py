from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.files.load import load_event
from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.jobs.heartbeat import Heartbeat
from b4h_scheduler.jobs.runs import (
    MOST_ATTEMPTS,
    Claim,
    RunOptions,
    ask_cancel,
    claim,
    fail,
    give_back,
    renew,
    run_row,
    submit,
)
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_plans import RunRow
from tests.far import far

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

EVENT = Path(__file__).parents[3] / "examples" / "stuttgart-morning"
GONE_S = -1.0
"""A lease that has run out already."""


@pytest.fixture
def run_id(database: Database) -> int:
    """A queued run."""
    event = far(load_event(EVENT).event)

    def work(session: Session) -> int:
        return submit(session, save_event(session, event), RunOptions(seed=3))

    return database.write(work)


def _claim(database: Database, lease_s: float = 60.0) -> Claim | None:
    return database.write(lambda session: claim(session, "me", lease_s))


def _state(database: Database, run_id: int) -> str:
    with database.read() as session:
        return session.get_one(RunRow, run_id).state


def test_run_is_claimed_once(database: Database, run_id: int) -> None:
    """While a lease holds nobody else gets the run; its options come along."""
    held = _claim(database)
    assert (held.run_id, held.token, held.options.seed) == (run_id, 1, 3)
    assert _claim(database) is None


def test_expired_lease_is_taken_under_a_new_token(
    database: Database, run_id: int
) -> None:
    """The first holder can then neither renew nor fail the run."""
    first = _claim(database, GONE_S)
    second = _claim(database)
    assert (second.run_id, second.token) == (run_id, 2)
    for write in (
        lambda session: renew(session, first, 60.0),
        lambda session: fail(session, first, "mine"),
        lambda session: give_back(session, first),
    ):
        with pytest.raises(LostError, match="under token 1"):
            database.write(write)
    assert _state(database, run_id) == "running"


def test_run_that_loses_every_worker_fails(database: Database, run_id: int) -> None:
    """After the last attempt it is shown as failed, with the number of attempts."""
    for _ in range(MOST_ATTEMPTS):
        assert _claim(database, GONE_S) is not None
    assert _claim(database) is None
    with database.read() as session:
        row = run_row(session, run_id)
    assert (row.state, row.message) == ("failed", "its worker was lost 3 times")


def test_queued_run_is_canceled_at_once(database: Database, run_id: int) -> None:
    """Nobody takes it any more."""
    database.write(lambda session: ask_cancel(session, run_id))
    assert _state(database, run_id) == "canceled"
    assert _claim(database) is None


def test_cancel_is_seen_long_before_the_next_heartbeat(
    database: Database, run_id: int
) -> None:
    """Whoever cancels waits for the search to stop, not for a beat as well."""
    held = _claim(database)
    assert held is not None
    with Heartbeat(database, held, beat_s=20, lease_s=60) as beat:
        assert not beat.stop.wait(1)
        database.write(lambda session: ask_cancel(session, run_id))
        assert beat.stop.wait(10)


def test_running_run_hears_of_its_cancel(database: Database, run_id: int) -> None:
    """The next heartbeat returns it; one that gave no plan ends as canceled."""
    held = _claim(database)
    assert database.write(lambda session: renew(session, held, 60.0)) is False
    database.write(lambda session: ask_cancel(session, run_id))
    assert database.write(lambda session: renew(session, held, 60.0)) is True
    database.write(lambda session: fail(session, held, "nothing yet"))
    assert _state(database, run_id) == "canceled"


def test_run_given_back_costs_no_attempt(database: Database, run_id: int) -> None:
    """A server that stops queues its run; the next claim is its first attempt."""
    held = _claim(database)
    database.write(lambda session: give_back(session, held))
    again = _claim(database)
    assert again.token == 2
    with database.read() as session:
        assert run_row(session, run_id).attempts == 1


def test_urgent_runs_do_not_wait_behind_others(database: Database, run_id: int) -> None:
    """A worker of urgent ones leaves others alone and takes a re-planning at once."""

    def urgent() -> Claim | None:
        return database.write(
            lambda session: claim(session, "me", 60.0, is_urgent=True)
        )

    assert urgent() is None

    def work(session: Session) -> int:
        event_id = run_row(session, run_id).event_id
        return submit(session, event_id, RunOptions(is_onward=True))

    onward = database.write(work)
    held = urgent()
    assert held is not None
    assert held.run_id == onward
    assert _claim(database).run_id == run_id
