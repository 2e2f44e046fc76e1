"""Invented names: enough of them, none twice, addresses nobody can own."""

import pytest

from b4h_scheduler.generate.draw import Draw
from b4h_scheduler.generate.invented import (
    FIRST_NAMES,
    LAST_NAMES,
    REGIONS,
    Registry,
    domain_of,
    slug,
)


def test_there_are_eleven_regions_in_seven_countries() -> None:
    """As in the project this is made for."""
    assert len({region.name for region in REGIONS}) == 11
    assert len({region.country for region in REGIONS}) == 7
    tongues = {tongue for region in REGIONS for tongue in region.languages}
    assert tongues == set(FIRST_NAMES) == set(LAST_NAMES)


def test_names_are_never_given_twice() -> None:
    """Not even more companies than there are pairs of words."""
    names = Registry(Draw(1))
    companies = [names.company(REGIONS[0]) for _ in range(3_000)]
    people = [names.person("fr", "firm.example") for _ in range(4_000)]
    assert len({name.rsplit(" ", 1)[0] for name in companies}) == 3_000
    assert len({person.name for person in people}) == 4_000
    assert len({person.email for person in people}) == 4_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Éloïse O'Brallen", "eloise.obrallen"),
        ("Jörg Überrück", "joerg.ueberrueck"),
        ("Seán Duinmeijer-Maes", "sean.duinmeijer.maes"),
    ],
)
def test_a_slug_is_plain_letters(name: str, expected: str) -> None:
    """German umlauts are spelled out, other accents dropped."""
    assert slug(name, ".") == expected


def test_domains_end_in_example() -> None:
    """The legal form is left out."""
    assert domain_of("Neuroloom B.V.") == "neuroloom.example"


def test_no_two_names_look_alike() -> None:
    """Reading a generated event warns of nothing."""
    from rapidfuzz import fuzz, process

    from b4h_scheduler.generate.invented import HOW, WHAT

    names = [f"{what}{how}".lower() for what in WHAT for how in HOW]
    alike = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=90)
    assert (alike > 0).sum() == len(names)
