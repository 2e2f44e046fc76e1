"""The application of a test at a port, for a browser beside it.

It is answered by a thread of this process, as ``b4h serve`` has it answered. Tests of
pages take this; those that plan, send mail or look at processes take the whole command
(`tests.web.serving`), which imports for seconds.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import waitress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from waitress.server import TcpWSGIServer

    from tests.web.world import World


@dataclass
class Answered:
    """Where something answers."""

    address: str


@contextmanager
def answering(world: World) -> Iterator[Answered]:
    """Answer at a free port; requests under way are answered before the end."""
    server = waitress.create_server(
        world.app,
        host="127.0.0.1",
        port=0,
        threads=world.site.settings.threads,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )
    is_over = threading.Event()
    thread = threading.Thread(target=_answer, args=(server, is_over), name="answering")
    thread.start()
    try:
        yield Answered(f"http://127.0.0.1:{server.effective_port}")
    finally:
        is_over.set()
        server.pull_trigger()
        thread.join()


def _answer(server: TcpWSGIServer, is_over: threading.Event) -> None:
    while not is_over.is_set():
        server.asyncore.loop(
            timeout=server.adj.asyncore_loop_timeout,
            map=server._map,
            use_poll=server.adj.asyncore_use_poll,
            count=1,
        )
    server.task_dispatcher.shutdown()
    server.asyncore.close_all(server._map)
