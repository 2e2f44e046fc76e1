"""A thread that takes runs of some kind and has them worked on in a child."""

from __future__ import annotations

import logging
import os
import sys
import threading
import uuid
from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.jobs.heartbeat import Heartbeat
from b4h_scheduler.jobs.runs import Held
from b4h_scheduler.poller import Poller
from b4h_scheduler.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from b4h_scheduler.store.database import Database

LOG = logging.getLogger(__name__)
NICE = 10
"""Pages come before solves."""
H = TypeVar("H", bound=Held)


class Taker(Poller, Generic[H]):
    """Takes runs one after the other, until it is told to stop.

    The run under way then is queued again.

    Parameters
    ----------
    lease_s
        A run whose worker was silent for so long is taken again.
    beat_s
        Between two renewals of the lease.
    poll_s
        Between two looks for new runs; `wake` looks at once.
    """

    def __init__(
        self,
        name: str,
        database: Database,
        *,
        lease_s: float,
        beat_s: float,
        poll_s: float,
    ) -> None:
        super().__init__(name, poll_s)
        self.database = database
        self.lease_s, self.beat_s = lease_s, beat_s
        self.owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"

    def _work(self) -> None:
        if sys.platform == "linux":  # there a thread has a priority; children get it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not self._is_stopping.is_set():
            try:
                has_worked = self.run_one()
            except (StoreError, SQLAlchemyError):
                LOG.exception("the database could not be used; trying again")
                has_worked = False
            if not has_worked:
                self._rest()

    def run_one(self) -> bool:
        """Take a run and work on it to its end; False: there was none."""
        held = self.database.write(self._claim)
        if held is None:
            return False
        beat = Heartbeat(self.database, held, beat_s=self.beat_s, lease_s=self.lease_s)
        try:
            self._run(held, beat)
        except LostError as error:
            LOG.warning("%s: nothing was written", error)
        return True

    @abstractmethod
    def _claim(self, session: Session) -> H | None:
        """Take the right to work on a run; None: there is none."""

    @abstractmethod
    def _run(self, held: H, beat: Heartbeat) -> None:
        """Work on it and write what came of it.

        Raises
        ------
        LostError
            Somebody else took it meanwhile.
        """
