"""The thread of a process that takes questions and has them answered in a child."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from b4h_scheduler.jobs.answering_child import (
    AnsweringChild,
    NoAnswerError,
    StoppedError,
)
from b4h_scheduler.jobs.questions import Asked, answer, claim_question
from b4h_scheduler.jobs.runs import fail, give_back
from b4h_scheduler.jobs.taker import Taker
from b4h_scheduler.sentence import mark, said_by
from solver.result import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

    from b4h_scheduler.jobs.answers import Part
    from b4h_scheduler.jobs.heartbeat import Heartbeat
    from b4h_scheduler.jobs.questions import Kind
    from b4h_scheduler.store.database import Database

IDLE_S = 180.0
"""So long a process waits for the next question about the same draft."""


class Answerer(Taker[Asked]):
    """Answers questions of some kinds one after the other, until told to stop.

    Parameters
    ----------
    kinds : collection of Kind
        Quick ones are best not kept waiting behind slow ones: a thread for each.
    lease_s, beat_s, poll_s
        As those of `b4h_scheduler.jobs.taker.Taker`.
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
        super().__init__(
            "questions", database, lease_s=lease_s, beat_s=beat_s, poll_s=poll_s
        )
        self.kinds = frozenset(kinds)
        self._child = AnsweringChild(database.url)
        self._used = time.monotonic()

    def _work(self) -> None:
        super()._work()
        self._child.end()

    def _rest(self) -> None:
        if time.monotonic() - self._used > IDLE_S:
            self._child.end()
        super()._rest()

    def _claim(self, session: Session) -> Asked | None:
        return claim_question(session, self.owner, self.lease_s, self.kinds)

    def end(self) -> None:
        """End the child process; the next question starts another one."""
        self._child.end()

    def _run(self, held: Asked, beat: Heartbeat) -> None:
        try:
            self._answer(held, beat)
        finally:
            self._used = time.monotonic()

    def _answer(self, held: Asked, beat: Heartbeat) -> None:
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
            message = said_by(error)
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
        return lambda session: fail(session, held, mark("canceled"))
    return lambda session: answer(
        session, held, found, mark("canceled: this is what was worked out until then")
    )
