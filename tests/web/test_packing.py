from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from web.packing import LEAST, MOST_BLUR, packed

if TYPE_CHECKING:
    from tests.web.world import World

TAKES = {"Accept-Encoding": "gzip"}


def test_page_is_compressed_where_the_browser_takes_it(world: World) -> None:
    """The same page, much smaller, kept apart by caches."""
    visitor = world.nobody()
    plain, small = visitor.get("/"), visitor.get("/", headers=TAKES)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(small.data)) > LEAST
    assert len(small.data) < len(plain.data) - MOST_BLUR
    assert int(small.headers["Content-Length"]) == len(small.data)
    for response in (plain, small):
        assert "Accept-Encoding" in response.headers["Vary"]


def test_what_is_no_page_or_tiny_is_left_as_it_is(world: World) -> None:
    """A download, an answer of a few bytes."""
    visitor = world.delegate("d-alba")
    for address in ("/my/data.json", "/healthz"):
        assert "Content-Encoding" not in visitor.get(address, headers=TAKES).headers


def test_length_of_a_compressed_page_tells_little() -> None:
    """The same content has many lengths."""
    sizes = {len(packed(b"the same page" * 100)) for _ in range(200)}
    assert len(sizes) > MOST_BLUR // 2
    assert max(sizes) - min(sizes) < MOST_BLUR
