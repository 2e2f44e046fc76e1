"""Images for tests, drawn byte by byte."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 2, height: int = 2, *, color: bytes = b"\x0b\x5c\x5c") -> bytes:
    """Return a PNG of one color."""
    rows = b"".join(b"\0" + color * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(rows)),
            _chunk(b"IEND", b""),
        )
    )


def jpeg(width: int = 2, height: int = 3) -> bytes:
    """Return the frame of a JPEG: what its size is read from."""
    table = b"\xff\xe0" + struct.pack(">H", 4) + b"JF"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 8, 8, height, width, 1)
    return b"\xff\xd8" + table + frame + b"\xff\xd9"


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
