"""A solve in a child process: cancelable at any moment, crash-proof for the parent.

The child is spawned, never forked (HiGHS and OR-Tools own threads), leads its own
process group, ignores SIGINT, and ends when its pipe closes. It streams progress and
every validated better plan; so when it has to be killed the parent holds the best.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from solver.errors import InfeasibleError, SolverError
from solver.result import Assignment, Progress, Result, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from solver.problem import Problem

KILL_AFTER_S = 0.7
"""Patience after asking a child to stop."""
POLL_S = 0.05
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception of the child, sent to the parent."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Finished:
    """The child's result and its peak memory in bytes."""

    result: Result
    peak_bytes: int


class ChildDiedError(SolverError):
    """The child ended without an answer (killed, out of memory, native crash)."""


def solve_in_child(  # noqa: PLR0913  (the options of solve)
    problem: Problem,
    *,
    time_limit_s: float | None = None,
    work_limit: int | None = None,
    seed: int = 0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    on_better: Callable[[Assignment], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    patience_s: float = KILL_AFTER_S,
    by: Callable[..., Result] | None = None,
) -> Result:
    """Solve in a child process.

    Parameters are those of `solver.solving.solve`. ``should_stop`` is asked every
    50 ms; SIGINT counts as a request to stop where it would raise KeyboardInterrupt
    (in the main thread, no other handler, not a job in the background). A child that
    does not answer within ``patience_s`` is killed; then the result holds the best
    plan so far, without certificate, as ``FEASIBLE`` (or ``UNKNOWN`` without a plan).

    Parameters
    ----------
    by : callable, optional
        What solves there instead of `solver.solving.solve`, with the same parameters;
        picklable.

    Raises
    ------
    ChildDiedError
        The child died and no plan had been found.
    SolverError
        Whatever ``solve`` raised in the child.
    """
    context = multiprocessing.get_context("spawn")
    parent_end, child_end = context.Pipe()
    options = {
        "time_limit_s": time_limit_s,
        "work_limit": work_limit,
        "seed": seed,
        "workers": workers,
    }
    process = context.Process(target=_child, args=(child_end, options, by))
    with _interrupts_ignored():  # inherited, so no moment is left to interrupt
        process.start()
        child_end.close()
        # Not as an argument of the process: `start` would wait forever for a child
        # that dies before it has read it all (a script without a main guard).
        with suppress(OSError):  # the child has died: the watch will see it
            parent_end.send(problem)
    watch = _Watch(parent_end, on_progress, on_better, should_stop, patience_s)
    try:
        with _interrupts_told(watch):
            return watch.wait()
    finally:
        parent_end.close()
        process.join(patience_s)
        if process.is_alive():
            _kill_group(process.pid)
            process.join()


class _Watch:
    """The parent's side: reads messages, asks to stop, gives up after patience."""

    def __init__(
        self,
        pipe: Connection,
        on_progress: Callable[[Progress], None] | None,
        on_better: Callable[[Assignment], None] | None,
        should_stop: Callable[[], bool] | None,
        patience_s: float,
    ) -> None:
        self.pipe = pipe
        self.on_progress = on_progress
        self.on_better = on_better
        self.should_stop = should_stop
        self.patience_s = patience_s
        self.best: Assignment | None = None
        self.asked_at: float | None = None
        self.is_interrupted = False

    def wait(self) -> Result:
        """Return the result, or the best plan so far after a stop."""
        while True:
            answer = self._step()
            if answer is not None:
                return answer

    def _step(self) -> Result | None:
        if self.is_interrupted or (self.should_stop is not None and self.should_stop()):
            self._ask()
        if self.asked_at is not None and (
            time.monotonic() - self.asked_at > self.patience_s
        ):
            return self._best_so_far("stopped")
        try:
            if not self.pipe.poll(POLL_S):
                return None
            message = self.pipe.recv()
        except (EOFError, OSError) as error:
            if self.best is None and self.asked_at is None:
                text = (
                    "the solver process ended without an answer: out of memory, or a "
                    "script that starts it outside of if __name__ == '__main__'"
                )
                raise ChildDiedError(text) from error
            return self._best_so_far("the solver process died")
        return self._take(message)

    def _take(self, message: object) -> Result | None:
        match message:
            case Finished(result=result, peak_bytes=peak):
                return replace(result, peak_bytes=peak)
            case Failure(error=error):
                raise error
            case Progress() if self.on_progress is not None:
                self.on_progress(message)
            case Assignment():
                self.best = message
                if self.on_better is not None:
                    self.on_better(message)
            case _:
                pass
        return None

    def _ask(self) -> None:
        if self.asked_at is None:
            self.asked_at = time.monotonic()
            try:
                self.pipe.send("stop")
            except OSError:
                return  # the child has ended; its last messages are still readable

    def _best_so_far(self, why: str) -> Result:
        if self.best is None:
            return Result(
                Status.UNKNOWN, None, message=f"{why} before there was a plan"
            )
        status = Status.FEASIBLE
        message = f"{why}: this is the best plan found so far, without its bounds"
        return Result(status, self.best, message=message)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _interrupts_told(watch: _Watch) -> Iterator[None]:
    """Note an interrupt instead of raising it, perhaps amid a message of the child."""
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT)
    if not is_main or before is not signal.default_int_handler:
        yield  # ignored, or the caller has a way of its own, such as `should_stop`
        return

    def note(_signal: int, _frame: object) -> None:
        watch.is_interrupted = True

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _kill_group(pid: int | None) -> None:
    if pid is None:
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended by itself meanwhile


def _child(
    pipe: Connection, options: dict[str, Any], by: Callable[..., Result] | None
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    try:
        problem: Problem = pipe.recv()
    except (EOFError, OSError):
        os._exit(1)  # the parent has gone
    from solver.solving import solve  # noqa: PLC0415  (heavy, only in the child)

    stop = threading.Event()
    lock = threading.Lock()

    def send(message: object) -> None:
        with lock:
            pipe.send(message)

    threading.Thread(target=_listen, args=(pipe, stop), daemon=True).start()
    try:
        result = (by or solve)(
            problem,
            on_progress=send,
            on_better=send,
            should_stop=stop.is_set,
            **options,
        )
    except (SolverError, InfeasibleError, MemoryError) as error:
        send(Failure(error))
    else:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
        send(Finished(result, peak))


def _listen(pipe: Connection, stop: threading.Event) -> None:
    """Wait for a word of the parent; a closed pipe ends this process at once."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(1)
    stop.set()
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(0)
