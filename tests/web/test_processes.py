"""Several processes at one port: real ones, killed and stopped."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from b4h_scheduler.jobs.runs import RunOptions, RunState, submit
from b4h_scheduler.store.database import Database, sqlite_url
from b4h_scheduler.store.schema_plans import RunRow
from tests.load.browser import Browser
from tests.load.timings import Timings
from tests.web.serving import serving
from tests.web.world import PASSWORD
from web.processes import Processes, Told
from web.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

READY = re.compile(r"a web process is ready.*number=(\d+)")
MOST_S = 300
TWO = ("--processes", "2")


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """An installation with an event and an owner."""
    return shutil.copytree(template, tmp_path / "data")


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """The installation's database, beside the server."""
    found = Database(sqlite_url(folder / "b4h.sqlite"))
    yield found
    found.close()


def test_killed_process_is_started_again(folder: Path) -> None:
    """The other one answers meanwhile, and then there are two again."""
    with serving(folder, *TWO) as served:
        before = _ready(folder)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        assert _is_healthy(served.address)
        _wait(lambda: len(_ready(folder)) == 3)
        assert all(_is_alive(number) for number in _ready(folder)[1:])
        assert _is_healthy(served.address)
        assert served.stop() == 0


def test_asked_to_stop_all_end_after_the_request_under_way(folder: Path) -> None:
    """A change that waits for the database when SIGTERM comes is made and answered."""
    with (
        serving(folder, *TWO) as served,
        closing(sqlite3.connect(folder / "b4h.sqlite", isolation_level=None)) as other,
        Browser(served.address, Timings()) as browser,
        ThreadPoolExecutor() as pool,
    ):
        browser.get("/sign-in")
        before = browser.cookies["b4h"]
        other.execute("BEGIN IMMEDIATE")
        form = {"email": "owner@example.org", "password": PASSWORD}
        answer = pool.submit(browser.post, "/sign-in", **form)
        with pytest.raises(TimeoutError):
            answer.result(timeout=1)
        served.process.send_signal(signal.SIGTERM)
        other.execute("ROLLBACK")
        # The page it leads to is refused: the port is closed by then.
        with pytest.raises(ConnectionError):
            answer.result()
        assert browser.cookies["b4h"] != before
        assert served.process.wait(timeout=MOST_S) == 0
        assert not any(_is_alive(number) for number in _ready(folder))


def test_processes_end_when_their_parent_is_killed(folder: Path) -> None:
    """The port is free again."""
    with serving(folder, *TWO) as served:
        served.process.kill()
        served.process.wait()
        port = int(served.address.rpartition(":")[2])
        _wait(lambda: not _listens(port))


def test_runs_are_worked_on_by_the_parent_alone(
    folder: Path, database: Database
) -> None:
    """Whichever process pages come from, a run begins once, in one process."""
    with serving(folder, *TWO) as served:
        options = RunOptions(time_limit_s=5)
        run = database.write(lambda session: submit(session, 1, options))

        def found() -> RunRow:
            with database.read() as session:
                return session.get_one(RunRow, run)

        _wait(lambda: found().state == RunState.DONE)
        assert found().owner.partition("-")[0] == str(served.process.pid)
        log = folder.with_suffix(".log").read_text()
        assert log.count(f"run {run} begins") == 1


def test_a_page_wakes_what_works_in_the_parent(folder: Path) -> None:
    """A run started in one of the processes is told to the parent at once."""
    told = {Told.RUNS: threading.Event(), Told.MAIL: threading.Event()}
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    settings = read_settings(folder=folder, environment={}, port=port, processes=2)
    processes = Processes(
        settings, listening, {each: event.set for each, event in told.items()}
    )
    try:
        processes.start()
        with Browser(f"http://127.0.0.1:{port}", Timings()) as browser:
            browser.get("/sign-in")
            browser.post("/sign-in", email="owner@example.org", password=PASSWORD)
            browser.get("/events/1/plans")
            assert not told[Told.RUNS].is_set()
            browser.post("/events/1/plans", seconds="5")
        assert told[Told.RUNS].wait(MOST_S)
        assert not told[Told.MAIL].is_set()
    finally:
        processes.stop()
        listening.close()


def _ready(folder: Path) -> list[int]:
    return [int(n) for n in READY.findall(folder.with_suffix(".log").read_text())]


def _wait(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + MOST_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def _is_healthy(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/healthz") as answer:  # noqa: S310
        return bool(answer.status == 200)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _listens(port: int) -> bool:
    with closing(socket.socket()) as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0
