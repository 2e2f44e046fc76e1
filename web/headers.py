"""Headers that keep pages to themselves, and a nonce for each request."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import g, request

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response


def nonce() -> str:
    """Return the nonce of this request's scripts and styles."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    found: str = g.nonce
    return found


def policy() -> str:
    """Return the content security policy of this request."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce()}'",
            f"style-src 'self' 'nonce-{nonce()}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def install(app: Flask) -> None:
    """Send the headers with every answer."""
    app.jinja_env.globals["csp_nonce"] = nonce
    app.after_request(_send)


def _send(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy())
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("X-Frame-Options", "DENY")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        # Pages hold personal data: no cache keeps them.
        headers.setdefault("Cache-Control", "no-store")
    return response
