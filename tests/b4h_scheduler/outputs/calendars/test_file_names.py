"""File names of agendas: readable, safe everywhere, different for everybody."""

from __future__ import annotations

import re

import pytest

from b4h_scheduler.outputs.calendars.file_names import file_names, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Blume BioNova GmbH", "anna-blume-bionova-gmbh"),
        ("Zoë Łódź-Ærøskøbing & Strauß", "zoe-lodz-aeroskobing-strauss"),
        ("../../etc/passwd", "etc-passwd"),
        ("con.txt", "con-txt"),
        ("ليلى", ""),
        ("👩🏽\u200d🔬", ""),
        ("x" * 300, "x" * 50),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_slug_keeps_what_every_file_system_takes(text: str, expected: str) -> None:
    """Lower-case ASCII letters, digits and single hyphens, at most 50."""
    assert slug(text) == expected


def test_names_are_safe_and_different_without_regard_to_case() -> None:
    """Equal or unreadable labels are told apart by their id."""
    labels = {"d1": "Anna", "d2": "ANNA", "D1": "Anna", "d3": "ليلى", "../d4": "CON"}
    names = file_names(labels, ".ics")
    assert [n for n in names.values() if not re.fullmatch("[a-z0-9-]+[.]ics", n)] == []
    assert len({name.lower() for name in names.values()}) == 5
    assert names["d3"].startswith("agenda-")


def test_a_name_does_not_depend_on_the_others() -> None:
    """Who stays keeps the file name when others come or go."""
    alone = file_names({"d1": "Anna"}, ".ics")
    many = file_names({f"d{n}": "Anna" for n in range(1500)}, ".ics")
    assert many["d1"] == alone["d1"]


def test_hashes_that_agree_grow_until_they_differ() -> None:
    """Among 30,000 ids some share six hexadecimal digits; the names still differ."""
    names = file_names({f"d{n}": "" for n in range(30_000)}, ".ics")
    assert len(set(names.values())) == 30_000
    assert len(names["d0"]) > len("agenda-123456.ics")
