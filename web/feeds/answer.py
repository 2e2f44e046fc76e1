"""A calendar as an answer: built completely, with its tag, or "not modified"."""

from __future__ import annotations

import hashlib

from flask import Response, request

CACHE_CONTROL = "private, max-age=0, must-revalidate"
"""Readers keep it and ask whether it changed."""


def calendar(content: bytes) -> Response:
    """Return a calendar; nothing but the tag where the reader has it already.

    A reader that gets half of a file may empty the calendar: the length is sent, and
    nothing is sent before all of it is there.
    """
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["X-Robots-Tag"] = "noindex"
    response.make_conditional(request)
    return response
