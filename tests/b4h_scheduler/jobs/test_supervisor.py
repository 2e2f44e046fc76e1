from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from b4h_scheduler.files.load import load_event
from b4h_scheduler.jobs.runs import (
    KILLED,
    RunOptions,
    ask_cancel,
    progress_of,
    submit,
)
from b4h_scheduler.jobs.supervisor import Supervisor
from b4h_scheduler.planning.kernel_words import DIED
from b4h_scheduler.store.drafts import changed_since, plan_of
from b4h_scheduler.store.events import save_event
from b4h_scheduler.store.schema_event import DelegateRow, OrganizationRow
from b4h_scheduler.store.schema_plans import DraftRow, RunRow
from tests.far import far
from tests.web.events import small_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

ROOT = Path(__file__).parents[3]
EVENT = ROOT / "examples" / "stuttgart-morning"
PATIENCE_S = 120
LONG = RunOptions(time_limit_s=3600)
"""Runs until it is stopped, unless all is proven before."""
SHORT = RunOptions(work_limit=50)


def _queue(database: Database, options: RunOptions, folder: Path = EVENT) -> int:
    """Store an event and queue a run on it."""
    event = far(load_event(folder).event)

    def work(session: Session) -> int:
        return submit(session, save_event(session, event), options)

    return database.write(work)


def _run(database: Database, run_id: int) -> RunRow:
    with database.read() as session:
        return session.get_one(RunRow, run_id)


def _wait(database: Database, run_id: int, is_so: Callable[[RunRow], bool]) -> RunRow:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        row = _run(database, run_id)
        if is_so(row):
            return row
        time.sleep(0.05)
    message = f"waited in vain; the run is {row.state} {row.message!r}"
    raise AssertionError(message)


def _num_drafts(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(DraftRow.id)).all())


