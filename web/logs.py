"""Structured logs that hold no token: routes by their pattern, never by address."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

import structlog
from flask import g, request

if TYPE_CHECKING:
    from typing import TextIO

    from flask import Flask
    from werkzeug.wrappers import Response

LOG = structlog.get_logger("web")
UNTOLD = "b4h.untold"
"""In the environment of a request that is not worth a line."""


def configure(*, as_json: bool, stream: TextIO | None = None) -> None:
    """Send all logs of this process, also those of libraries, to standard error.

    Parameters
    ----------
    stream
        Where to instead.
    """
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def install(app: Flask) -> None:
    """Write a line for each request but those for static files.

    ``ms`` is how long it took, ``busy_ms`` what this process computed for it: the rest
    is waiting, for a processor, the database or another writer.
    """
    app.before_request(_begin)
    app.after_request(_tell)


def _begin() -> None:
    g.began = time.perf_counter()
    g.busy_before = time.thread_time()


def _tell(response: Response) -> Response:
    if request.endpoint in {"static", "entry.healthz"} or UNTOLD in request.environ:
        return response
    # The pattern of the route: the address may hold a token, the query a name.
    route = "(no route)" if request.url_rule is None else request.url_rule.rule
    LOG.info(
        "request",
        method=request.method,
        route=route,
        status=response.status_code,
        ms=round(1000 * (time.perf_counter() - g.began)),
        busy_ms=round(1000 * (time.thread_time() - g.busy_before)),
    )
    return response
