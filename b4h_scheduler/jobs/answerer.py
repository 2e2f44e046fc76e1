"""The thread of a process that takes questions and has them answered in a child."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from b4h_scheduler.jobs.answering_child import (
    AnsweringChild,
    NoAnswerError,
    StoppedError,
)
from b4h_scheduler.jobs.errors import LostError
from b4h_scheduler.jobs.heartbeat import Heartbeat
from b4h_scheduler.jobs.questions import answer, claim_question
from b4h_scheduler.jobs.runs import fail, give_back
from b4h_scheduler.poller import Poller
from b4h_scheduler.store.errors import StoreError
from solver.result import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.jobs.answers import Part
    from b4h_scheduler.jobs.questions import Asked, Kind
    from b4h_scheduler.store.database import Database

LOG = logging.getLogger(__name__)
NICE = 10
IDLE_S = 180.0
"""So long a process waits for the next question about the same draft."""


class Answerer(Poller):
    """Answers questions of some kinds one after the other, until told to stop.

    Parameters
    ----------
    kinds : collection of Kind
        Quick ones are best not kept waiting behind slow ones: a thread for each.
    lease_s, beat_s, poll_s
        As those of `b4h_scheduler.jobs.supervisor.Supervisor`.
    """

    def __init__(
        self,
        database: Database,
        kinds: Collection[Kind],
        *,
        lease_s: float = 15.0,
        beat_s: float = 0.2,
        poll_s: float = 1.0,
    ) -> None:
        super().__init__("questions", poll_s)
        self.database = database
        self.kinds = frozenset(kinds)
        self.lease_s, self.beat_s = lease_s, beat_s
        self.owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._child = AnsweringChild(database.url)
        self._used = time.monotonic()

    def _work(self) -> None:
        if sys.platform == "linux":  # there a thread has a priority; children get it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while not self._is_stopping.is_set():
            try:
                has_worked = self.answer_one()
            except (StoreError, SQLAlchemyError):
                LOG.exception("the database could not be used; trying again")
                has_worked = False
            if not has_worked:
                if time.monotonic() - self._used > IDLE_S:
                    self._child.end()
                self._rest()
        self._child.end()

    def answer_one(self) -> bool:
        """Take a question and answer it; False: there was none."""
        held = self.database.write(
            lambda s: claim_question(s, self.owner, self.lease_s, self.kinds)
        )
        if held is None:
            return False
        try:
            self._answer(held)
        except LostError as error:
            LOG.warning("%s: nothing was written", error)
        self._used = time.monotonic()
        return True

    def end(self) -> None:
        """End the child process; the next question starts another one."""
        self._child.end()

    def _answer(self, held: Asked) -> None:
        beat = Heartbeat(self.database, held, beat_s=self.beat_s, lease_s=self.lease_s)
        parts: list[Part] = []

        def on_part(part: Part) -> None:
            parts[:] = [part]
            beat.tell(Progress(part.step, part.seconds))

        end: Callable[[Session], None]
        try:
            with beat:
                found = self._child.answer(
                    held.event_id,
                    held.about,
                    held.question,
                    on_part=on_part,
                    should_stop=lambda: (
                        beat.stop.is_set() or self._is_stopping.is_set()
                    ),
                )
        except NoAnswerError as error:
            message = str(error)
            end = lambda session: fail(session, held, message)  # noqa: E731
        except StoppedError:
            if self._is_stopping.is_set():
                end = lambda session: give_back(session, held)  # noqa: E731
            else:
                end = _stopped(held, parts[-1].answer if parts else None)
        else:
            end = lambda session: answer(session, held, found)  # noqa: E731
        self.database.write(end)


def _stopped(held: Asked, found: dict[str, Any] | None) -> Callable[[Session], None]:
    """End a canceled question with what was known already."""
    if found is None:
        return lambda session: fail(session, held, "canceled")
    return lambda session: answer(
        session, held, found, "canceled: this is what was worked out until then"
    )
