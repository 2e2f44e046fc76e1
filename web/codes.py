"""Addresses as QR codes."""

from __future__ import annotations

import segno


def qr(address: str, scale: int = 4) -> str:
    """Return a QR code as the address of a picture that stands in the page itself."""
    code: str = segno.make(address, error="m").svg_data_uri(scale=scale, light="#fff")
    return code
