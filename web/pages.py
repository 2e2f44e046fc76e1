"""Answers requests at a listening socket until the process is told to end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import waitress

from b4h_scheduler.planning.collector import collector_paused
from web.collecting import Collecting
from web.ending import end_on_sigterm, run_until_told
from web.ready import get_ready, get_warm
from web.site import KEY
from web.traffic import Traffic

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from flask import Flask

    from web.site import Site


def serve_pages(
    app: Flask,
    listening: socket.socket,
    threads: int,
    *,
    on_ready: Callable[[], None],
    on_told: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered.

    Parameters
    ----------
    on_ready
        Called when the first page comes as quickly as any other.
    on_told
        Called when the end begins, before the last answers.
    """
    end_on_sigterm()
    site: Site = app.extensions[KEY]
    traffic, collecting = Traffic(), Collecting()
    with collector_paused():
        get_ready(app)
    collecting.begin()
    site.cache.making = collecting.making
    server = waitress.create_server(
        traffic.counted(app),
        sockets=[listening],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    _beside("warm", lambda: get_warm(app, traffic))
    _beside("collecting", lambda: collecting.collect_when_quiet(traffic))
    on_ready()
    run_until_told(server, on_told)


def _beside(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=name, daemon=True).start()
