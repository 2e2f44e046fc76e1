"""QR codes as pictures."""

from __future__ import annotations

import re
from urllib.parse import unquote

import numpy as np
import pytest
import zxingcpp

from web.codes import qr, qr_picture

ADDRESS = "https://match.example.org/cal/AbCdEf0123456789-_AbCdEf/agenda.ics"
_PIXELS = 3
"""Of a module's side, as the reader is shown it."""


def _drawn(picture: str) -> np.ndarray:
    """Return the picture's pixels as a printer lays them down; 0 is dark."""
    (side,) = map(int, re.findall(r"viewBox='0 -.5 (\d+) \1'", picture))
    (lines,) = re.findall(r"stroke='#000' d='([^']+)'", picture)
    pixels = np.full((side, side), 255, np.uint8)
    for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)", lines):
        pixels[int(y), int(x) : int(x) + int(length)] = 0
    return pixels.repeat(_PIXELS, axis=0).repeat(_PIXELS, axis=1)


@pytest.mark.parametrize(
    "address",
    [ADDRESS, "http://127.0.0.1:8000/d/7.x", f"https://example.org/{'long/' * 60}"],
)
def test_what_is_drawn_is_read_as_the_address(address: str) -> None:
    """Whatever its length: the code grows, and so does the picture."""
    found = zxingcpp.read_barcodes(_drawn(qr_picture(address)))
    assert [code.text for code in found] == [address]
    assert found[0].ec_level == "M"


def test_a_margin_of_four_modules_stays_light() -> None:
    """Readers need it to see where the code begins."""
    dark = np.argwhere(_drawn(qr_picture(ADDRESS)) == 0)
    size = len(_drawn(qr_picture(ADDRESS)))
    margin = 4 * _PIXELS
    assert dark.min() == margin
    assert dark.max() == size - margin - 1


def test_the_picture_stands_in_the_page_itself() -> None:
    """The same picture, with what an address cannot hold escaped; as wide as asked."""
    address = qr(ADDRESS, 2)
    head, picture = address[:19], address[19:]
    assert head == "data:image/svg+xml,"
    assert unquote(picture) == qr_picture(ADDRESS, 2)
    assert not set('<>#"') & set(picture)
    (side,) = re.findall(r"viewBox='0 -.5 (\d+) \1'", unquote(picture))
    assert f"width='{2 * int(side)}'" in picture
