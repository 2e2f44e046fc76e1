"""Static files: compressed once, under addresses that change with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, abort, request, url_for
from markupsafe import Markup

ROOT = Path(__file__).with_name("static")
SERVED = frozenset({".css", ".js", ".svg"})
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file with its compressed form and a version."""

    content: bytes
    packed: bytes
    version: str
    mimetype: str


@cache
def assets() -> dict[str, Asset]:
    """Return all static files by their path."""
    return {
        path.relative_to(ROOT).as_posix(): _asset(path)
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in SERVED
    }


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        version=hashlib.sha256(content).hexdigest()[:12],
        mimetype=mimetypes.types_map[path.suffix],
    )


def address(path: str) -> str:
    """Return the address of a static file, for templates."""
    return url_for("static", version=assets()[path].version, path=path)


def script_text(path: str) -> Markup:
    """Return a script to stand in a page itself, for pages that load no file."""
    # A file of this package, which nobody else writes.
    return Markup(assets()[path].content.decode())  # noqa: S704


def send(version: str, path: str) -> Response:
    """Answer with a static file."""
    asset = assets().get(path)
    if asset is None or asset.version != version:
        abort(404)
    takes_gzip = request.accept_encodings.find("gzip") >= 0
    response = Response(
        asset.packed if takes_gzip else asset.content, mimetype=asset.mimetype
    )
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOREVER
    return response
