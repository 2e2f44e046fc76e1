"""Content lines: escaping and folding as RFC 5545 wants them, read back by others."""

from __future__ import annotations

import pytest
from icalendar.parser import Contentline
from icalendar.prop import vText

from b4h_scheduler.outputs.calendars.content_lines import (
    folded,
    read_alike,
    text_line,
)

TEXTS = [
    "",
    "plain",
    'a; b, c\\d "quoted" : colon',
    "two\nlines\r\nand\rthree",
    "ß" * 200,
    "👩🏽\u200d🔬" * 40,
    "a" * 66 + "é" + "b" * 80,
    "\\" * 150,
    " " * 160 + "x",
    "شركة" * 40,
]


@pytest.mark.parametrize("text", TEXTS)
def test_another_parser_reads_the_text_back(text: str) -> None:
    """Escaped and folded, the text survives; all line ends become line feeds."""
    line = text_line("SUMMARY", text).removesuffix("\r\n")
    _, _, value = Contentline(line.replace("\r\n ", "")).parts()
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert vText.from_ical(value) == expected


@pytest.mark.parametrize("text", TEXTS)
def test_no_piece_is_longer_than_75_octets_or_cuts_a_character(text: str) -> None:
    """Each physical line decodes on its own and is at most 75 octets long."""
    pieces = text_line("DESCRIPTION", text).encode().split(b"\r\n")
    assert pieces.pop() == b""
    assert [len(piece) for piece in pieces if len(piece) > 75] == []
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert [piece.decode() for piece in pieces]


def test_a_line_of_exactly_75_octets_is_not_folded() -> None:
    """The limit itself is allowed; one octet more takes a second line."""
    assert folded("x" * 75) == "x" * 75 + "\r\n"
    assert folded("x" * 76) == "x" * 75 + "\r\n x\r\n"


def test_control_characters_and_direction_marks_are_left_out() -> None:
    """What could end a line, hide text or break a reader is not written."""
    text = "a\x00b\x0bc\x85d\u2028e\u202ef\u2066g\ufeffh\ud800i\x7fj"
    assert text_line("X", text) == "X:ab\\nc\\nd\\nefghij\r\n"


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("C:\\new\\Nord", "C:\\\u2060new\\\u2060Nord"),
        ("C:\\old\nline", "C:\\old\nline"),
        ('"Lab"', "“Lab”"),
        ('"Lab" and "Co"', '“Lab" and "Co”'),
        ('"Lab"\nand "Co"', '“Lab"\nand "Co”'),
        ('Lab "Co"', 'Lab "Co"'),
        ('"', '"'),
    ],
)
def test_what_readers_disagree_on_is_avoided(text: str, alike: str) -> None:
    """No backslash right before an n, no straight quotes around a whole text."""
    assert read_alike(text) == alike
