"""A server that is told to end answers what was asked, and leaves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
import waitress

from web.ending import run_until_told

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def _signals() -> Iterator[None]:
    """None is ignored, as SIGINT is in the background; afterwards as before."""
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_answers_what_is_under_way_and_what_waits(number: int) -> None:
    """With one thread: the request it works at, then the two behind it, then the end.

    A connection without a request is closed at once, those with one after the answer;
    nobody is heard any more.
    """
    happened: list[str] = []
    arrived, may_go_on = threading.Semaphore(0), threading.Event()

    def answer(environ: dict[str, str], start_response: object) -> list[bytes]:
        path = environ["PATH_INFO"]
        if path == "/first":
            arrived.release()
            assert may_go_on.wait(60)
        happened.append(path)
        start_response("200 OK", [("Content-Length", "2")])  # type: ignore[operator]
        return [b"ok"]

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = waitress.create_server(answer, sockets=[listening], threads=1)

    def ask(connection: HTTPConnection, path: str) -> tuple[int, str | None]:
        connection.request("GET", path)
        found = connection.getresponse()
        found.read()
        return found.status, found.getheader("Connection")

    def on_told() -> None:
        happened.append("told")
        threading.Timer(0.5, may_go_on.set).start()

    def people() -> list[tuple[int, str | None]]:
        with (
            closing(HTTPConnection("127.0.0.1", port, timeout=60)) as idle,
            closing(HTTPConnection("127.0.0.1", port, timeout=60)) as one,
            closing(HTTPConnection("127.0.0.1", port, timeout=60)) as two,
            closing(HTTPConnection("127.0.0.1", port, timeout=60)) as three,
            ThreadPoolExecutor() as pool,
        ):
            assert ask(idle, "/idle") == (200, None)
            first = pool.submit(ask, one, "/first")
            assert arrived.acquire(timeout=60)
            rest = [
                pool.submit(ask, two, "/second"),
                pool.submit(ask, three, "/third"),
            ]
            while len(server.task_dispatcher.queue) < 2:
                threading.Event().wait(0.01)
            os.kill(os.getpid(), number)
            assert idle.sock.recv(1) == b""
            assert not may_go_on.is_set()
            return [each.result() for each in (first, *rest)]

    with ThreadPoolExecutor() as pool:
        told = pool.submit(people)
        run_until_told(server, on_told)
        assert told.result() == 3 * [(200, "close")]
    assert happened[:3] == ["/idle", "told", "/first"]
    assert sorted(happened[3:]) == ["/second", "/third"]
    with closing(socket.socket()) as trying:
        assert trying.connect_ex(("127.0.0.1", port)) != 0


def test_leaving_writes_what_was_said_and_takes_nothing_apart() -> None:
    """What Python does when a program ends is left to the operating system."""
    program = (
        "import atexit; atexit.register(print, 'taken apart')\n"
        "from web.ending import leave\n"
        "print('said', end=''); leave()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("said", "")
