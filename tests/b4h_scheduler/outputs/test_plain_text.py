"""Text of people: harmless, on one line where it must be, cut where it is long."""

from __future__ import annotations

import pytest

from b4h_scheduler.outputs.plain_text import (
    is_formula,
    one_line,
    printable,
    shortened,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë & Łukasz", "Zoë & Łukasz"),
        ("ليلى", "ليلى"),
        ("👩🏽\u200d🔬", "👩🏽\u200d🔬"),
        ("a\r\nb\rc\u2028d\x0be\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\ud800b\ufffe", "ab"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_only_what_has_no_meaning_is_left_out(text: str, expected: str) -> None:
    """Scripts, accents and joined emoji stay; controls and overrides go."""
    assert printable(text) == expected


def test_one_line_runs_white_space_together() -> None:
    """Line ends, tabs, no-break spaces become one space each run."""
    assert one_line("  a\r\n\t b\u00a0\u2028 c ") == "a b c"


def test_shortened_text_has_at_most_the_length_asked_for() -> None:
    """The ellipsis counts; text that fits is untouched."""
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert shortened("abcd efg", 6) == "abcd…"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", " =1", "\t=1"])
def test_text_that_a_spreadsheet_calculates_is_a_formula(text: str) -> None:
    """Also after white space, which spreadsheets skip."""
    assert is_formula(text)
    assert not is_formula(f"x{text}")
