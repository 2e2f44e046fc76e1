"""Addresses as QR codes."""

from __future__ import annotations

import re
from functools import lru_cache

import segno

_MASK = 3
"""Of eight that readers all read; looking for the best takes five times as long."""
_MARGIN = 4
_DARK = re.compile(b"\x01+")
_PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='{width}' "
    "height='{width}' viewBox='-4 -4.5 {size} {size}'%3E"
    "%3Cpath fill='%23fff' d='M-4,-4.5h{size}v{size}h-{size}z'/%3E"
    "%3Cpath stroke='%23000' d='{lines}'/%3E%3C/svg%3E"
)
"""Drawn here: segno's own drawing takes as long as finding the code."""


@lru_cache(maxsize=4096)
def qr(address: str, scale: int = 4) -> str:
    """Return a QR code as the address of a picture that stands in the page itself."""
    matrix = segno.make(address, error="m", mask=_MASK).matrix
    lines = "".join(
        [
            f"M{run.start()},{y}h{run.end() - run.start()}"
            for y, row in enumerate(matrix)
            for run in _DARK.finditer(row)
        ]
    )
    size = len(matrix) + 2 * _MARGIN
    return _PICTURE.format(width=size * scale, size=size, lines=lines)