@contextmanager
def _worker(database: Database) -> Iterator[subprocess.Popen[bytes]]:
    module = "tests.b4h_scheduler.jobs.worker"
    process = subprocess.Popen([sys.executable, "-m", module, database.url], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def supervisor(database: Database) -> Iterator[Supervisor]:
    """A supervisor that takes runs in this process."""
    supervisor = Supervisor(database, lease_s=5, beat_s=0.2, poll_s=0.1)
    supervisor.start()
    yield supervisor
    supervisor.stop()


def test_run_ends_as_a_draft_that_is_the_plan(
    database: Database, supervisor: Supervisor
) -> None:
    """Its draft can be read, nothing changed since; progress has values."""
    run_id = _queue(database, SHORT)
    row = _wait(database, run_id, lambda row: row.ended is not None)
    assert (row.state, row.message) == ("done", "")
    with database.read() as session:
        draft = session.get_one(DraftRow, row.draft_id)
        plan = plan_of(draft.plan)
        told = progress_of(session, run_id)
        assert changed_since(session, draft) == []
    assert plan.meetings
    assert str(plan.meetings[0].start.tzinfo) == plan.time_zone
    assert any(event.value is not None for event in told)


def test_change_after_a_draft_is_listed(
    database: Database, supervisor: Supervisor
) -> None:
    """A delegate who is renamed after the plan was made is the one change since."""
    run_id = _queue(database, SHORT)
    row = _wait(database, run_id, lambda row: row.ended is not None)

    def rename(session: Session) -> None:
        session.scalars(select(DelegateRow)).first().name = "Somebody Else"

    database.write(rename, actor="ann")
    with database.read() as session:
        found = changed_since(session, session.get_one(DraftRow, row.draft_id))
    assert [entry.after for entry in found] == [{"name": "Somebody Else"}]


def test_latecomers_are_planned_into_what_is_free(
    database: Database, supervisor: Supervisor
) -> None:
    """The store says who came late; the plan says what followed."""
    event = small_event()

    def work(session: Session) -> int:
        event_id = save_event(session, event)
        late = select(OrganizationRow).where(OrganizationRow.event_id == event_id)
        session.scalars(late.order_by(OrganizationRow.position)).first().is_late = True
        return submit(session, event_id, SHORT)

    row = _wait(database, database.write(work), lambda row: row.ended is not None)
    assert row.state == "done", row.message
    with database.read() as session:
        plan = plan_of(session.get_one(DraftRow, row.draft_id).plan)
    told = f"what others leave free: {event.organizations[0].name} ("
    assert any(told in warning for warning in plan.warnings)


def test_infeasible_settings_fail_with_the_planner_s_words(
    database: Database, supervisor: Supervisor
) -> None:
    """A run that cannot give a plan fails and says why; there is no draft."""
    event = far(load_event(EVENT).event)
    here = (each.model_copy(update={"is_online": False}) for each in event.delegates)
    nowhere = {"tables": (), "home_places": (), "promised": ()}
    event = event.model_copy(update={"delegates": tuple(here), **nowhere})

    def work(session: Session) -> int:
        return submit(session, save_event(session, event), SHORT)

    row = _wait(database, database.write(work), lambda row: row.ended is not None)
    assert row.state == "failed"
    assert "defect" not in row.message
    assert row.message
    assert _num_drafts(database) == 0


def test_killed_worker_s_run_is_taken_again(database: Database) -> None:
    """After kill -9 of the whole worker another one ends the run, with one draft."""
    run_id = _queue(database, LONG, ROOT / "examples" / "stuttgart")
    with _worker(database) as first:
        _wait(database, run_id, lambda row: row.state == "running")
        first.kill()
        first.wait()
        assert _num_drafts(database) == 0
    with _worker(database):
        _wait(database, run_id, lambda row: row.token == 2)
        database.write(lambda session: ask_cancel(session, run_id))
        row = _wait(database, run_id, lambda row: row.ended is not None)
    assert (row.token, row.attempts) == (2, 2)
    assert row.state == "canceled"


def _kill_children(pid: int) -> int:
    """Kill the solver processes of a worker; return how many there were."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line.split()[0] for line in listed.stdout.splitlines() if "spawn" in line]
    for each in found:
        os.kill(int(each), signal.SIGKILL)
    return len(found)


def test_run_whose_search_is_killed_is_never_done(database: Database) -> None:
    """It is shown as failed; the best plan until then is kept as a draft."""
    run_id = _queue(database, LONG, ROOT / "examples" / "stuttgart")
    with _worker(database) as worker:

        def has_plan(_row: RunRow) -> bool:
            with database.read() as session:
                told = progress_of(session, run_id)
            return any(event.level == "waiting" for event in told)

        _wait(database, run_id, has_plan)
        assert _kill_children(worker.pid) == 1
        row = _wait(database, run_id, lambda row: row.ended is not None)
    assert row.state == "failed"
    assert KILLED in row.message
    with database.read() as session:
        plan = plan_of(session.get_one(DraftRow, row.draft_id).plan)
    assert DIED in plan.warnings
    assert plan.meetings


def test_frozen_worker_that_wakes_up_publishes_nothing(database: Database) -> None:
    """Its lease ran out and another one did the run: there is one draft, not two."""
    run_id = _queue(database, SHORT)
    with _worker(database) as zombie:
        _wait(database, run_id, lambda row: row.state == "running")
        os.kill(zombie.pid, signal.SIGSTOP)
        frozen = _run(database, run_id)
        assert frozen.state == "running"
        with _worker(database):
            row = _wait(database, run_id, lambda row: row.ended is not None)
            os.kill(zombie.pid, signal.SIGCONT)
            # It finds the run lost, and is free for the next one only then.
            time.sleep(3)
        second = _queue(database, SHORT)
        after = _wait(database, second, lambda row: row.ended is not None)
    assert (row.state, row.token) == ("done", 2)
    assert after.state == "done"
    assert _num_drafts(database) == 2


def test_run_goes_on_from_the_released_revision(database: Database) -> None:
    """Not from the draft made last: the meetings released stay where they are."""
    from b4h_scheduler.mail.mailing import Mailing, attach
    from b4h_scheduler.mail.settings import MailSettings
    from b4h_scheduler.planning.run import plan
    from tests.b4h_scheduler.releases.meetings import at, other
    from tests.web.release.releasing import release_plan

    attach(database, Mailing(b"s" * 32, MailSettings()))
    event = small_event()
    whole = plan(event, work_limit=2000)
    odd = other(whole, whole.meetings[0], **at(event, 5))
    database.write(lambda session: save_event(session, event))
    release_plan(database, odd)
    options = RunOptions(work_limit=500, is_onward=True)
    run_id = database.write(lambda session: submit(session, 1, options))
    assert Supervisor(database).run_one()
    with database.read() as session:
        row = session.get_one(RunRow, run_id)
        found = plan_of(session.get_one(DraftRow, row.draft_id).plan)
    assert {(m.id, m.start) for m in found.meetings} == {
        (m.id, m.start) for m in odd.meetings
    }
    assert found.changes == ()
