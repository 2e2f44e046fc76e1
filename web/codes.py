"""Addresses as QR codes."""

from __future__ import annotations

from functools import lru_cache

import segno

_MASK = 3
"""Of eight that readers all read; looking for the best takes five times as long."""


@lru_cache(maxsize=4096)
def qr(address: str, scale: int = 4) -> str:
    """Return a QR code as the address of a picture that stands in the page itself."""
    code: str = segno.make(address, error="m", mask=_MASK).svg_data_uri(
        scale=scale, light="#fff"
    )
    return code
