"""Copies what ``npm ci`` put into ``web/vendor-src`` to where it is served from.

cd web/vendor-src && npm ci --ignore-scripts && cd ../..
python -m web.vendoring
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

SOURCE = Path(__file__).with_name("vendor-src")
TARGET = Path(__file__).with_name("static") / "vendor"
MANIFEST = "manifest.json"
FILES = {
    "bootstrap": ("dist/css/bootstrap.min.css", "LICENSE"),
    "htmx.org": ("dist/htmx.min.js", "LICENSE"),
}
"""Of each package, what is served, and its license."""


def digest(content: bytes) -> str:
    """Return a SHA-384 as browsers write it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def versions() -> dict[str, str]:
    """Return the exact versions asked for."""
    content = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    return dict(content["dependencies"])


def copy() -> dict[str, str]:
    """Copy the files and return the manifest: path to digest."""
    manifest = {}
    for package, version in versions().items():
        folder = TARGET / f"{package}-{version}"
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES[package]:
            content = (SOURCE / "node_modules" / package / name).read_bytes()
            path = folder / Path(name).name
            path.write_bytes(content)
            manifest[path.relative_to(TARGET).as_posix()] = digest(content)
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (TARGET / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


if __name__ == "__main__":
    copy()
