"""Pages go compressed to browsers that take that.

A compressed page tells by its length how much of a request it repeats beside its
tokens (the BREACH attack). Cookies do not come with other sites' requests (SameSite),
and a file name of random length in the gzip header blurs what is left ("Heal the
BREACH").
"""

from __future__ import annotations

import gzip
import io
import secrets
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

LEAST = 2_000
"""Bytes from which it is worth it."""
MOST_BLUR = 64
_LEVEL = 1
"""Pages are compressed for each request: the quickest level takes a tenth of it."""


def install(app: Flask) -> None:
    """Compress every page."""
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    if response.mimetype != "text/html" or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    length = response.calculate_content_length() or 0
    if length >= LEAST and request.accept_encodings.find("gzip") >= 0:
        response.set_data(packed(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
    return response


def packed(content: bytes) -> bytes:
    """Return content as gzip, its length blurred."""
    name = "b" * (1 + secrets.randbelow(MOST_BLUR))
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", _LEVEL, out, mtime=0) as file:
        file.write(content)
    return out.getvalue()
