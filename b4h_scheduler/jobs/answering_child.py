"""The process that answers questions, and the parent's end of it.

Spawned, never forked; it leads its own process group, ignores SIGINT and ends when its
pipe closes. It stays for the next question, which it then answers without reading and
compiling the event again; to cancel one is to kill it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from b4h_scheduler.jobs.answers import Answers, Part
from b4h_scheduler.jobs.failure_words import defect_words, failure_words
from b4h_scheduler.planning.errors import PlanningError
from b4h_scheduler.sentence import mark
from b4h_scheduler.store.database import Database
from b4h_scheduler.store.errors import StoreError
from solver.errors import InfeasibleError, SolverError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from b4h_scheduler.jobs.questions import Question

LOG = logging.getLogger(__name__)
POLL_S = 0.05
KILL_AFTER_S = 0.7


class NoAnswerError(Exception):
    """There is no answer; the message says why."""


class StoppedError(Exception):
    """The question was canceled before it was answered."""


@dataclass(frozen=True, slots=True)
class _Task:
    event_id: int
    about: str
    question: Question


@dataclass(frozen=True, slots=True)
class _Answered:
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Refused:
    message: str


class AnsweringChild:
    """Starts the process when it is needed, and ends it.

    Parameters
    ----------
    url : str
        Of the database, which the process reads by itself.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def answer(
        self,
        event_id: int,
        about: str,
        question: Question,
        *,
        on_part: Callable[[Part], None],
        should_stop: Callable[[], bool],
    ) -> dict[str, Any]:
        """Return the answer; ``should_stop`` is asked every 50 ms.

        Raises
        ------
        NoAnswerError
            There is none, or the process died.
        StoppedError
            It was to stop.
        """
        try:
            pipe = self._started()
            pipe.send(_Task(event_id, about, question))
            while True:
                if should_stop():
                    self.end()
                    raise StoppedError
                if not pipe.poll(POLL_S):
                    continue
                match pipe.recv():
                    case Part() as part:
                        on_part(part)
                    case _Answered(answer=answer):
                        return answer
                    case _Refused(message=message):
                        raise NoAnswerError(message)
        except (EOFError, OSError) as error:
            self.end()
            message = mark("the process that works it out ended (out of memory?)")
            raise NoAnswerError(message) from error

    @property
    def pid(self) -> int | None:
        """Of the process; None: there is none."""
        return None if self._process is None else self._process.pid

    def end(self) -> None:
        """End the process, if there is one."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is None or pipe is None:
            return
        pipe.close()
        process.join(KILL_AFTER_S)
        if process.is_alive() and process.pid is not None:
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.killpg(process.pid, signal.SIGKILL)
            process.join()

    def _started(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._pipe:
            return self._pipe
        self.end()
        context = multiprocessing.get_context("spawn")
        self._pipe, end = context.Pipe()
        self._process = context.Process(target=_child, args=(end, self.url))
        self._process.start()
        end.close()
        return self._pipe


def _child(pipe: Connection, url: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    tasks: queue.SimpleQueue[_Task] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, tasks), daemon=True).start()
    answers = Answers(Database(url))
    while True:
        with suppress(BrokenPipeError):  # the listener ends this process
            pipe.send(_worked_out(answers, tasks.get(), pipe.send))


def _worked_out(
    answers: Answers, task: _Task, tell: Callable[[Part], None]
) -> _Answered | _Refused:
    try:
        found = answers.answer(task.event_id, task.about, task.question, tell)
    except (
        PlanningError,
        SolverError,
        InfeasibleError,
        StoreError,
        MemoryError,
    ) as error:
        LOG.info("a question has no answer: %s", error or type(error).__name__)
        return _Refused(failure_words(error))
    except Exception as error:
        LOG.exception("a question could not be answered: a defect of b4h")
        return _Refused(defect_words(error))
    return _Answered(found)


def _listen(pipe: Connection, tasks: queue.SimpleQueue[_Task]) -> None:
    """Take tasks; a closed pipe ends this process at once, whatever it does."""
    while True:
        try:
            tasks.put(pipe.recv())
        except (EOFError, OSError):
            os._exit(0)
