"""QR codes as pictures."""

from __future__ import annotations

import re
from urllib.parse import unquote

import segno

from web.codes import qr

ADDRESS = "https://match.example.org/cal/AbCdEf0123456789-_AbCdEf/agenda.ics"


def test_every_dark_module_is_drawn_and_no_other() -> None:
    """At its place in the matrix of the code, inside a margin of four."""
    picture = unquote(qr(ADDRESS, 2))
    (lines,) = re.findall(r"stroke='#000' d='([^']+)'", picture)
    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+),(\d+)h(\d+)", lines)
        for step in range(int(length))
    }
    matrix = segno.make(ADDRESS, error="m", mask=3).matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert drawn == dark
    size = len(matrix) + 8
    assert f"width='{2 * size}'" in picture
    assert f"viewBox='-4 -4.5 {size} {size}'" in picture
