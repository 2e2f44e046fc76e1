"""Answers requests at a listening socket until the process is told to end."""

from __future__ import annotations

import gc
import signal
import threading
from typing import TYPE_CHECKING

import waitress

from b4h_scheduler.planning.preload import preload

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from types import FrameType
    from typing import NoReturn

    from flask import Flask


def serve_pages(
    app: Flask, listening: socket.socket, threads: int, on_ready: Callable[[], None]
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered."""
    end_on_sigterm()
    ready = threading.Thread(target=_get_ready, args=(app,), name="preload")
    ready.daemon = True
    ready.start()
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    on_ready()
    # Ends on SystemExit and KeyboardInterrupt, after the requests under way.
    server.run()


def end_on_sigterm() -> None:
    """Let SIGTERM end the process as Ctrl-C does, with what has to be cleared up."""
    signal.signal(signal.SIGTERM, _end)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _get_ready(app: Flask) -> None:
    """Load what pages need, while the first requests are answered."""
    preload()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    _collect_seldom()


def _collect_seldom() -> None:
    """Let the garbage collector leave alone what stays, and come less often.

    A large event in the cache is a million objects without cycles: each full
    collection would walk through them for half a second, in the middle of a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
