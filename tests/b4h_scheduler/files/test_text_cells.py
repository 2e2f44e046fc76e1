"""Cells as text, numbers and lists."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from b4h_scheduler.files.faults import CellError
from b4h_scheduler.files.text_cells import (
    as_text,
    cents,
    clean,
    has_hidden,
    line,
    lookup_key,
    number,
    slug,
    whole,
    words,
    yes_no,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200", "1200"),
        ("1 200,5", "1200.5"),
        ("1'200", "1200"),
        ("450,00 €", "450.00"),
        ("EUR 450", "450"),
        ("-3", "-3"),
        (12, "12"),
        (12.5, "12.5"),
    ],
)
def test_number_is_read_with_point_or_comma(cell: object, value: str) -> None:
    """Three digits after the only separator are thousands."""
    assert number(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell", ["", "four", "1e3", "12 items", "--1", float("inf"), float("nan"), True]
)
def test_what_is_no_number_is_refused(cell: object) -> None:
    """Exponents and words neither."""
    with pytest.raises(CellError, match="a number expected"):
        number(cell)


def test_whole_number_stays_within_its_range() -> None:
    """The message tells the range."""
    assert whole("4,0", 2, 50) == 4
    with pytest.raises(CellError, match="whole number"):
        whole("4,5", 2, 50)
    with pytest.raises(CellError, match="from 2 to 50"):
        whole("51", 2, 50)


def test_amount_is_in_cents() -> None:
    """Half cents do not exist."""
    assert cents("1.450,50") == 145050
    with pytest.raises(CellError, match="amount"):
        cents("0,005")


@pytest.mark.parametrize("cell", ["yes", "Ja", "oui", "X", "1", 1, 1.0, True, "Sí"])
def test_yes_in_many_languages(cell: object) -> None:
    """And as spreadsheets put it."""
    assert yes_no(cell)


@pytest.mark.parametrize("cell", ["no", "Nein", "non", "nee", "0", 0, False, "-"])
def test_no_in_many_languages(cell: object) -> None:
    """And as spreadsheets put it."""
    assert not yes_no(cell)


def test_list_is_separated_by_semicolons_or_lines() -> None:
    """Repetitions and empty parts fall away; commas belong to the text."""
    assert words("a, b; c\nd;;c") == ("a, b", "c", "d")
    assert words(["a", 2]) == ("a", "2")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (17.0, "17"),
        (1.5, "1.5"),
        (True, "yes"),
        (None, ""),
        (date(2026, 11, 26), "2026-11-26"),
        (datetime(2026, 11, 26, 9, 40), "2026-11-26 09:40"),  # noqa: DTZ001
        (time(9, 40), "09:40"),
        (["a", "b"], "a; b"),
    ],
)
def test_any_cell_can_be_text(cell: object, text: str) -> None:
    """A number in a column of names is shown as the spreadsheet shows it."""
    assert as_text(cell) == text


@pytest.mark.parametrize(
    "text",
    ["شركة الحياة", "חברת חיים", "日本バイオ", "Ærø Bio \u200f(עברית)", "👩‍🔬 Labs"],
)
def test_names_of_all_scripts_survive(text: str) -> None:
    """Marks that only help right-to-left text stay."""
    assert clean(text) == text
    assert not has_hidden(text)


@pytest.mark.parametrize("hidden", ["\0", "\x07", "\x1b", "\x85", "\u202e", "\ufeff"])
def test_hidden_characters_are_left_out(hidden: str) -> None:
    """And it is known that there were some."""
    assert clean(f"Bio{hidden}Nova") == "BioNova"
    assert has_hidden(f"Bio{hidden}Nova")


@pytest.mark.parametrize(
    "formula", ["=1+1", "=cmd|' /C calc'!A0", "+49 711 123", "-5", "@SUM(A1)"]
)
def test_formulas_are_text(formula: str) -> None:
    """Also behind the apostrophe that spreadsheets put before text."""
    assert clean(formula) == formula
    assert clean(f"'{formula}") == formula
    assert clean(f"''{formula}") == f"'{formula}"


def test_apostrophe_before_other_text_stays() -> None:
    """'s-Hertogenbosch is a town."""
    assert clean("'s-Hertogenbosch Bio") == "'s-Hertogenbosch Bio"


def test_line_has_no_breaks() -> None:
    """What must fit in one line is put in one."""
    assert line("Bio\n  Nova\tGmbH") == "Bio Nova GmbH"


def test_lookup_ignores_case_width_and_spaces() -> None:
    """Spellings that a person takes for the same name."""
    assert lookup_key("  BioNova   GMBH") == lookup_key("bionova gmbh")
    assert lookup_key("ＢｉｏＮｏｖａ") == lookup_key("bionova")  # noqa: RUF001


def test_slug_is_an_identifier() -> None:
    """ASCII letters, digits and hyphens."""
    assert slug("Société Générale & Söhne (Straße)") == "societe-generale-sohne-strasse"
    assert slug("株式会社") == ""
