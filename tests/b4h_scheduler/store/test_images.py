"""What counts as an image."""

from __future__ import annotations

import pytest

from b4h_scheduler.store.errors import RefusedError
from b4h_scheduler.store.images import Image, image_of
from tests.b4h_scheduler.store.drawn import jpeg, png


def test_kind_and_size_are_read_from_the_content() -> None:
    """Of both kinds."""
    assert image_of(png(40, 30)) == Image("image/png", 40, 30)
    assert image_of(jpeg(7, 5)) == Image("image/jpeg", 7, 5)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(20),
        png()[:-3],
        png() + b"<script>alert(1)</script>",
        png()[:8] + png()[33:],
        jpeg()[:-2],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x00\x00\x00\x00\x00\x00\xff\xd9",
    ],
    ids=[
        "nothing", "svg", "gif", "cut png", "png with a tail", "png without a head",
        "cut jpeg", "jpeg without a size", "jpeg with an empty segment",
    ],
)  # fmt: skip
def test_anything_else_is_refused(content: bytes) -> None:
    """Also what only begins as an image does."""
    with pytest.raises(RefusedError, match="no PNG or JPEG"):
        image_of(content)


@pytest.mark.parametrize(("width", "height"), [(3001, 1), (1, 3001), (0, 5)])
def test_image_of_too_many_pixels_is_refused(width: int, height: int) -> None:
    """A few bytes may stand for a picture that fills a browser's memory."""
    with pytest.raises(RefusedError, match=f"{width} × {height} pixels; at most 3000"):
        image_of(jpeg(width, height))
