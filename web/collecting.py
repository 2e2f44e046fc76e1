"""When the garbage collector walks through memory: not in the middle of a page.

A large event in the cache is a million objects without cycles. Each collection that
meets them takes half a second, and the first one comes right after they were made. So
what stays is frozen, which costs nothing, and garbage that was frozen with it is
collected when nobody asks for a page.
"""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from b4h_scheduler.planning.collector import collector_paused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from web.traffic import Traffic

LARGE = 50_000
"""New objects from which a value is frozen: a collection of as many takes 20 ms."""
QUIET_S = 20.0
"""So long nobody must have asked for a page before all garbage is collected."""
MOST_FROZEN = 100
"""After so many large values a moment without requests has to do, and after twice as
many it is not waited for."""
_LOOK_S = 10.0


class Collecting:
    """The habits of this process' collector; there is one for all threads."""

    def __init__(self) -> None:
        self._num_frozen = 0
        self._is_due = threading.Condition()

    def begin(self) -> None:
        """Leave alone what was loaded until now, and come less often."""
        gc.freeze()
        gc.set_threshold(LARGE, 20, 50)

    @contextmanager
    def making(self) -> Iterator[None]:
        """Freeze what is made meanwhile, if it is large."""
        with collector_paused():
            yield
            if gc.get_count()[0] >= LARGE:
                gc.freeze()
                with self._is_due:
                    self._num_frozen += 1
                    self._is_due.notify()

    def collect_when_quiet(self, traffic: Traffic) -> NoReturn:
        """Collect what was garbage when it was frozen; in a thread of its own."""
        while True:
            with self._is_due:
                self._is_due.wait_for(lambda: self._num_frozen)
                quiet_s = 0.0 if self._num_frozen >= MOST_FROZEN else QUIET_S
            is_quiet = traffic.wait_for_quiet(quiet_s, _LOOK_S + quiet_s)
            if is_quiet or self._num_frozen >= 2 * MOST_FROZEN:
                self.collect()

    def collect(self) -> None:
        """Collect all garbage, and freeze what is left."""
        with self._is_due:
            self._num_frozen = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()
