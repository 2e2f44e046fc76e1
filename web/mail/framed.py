"""The HTML of a message in a frame that can do nothing but show it."""

from __future__ import annotations

from flask import Response

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox"
)


def framed(html: str) -> Response:
    """Return a document that pages of this site may frame, without script and form."""
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
