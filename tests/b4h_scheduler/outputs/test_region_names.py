"""Names of countries and regions."""

from __future__ import annotations

import pytest

from b4h_scheduler.outputs.countries import country_name
from b4h_scheduler.outputs.region_names import region_name
from b4h_scheduler.planning.figures import RegionFigures


@pytest.mark.parametrize(
    ("region", "country", "expected"),
    [
        ("Wallonia", "BE", "Wallonia, Belgium"),
        ("Wallonia", "", "Wallonia"),
        ("LU", "LU", "Luxembourg"),
        ("", "LU", "Luxembourg"),
        ("", "", "not known"),
        ("A\nB", "XQ", "A B, XQ"),
    ],
)
def test_a_region_is_named_with_its_country(
    region: str, country: str, expected: str
) -> None:
    """What is not known is left out; an unknown code stays as it is."""
    counts = dict.fromkeys(
        (
            "organizations",
            "delegates",
            "meetings",
            "own_wishes",
            "own_met",
            "own_value",
            "own_value_met",
        ),
        0,
    )
    figures = RegionFigures(region=region, country=country, **counts)
    assert region_name(figures) == expected


def test_countries_have_english_names() -> None:
    """From the locale data; no code, no name."""
    assert country_name("NL") == "Netherlands"
    assert country_name("") == ""
