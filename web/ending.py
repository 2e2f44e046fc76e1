"""How a server ends: no new requests, an answer to those under way, and out."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from web.logs import LOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import NoReturn

    from waitress.channel import HTTPChannel
    from waitress.server import TcpWSGIServer

GRACE_S = 7.0
"""So long requests under way may take when the process is told to end."""
_LOOK_S = 0.2
"""Between two looks whether they are answered; an answer wakes at once."""


def end_on_sigterm() -> None:
    """Let SIGTERM end the process as Ctrl-C does, with what has to be cleared up."""
    signal.signal(signal.SIGTERM, _end)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def run_until_told(server: TcpWSGIServer, on_told: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or Ctrl-C, then those under way.

    An exception out of a signal could come between reading a request and queueing it:
    the signal is only noted, and the loop ended between two of its rounds. Further
    signals change nothing.
    """
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        server.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, note)
    while not told:
        _look(server, server.adj.asyncore_loop_timeout)
    on_told()
    _answer_the_rest(server)


def _answer_the_rest(server: TcpWSGIServer) -> None:
    """Listen no more, and close each connection after the answer to what it asked."""
    server.asyncore.dispatcher.close(server)
    until = time.monotonic() + GRACE_S
    while server.active_channels and time.monotonic() < until:
        for channel in tuple(server.active_channels.values()):
            _close_after_answer(channel)
        _look(server, _LOOK_S)
    if server.active_channels:
        LOG.warning("ended before the answer", requests=len(server.active_channels))
    server.task_dispatcher.shutdown(timeout=_LOOK_S)
    server.asyncore.close_all(_sockets(server))


def _close_after_answer(channel: HTTPChannel) -> None:
    with channel.requests_lock:
        asked = [*channel.requests, *filter(None, [channel.request])]
        if asked:  # the browser is told to open another connection for the next one
            asked[-1].headers["CONNECTION"] = "close"
        else:
            channel.close_when_flushed = True


def _look(server: TcpWSGIServer, timeout_s: float) -> None:
    """Do one round: read, queue, write what there is, or wait for that."""
    server.asyncore.loop(
        timeout=timeout_s,
        map=_sockets(server),
        use_poll=server.adj.asyncore_use_poll,
        count=1,
    )


def _sockets(server: TcpWSGIServer) -> dict[int, object]:
    """Return what the loop of a server goes round."""
    found: dict[int, object] = server._map  # noqa: SLF001  (it has no other name)
    return found


def leave() -> NoReturn:
    """End this process at once, after all that had to be cleared up.

    Python would take apart millions of objects one by one: on a busy machine that
    took ten times as long as all requests under way.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
