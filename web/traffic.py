"""How many requests are under way, for work that can wait until there are none."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Traffic:
    """Counts the requests that this process answers at the moment."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._num = 0
        self._quiet_since = time.monotonic()

    def counted(self, answer: WSGIApplication) -> WSGIApplication:
        """Return an application that counts what it answers."""

        def counting(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            with self.one():
                return answer(environ, start_response)

        return counting

    @contextmanager
    def one(self) -> Iterator[None]:
        """Be a request under way."""
        with self._changed:
            self._num += 1
        try:
            yield
        finally:
            with self._changed:
                self._num -= 1
                self._quiet_since = time.monotonic()
                self._changed.notify_all()

    def wait_for_quiet(self, quiet_s: float, most_s: float) -> bool:
        """Wait until no request was under way for so long; False: there was no time."""
        until = time.monotonic() + most_s
        with self._changed:
            while True:
                now = time.monotonic()
                has_been_s = 0.0 if self._num else now - self._quiet_since
                if not self._num and has_been_s >= quiet_s:
                    return True
                if now >= until:
                    return False
                missing_s = max(quiet_s - has_been_s, 0.001)
                self._changed.wait(min(missing_s, until - now))
