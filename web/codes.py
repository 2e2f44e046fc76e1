"""Addresses as QR codes."""

from __future__ import annotations

import re
from functools import lru_cache

import zxingcpp

_MASK = 3
"""Of eight that readers all read; looking for the best takes six times as long."""
_DARK = re.compile(b"\x00+")
_SPACE = "http://www.w3.org/2000/svg"
_PICTURE = (
    "<svg xmlns='{space}' width='{width}' height='{width}' "
    "viewBox='0 -.5 {size} {size}'>"
    "<path fill='#fff' d='M0,-.5h{size}v{size}h-{size}z'/>"
    "<path stroke='#000' d='{lines}'/></svg>"
)
_IN_ADDRESS = {"<": "%3C", ">": "%3E", "#": "%23"}


def qr(address: str, scale: int = 4) -> str:
    """Return a QR code as the address of a picture that stands in the page itself."""
    picture = qr_picture(address, scale)
    for sign, code in _IN_ADDRESS.items():  # `str.translate` takes ten times as long
        picture = picture.replace(sign, code)
    return f"data:image/svg+xml,{picture}"


@lru_cache(maxsize=4096)
def qr_picture(address: str, scale: int = 4) -> str:
    """Return a QR code as an SVG picture, ``scale`` pixels a module."""
    code = zxingcpp.create_barcode(
        address, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK
    )
    # One byte a module, with the margin of four; dark is 0. No run goes over the end
    # of a row, where the margin is.
    image = code.to_image()
    modules = bytes(memoryview(image))  # type: ignore[arg-type] # it is a buffer
    size: int = image.shape[0]
    begins = _begins(size)
    lines = "".join(
        [
            f"{begins[start]}{end - start}"
            for start, end in map(re.Match.span, _DARK.finditer(modules))
        ]
    )
    return _PICTURE.format(space=_SPACE, width=size * scale, size=size, lines=lines)


@lru_cache(maxsize=40)
def _begins(size: int) -> list[str]:
    """Return how a run of dark modules begins in a path, for each module."""
    return [f"M{x},{y}h" for y in range(size) for x in range(size)]
