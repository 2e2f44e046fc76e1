"""The thread that keeps a run's lease while another one waits for its solve."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.jobs.runs import is_cancel_asked, renew
from b4h_scheduler.store.errors import StoreError

if TYPE_CHECKING:
    from b4h_scheduler.jobs.runs import Held
    from b4h_scheduler.store.database import Database
    from solver.result import Progress

LOG = logging.getLogger(__name__)
LOOK_S = 0.1
"""Between two looks whether the run is canceled: they only read, and wait for nobody
who writes."""


class Heartbeat:
    """Renews a lease, writes progress, and tells the solve when to stop.

    Attributes
    ----------
    is_lost : bool
        The lease ran out: the result of this solve is nobody's.
    stop : threading.Event
        Set when the run is canceled, lost, or its process ends.
    """

    def __init__(
        self, database: Database, held: Held, *, beat_s: float, lease_s: float
    ) -> None:
        self.database = database
        self.held = held
        self.beat_s = beat_s
        self.lease_s = lease_s
        self.is_lost = False
        self.stop = threading.Event()
        self._progress: list[Progress] = []
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Self:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End, with the last progress written."""
        self._has_ended.set()
        self._thread.join()

    def tell(self, progress: Progress) -> None:
        """Take an event to be written with the next beat."""
        self._progress.append(progress)

    def _beat(self) -> None:
        renewed = time.monotonic()
        while not self.is_lost:
            is_last = self._wait()
            told = self._progress[:]
            try:
                is_canceled = self._renew(told)
            except LostError:
                self._lose()
            except StoreError as error:
                LOG.warning("run %s: no heartbeat: %s", self.held.run_id, error)
                if time.monotonic() - renewed > self.lease_s:
                    self._lose()
            else:
                del self._progress[: len(told)]
                renewed = time.monotonic()
                if is_canceled:
                    self.stop.set()
            if is_last:
                return

    def _wait(self) -> bool:
        """Wait for the next beat, with an eye on a cancel; True: the work has ended."""
        next_beat = time.monotonic() + self.beat_s
        while (left := next_beat - time.monotonic()) > 0:
            if self._has_ended.wait(min(LOOK_S, left)):
                return True
            if not self.stop.is_set() and self._is_canceled():
                self.stop.set()
        return False

    def _is_canceled(self) -> bool:
        try:
            with self.database.read() as reading:
                return is_cancel_asked(reading, self.held.run_id)
        except SQLAlchemyError as error:
            # The next beat tells whether the database is away for long.
            LOG.warning("run %s: not looked at: %s", self.held.run_id, error)
            return False

    def _renew(self, told: list[Progress]) -> bool:
        return self.database.write(
            lambda session: renew(session, self.held, self.lease_s, told)
        )

    def _lose(self) -> None:
        self.is_lost = True
        self.stop.set()
