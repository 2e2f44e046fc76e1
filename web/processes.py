"""Several processes that answer requests at one listening socket.

The parent starts them, starts another one where one died, and does what is to be done
once: runs, questions, mail. Spawned, never forked. A process tells its parent that
there is work through a pipe, and ends by itself when its parent is gone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress
from enum import Enum, auto
from typing import TYPE_CHECKING

from web.ending import GRACE_S, leave
from web.logs import LOG, configure

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from web.settings import Settings

STOP_S = GRACE_S + 2
"""After so long a process that was told to end is killed."""
_LEAST_S, _MOST_WAIT_S = 5.0, 10.0
"""A process that lived shorter is started again only after a wait, up to the latter."""


class Told(Enum):
    """What a process tells its parent."""

    READY = auto()
    """It answers requests."""
    RUNS = auto()
    """There is a run or a question."""
    MAIL = auto()
    """There are messages."""


class Processes:
    """Keeps so many processes serving, until it is told to stop.

    Parameters
    ----------
    listening : socket
        Bound; all of them accept at it.
    on : mapping
        What to do when a process tells something.
    """

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        on: Mapping[Told, Callable[[], None]],
    ) -> None:
        self._settings, self._listening, self._on = settings, listening, on
        self._is_stopping = threading.Event()
        self._lock = threading.Lock()
        self._running: set[BaseProcess] = set()
        self._ready = threading.Semaphore(0)
        self._keepers = [
            threading.Thread(target=self._keep, name=f"pages {number}", daemon=True)
            for number in range(settings.num_processes)
        ]

    def start(self) -> None:
        """Start them, and wait until each has answered requests once."""
        self._listening.listen()
        for keeper in self._keepers:
            keeper.start()
        for _ in self._keepers:
            self._ready.acquire()

    def stop(self) -> None:
        """End all of them after the requests under way."""
        self._is_stopping.set()
        self._listening.close()
        self._end(signal.SIGTERM)
        until = time.monotonic() + STOP_S
        for keeper in self._keepers:
            if keeper.is_alive():
                keeper.join(max(until - time.monotonic(), 0))
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        with self._lock:
            for process in self._running:
                if process.pid is not None:
                    with suppress(ProcessLookupError):  # it has just ended by itself
                        os.kill(process.pid, how)

    def _keep(self) -> None:
        """Have one process running, one after the other."""
        wait_s = 0.0
        while not self._is_stopping.wait(wait_s):
            began = time.monotonic()
            code = self._run_one()
            if self._is_stopping.is_set():
                return
            is_short = time.monotonic() - began < _LEAST_S
            wait_s = min(2 * wait_s + 0.5, _MOST_WAIT_S) if is_short else 0.0
            LOG.warning("a web process ended; another one is started", status=code)

    def _run_one(self) -> int | None:
        context = multiprocessing.get_context("spawn")
        pipe, end = context.Pipe()
        process = context.Process(
            target=_serve, args=(end, self._settings, self._listening)
        )
        with self._lock:
            if self._is_stopping.is_set():
                return None
            process.start()
            self._running.add(process)
        end.close()
        self._listen(pipe, process.pid)
        process.join()
        with self._lock:
            self._running.discard(process)
        pipe.close()
        return process.exitcode

    def _listen(self, pipe: Connection, pid: int | None) -> None:
        """Do what a process asks for, until it ends."""
        while True:
            try:
                told: Told = pipe.recv()
            except (EOFError, OSError):
                return
            if told is Told.READY:
                LOG.info("a web process is ready", number=pid)
                self._ready.release()
            else:
                self._on[told]()


def _serve(pipe: Connection, settings: Settings, listening: socket.socket) -> None:
    """Be one of the processes."""
    # The parent, which answers no pages, does not wait until they are loaded.
    from web.app import app_of  # noqa: PLC0415
    from web.pages import serve_pages  # noqa: PLC0415
    from web.site import open_site  # noqa: PLC0415

    # Ctrl-C reaches the whole group: the parent ends this one when it is time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    configure(as_json=settings.log_json)
    site = open_site(settings)
    app = app_of(site)
    one_at_a_time = threading.Lock()

    def tell(told: Told) -> None:
        with one_at_a_time:
            pipe.send(told)

    site.wake = lambda: tell(Told.RUNS)
    site.wake_mail = lambda: tell(Told.MAIL)
    threading.Thread(target=_end_with, args=(pipe,), daemon=True).start()
    try:
        serve_pages(app, listening, settings.threads, on_ready=lambda: tell(Told.READY))
    finally:
        site.database.close()
    leave()


def _end_with(parent: Connection) -> None:
    """Wait for the parent's end of the pipe to close, and end then."""
    try:
        parent.recv()
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGTERM)
