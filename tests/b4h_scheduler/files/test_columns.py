"""Headings in English, German, French and b2match's words."""

from __future__ import annotations

import pytest

from b4h_scheduler.files.columns import FORMS, ListForm
from b4h_scheduler.files.vocabulary import heading_key


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_no_heading_has_two_meanings(form: ListForm) -> None:
    """Within one list."""
    meant: dict[str, str] = {}
    for column in form.columns:
        for heading in (column.key, *column.also):
            assert meant.setdefault(heading_key(heading), column.key) == column.key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("E-Mail", "email"),
        ("e mail address", "email"),
        ("ARRIVAL_POINT", "arrival_point"),
        ("Arrival-Point", "arrival_point"),
        ("Vorname", "first_name"),
        ("Prénom", "first_name"),
        ("PRENOM", "first_name"),
        ("Organisation name", "organization"),
        ("Country name or ISO", "country"),
        ("Areas of activity", "sectors"),
        ("Job description", "role"),
        ("Entreprise", "organization"),
        ("Telefon", "phone"),
    ],
)
def test_headings_are_matched_without_regard_for_form(heading: str, key: str) -> None:
    """Case, accents, spaces, underscores and hyphens do not matter."""
    assert FORMS["participants"].by_heading[heading_key(heading)].key == key
