"""What kind of image some bytes are, told by their structure and never by a name.

Only the frame of the file is read (lengths and sizes), nothing is unpacked; that is
left to the browser, of an image whose size in pixels is known to be small.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from b4h_scheduler.sentence import Sentence
from b4h_scheduler.store.errors import RefusedError

MOST_PIXELS = 3000
"""Along each side."""
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset({*range(0xC0, 0xD0)}) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that hold the size (Huffman tables and the like are none)."""


@dataclass(frozen=True, slots=True)
class Image:
    """Kind and size in pixels."""

    mimetype: str
    width: int
    height: int


def image_of(content: bytes) -> Image:
    """Return kind and size of an image.

    Raises
    ------
    RefusedError
        It is no whole PNG or JPEG, or too large.
    """
    image = _of_png(content) or _of_jpeg(content)
    if image is None:
        raise RefusedError("this is no PNG or JPEG image: save the logo as one of them")
    if (
        not 0
        < min(image.width, image.height)
        <= max(image.width, image.height)
        <= MOST_PIXELS
    ):
        raise RefusedError(
            Sentence(
                "the image has {width} × {height} pixels; at most {most} each way",
                width=image.width,
                height=image.height,
                most=MOST_PIXELS,
            )
        )
    return image


def _of_png(content: bytes) -> Image | None:
    """Walk the chunks: the first gives the size, the last ends the file."""
    if not content.startswith(_PNG):
        return None
    place, image = len(_PNG), None
    while place + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        if place == len(_PNG):
            if kind != b"IHDR" or length != 13:  # noqa: PLR2004  (as PNG defines it)
                return None
            width, height = struct.unpack_from(">II", content, place + 8)
            image = Image("image/png", width, height)
        place += 12 + length
        if kind == b"IEND":
            return image if place == len(content) else None
    return None


def _of_jpeg(content: bytes) -> Image | None:
    """Walk the segments until one gives the size; the file ends with its marker."""
    if not content.startswith(_JPEG) or not content.endswith(b"\xff\xd9"):
        return None
    place = 2
    while place + 9 <= len(content):
        start, marker, length = struct.unpack_from(">BBH", content, place)
        if start != 0xFF or length < 2:  # noqa: PLR2004  (as JPEG defines it)
            return None
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return Image("image/jpeg", width, height)
        place += 2 + length
    return None
